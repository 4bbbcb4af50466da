"""The codes on the cards of a gathering: the same however often they are printed, and kept nowhere until one is used.

Each follows from the installation's key, the gathering and the card's number, so that a second print, on another day,
continues the first. Where the key is changed in between, the old cards stay good: whoever registers people takes any
code whose check character is right, and a code is one person's from the moment it is noted.
"""

from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils.crypto import salted_hmac

from imbizo.calc import codes

ON_A_SHEET: Final = 10
MOST: Final = 2_000
# Without places set, as many as a hall of this size needs.
USUAL_PLACES: Final = 40
_SALT: Final = "imbizo.convening.cards"


def card_codes(gathering_id: UUID, count: int) -> list[str]:
    """The first `count` codes of a gathering's cards, all different; at most 2,000."""
    key = salted_hmac(_SALT, str(gathering_id), algorithm="sha256").digest()
    return codes.make_new(_Lasting(key), codes.CARD, min(count, MOST))


def cards_for(capacity: int | None) -> int:
    """How many cards: a fifth more than there are places, up to whole sheets of ten."""
    wanted = -(-(capacity or USUAL_PLACES) * 6 // 5)
    return min(-(-wanted // ON_A_SHEET) * ON_A_SHEET, MOST)


class _Lasting(Random):
    """Draws that stay the same in every version of Python, which promises this of `random()` alone."""

    def choice(self, seq: Any) -> Any:
        return seq[int(self.random() * len(seq))]
