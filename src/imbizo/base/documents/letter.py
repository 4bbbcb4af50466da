"""Letters on letterhead, as PDF."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from imbizo.base.documents import pdf
from imbizo.base.documents.text import paragraphs


@dataclass(frozen=True, kw_only=True)
class Words:
    """The labels of a letter, in its language."""

    reference: str
    date: str
    enclosures: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What stands in a letter. Dates are written out by the caller; what is empty leaves no gap.

    `address` and `addressee` are lines; `text` has blank lines between its paragraphs; `logo` is PNG, JPEG or SVG.
    """

    sender: str
    subject: str
    text: str
    date: str
    words: Words
    address: tuple[str, ...] = ()
    logo: bytes | None = field(default=None, repr=False)
    reference: str = ""
    addressee: tuple[str, ...] = ()
    salutation: str = ""
    closing: str = ""
    signatory: str = ""
    signatory_title: str = ""
    enclosures: tuple[str, ...] = ()


def render(letter: Letter, *, language: str, timestamp: datetime | None = None) -> bytes:
    """The letter as a PDF whose title is its subject. Raises what `pdf.render` raises."""
    data = asdict(letter) | {"paragraphs": paragraphs(letter.text), "logo": letter.logo is not None}
    images = {} if letter.logo is None else {"logo": letter.logo}
    return pdf.render(
        "base/documents/letter",
        data,
        language=language,
        title=letter.subject,
        images=images,
        timestamp=timestamp,
    )
