"""How much is read of a file, how much time and memory it may take, and the sentences for what is more."""

from django.utils.translation import gettext as _

MAX_BYTES = 100_000_000
MAX_PAGES = 1_000
MAX_LETTERS = 5_000_000  # of text: about 1,500 pages
MAX_UNPACKED = 100_000_000  # bytes of one part of a Word file; 1,000 pages of text unpack to a third of it
MAX_SECONDS = 120  # of the processor, for one PDF
MAX_SECONDS_A_PAGE = 20
MAX_MEMORY = 1_500_000_000  # bytes of address space, a few hundred million of which any program takes


def too_many_bytes() -> str:
    return _("This file has more than 100 MB. Make its pictures smaller, or split it, and bring it again.")


def too_many_pages(pages: int) -> str:
    return _(
        "This file has %(pages)d pages; at most 1,000 are read. Split it, or bring the part that you need."
    ) % {"pages": pages}


def too_many_letters() -> str:
    return _("This file holds more than 5 million letters. Split it, or bring the part that you need.")


def unpacks_too_far() -> str:
    return _(
        "This file would unpack to far more than a document holds, so it wasn’t opened. "
        "Save it again, or as PDF, and bring that."
    )
