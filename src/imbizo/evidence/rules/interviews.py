"""Whether the words of an interview may be seen, and whether there are any."""

from datetime import date

from imbizo.evidence.states import ConsentGiven

AGREED = (ConsentGiven.SIGNED, ConsentGiven.SPOKEN)


def is_closed(consent: str, embargo_until: date | None, today: date) -> bool:
    """Whether nobody but the owner sees the words yet: no consent, or an embargo that runs."""
    return consent not in AGREED or (embargo_until is not None and embargo_until > today)


def is_taken_back(consent: str) -> bool:
    """Whether the person took the consent back, so that no words are kept."""
    return consent == ConsentGiven.TAKEN_BACK
