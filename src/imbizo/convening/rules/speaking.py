"""When words can be taken, and what may become of them."""

from datetime import datetime
from typing import Final

from imbizo.convening.states import Consent, GatheringState, InputState

LONGEST: Final = 4_000
"""Characters of one input that a page takes."""

# From a phone in the hall only while people are together; members also type up later what stands on paper.
_TAKES = {
    False: frozenset({GatheringState.OPEN}),
    True: frozenset({GatheringState.OPEN, GatheringState.HELD}),
}
# What a facilitator may decide on: the others stand behind what came of them.
UNDECIDED: Final = frozenset({InputState.WAITING, InputState.SHOWN, InputState.HELD})


def takes_words(state: str, *, from_member: bool) -> bool:
    """Whether a gathering in this state takes words from a member, or from anybody with its code."""
    return state in _TAKES[from_member]


def may_be_named(*, consent: str, name_consent: str) -> bool:
    """Whether somebody's name may stand beside their words: they said so, and not that the words mustn't be kept."""
    return name_consent == Consent.GIVEN and consent != Consent.REFUSED


def hour_of(at: datetime) -> datetime:
    """The hour: all that is kept of when something anonymous was said."""
    return at.replace(minute=0, second=0, microsecond=0)
