"""Rich text as a section keeps it: a small HTML that is safe by construction, its words, and the places in them.

A text is read once (`parse`), held as frozen values in one normal form, and written as canonical HTML (`to_html`), for
the editor (`to_trix_html`) or as plain text. Reading what was written gives the same value.
"""

from imbizo.calc.richtext.model import (
    ATOM_CHARACTER,
    LISTS,
    PARAGRAPH,
    PLAIN,
    Atom,
    Block,
    Citation,
    Inline,
    Kind,
    Look,
    Mark,
    RichText,
    Run,
    SectionReference,
    Shape,
)
from imbizo.calc.richtext.parsing import CITATION_TYPE, SECTION_TYPE, parse, safe_href
from imbizo.calc.richtext.plain import OffsetMap, Place, from_plain, offset_map, plain_text, worded
from imbizo.calc.richtext.writing import (
    Highlight,
    atom_html,
    blocks_html,
    inline_html,
    to_html,
    to_trix_html,
)

__all__ = [
    "ATOM_CHARACTER",
    "CITATION_TYPE",
    "LISTS",
    "PARAGRAPH",
    "PLAIN",
    "SECTION_TYPE",
    "Atom",
    "Block",
    "Citation",
    "Highlight",
    "Inline",
    "Kind",
    "Look",
    "Mark",
    "OffsetMap",
    "Place",
    "RichText",
    "Run",
    "SectionReference",
    "Shape",
    "atom_html",
    "blocks_html",
    "from_plain",
    "inline_html",
    "offset_map",
    "parse",
    "plain_text",
    "safe_href",
    "to_html",
    "to_trix_html",
    "worded",
]
