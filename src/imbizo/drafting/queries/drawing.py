"""How atoms of a text read: citations by their label, references by the number that a section has now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imbizo.calc.outlines import Leaf, chased, numbered
from imbizo.calc.richtext import Atom, RichText, SectionReference, parse, to_html, to_trix_html
from imbizo.drafting.models import Citation, Document, Section

HEADING_FROM = 2
"""Headings inside a section stand below its own, which heads its page."""


@dataclass(frozen=True, slots=True)
class Atoms:
    """The words of all atoms of some texts of one document: citations by id, numbers of sections by id."""

    citations: Mapping[UUID, Citation]
    numbers: Mapping[UUID, str]
    into: Mapping[UUID, UUID]

    def label(self, atom: Atom) -> str:
        """How an atom reads: "(De Doorns, 12 May, p. 3)", "section 4.2"."""
        if isinstance(atom, SectionReference):
            number = self.numbers.get(chased(atom.id, self.into))
            return _("section %s") % number if number else _("a section that was taken away")
        cited = self.citations.get(atom.id)
        return f"({cited_words(cited)})" if cited else _("(a citation that isn’t known)")

    def html(self, atom: Atom) -> str:
        """The same as a link: to the list of what is cited, or to the section."""
        kind = "section" if isinstance(atom, SectionReference) else "citation"
        target = f"#cited-{atom.id}"
        if isinstance(atom, SectionReference):
            target = f"../{chased(atom.id, self.into)}/"
        return format_html('<a class="{}" href="{}">{}</a>', kind, target, self.label(atom))


def cited_words(citation: Citation) -> str:
    """What stands between the brackets of a citation."""
    return ", ".join(filter(None, [citation.label, citation.locator]))


def numbers(document: Document) -> dict[UUID, str]:
    """The number of each section that stands in the document, in the order of reading."""
    rows = document.sections.filter(removed_because="", joined_into=None)
    leaves = [Leaf(*row) for row in rows.values_list("pk", "parent_id", "position")]
    return {each.id: each.number for each in numbered(leaves)}


def atoms_of(texts: Iterable[RichText], document: Document) -> Atoms:
    """The words of the atoms of these texts, in three queries at most."""
    ids = {atom.id for text in texts for atom in text.atoms if not isinstance(atom, SectionReference)}
    joined = document.sections.exclude(joined_into=None).values_list("pk", "joined_into_id")
    citations = Citation.objects.in_bulk(list(ids)) if ids else {}
    return Atoms(citations, numbers(document), dict(joined))


def drawn(section: Section) -> SafeString:
    """The section's words as a page shows them. Safe: `calc.richtext` escapes all but its own few tags."""
    text = parse(section.html)
    return SafeString(to_html(text, draw=atoms_of([text], section.document).html, heading_from=HEADING_FROM))


def for_trix(html: str, document: Document) -> str:
    """Kept words as the editor takes them."""
    text = parse(html)
    label: Callable[[Atom], str] = atoms_of([text], document).label
    return to_trix_html(text, label=label)
