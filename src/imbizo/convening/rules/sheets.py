"""A test sheet as it is typed: the card's code, then a letter for each question, "7K2MX a c b - d"."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from imbizo.calc import codes
from imbizo.convening.errors import BadAnswer

LETTERS: Final = "abcdefgh"
BLANK: Final = frozenset("-.0")


def read_line(line: str, choices: Sequence[int]) -> tuple[str, list[int | None]]:
    """The card and the choice of each question, None for one left blank; `choices` says how many each offers.

    "acb-d" and "a c b - d" are the same. Raises BadAnswer, with what is wrong.
    """
    first, _space, rest = line.strip().partition(" ")
    code = codes.normalise(first)
    if not codes.is_valid(code, codes.CARD):
        raise BadAnswer(
            _("The code of the card has a wrong letter or digit: %(code)s") % {"code": first}, field="line"
        )
    letters = "".join(rest.split()).lower()
    if len(letters) != len(choices):
        words = {"typed": len(letters), "asked": len(choices)}
        raise BadAnswer(_("%(typed)s answers were typed for %(asked)s questions.") % words, field="line")
    return code, [
        _choice(letter, at, many) for at, (letter, many) in enumerate(zip(letters, choices, strict=True), 1)
    ]


def _choice(letter: str, number: int, many: int) -> int | None:
    if letter in BLANK:
        return None
    found = LETTERS.find(letter)
    if not 0 <= found < many:
        words = {"number": number, "letter": letter, "last": LETTERS[many - 1]}
        raise BadAnswer(
            _("Question %(number)s has answers a to %(last)s, not %(letter)s.") % words, field="line"
        )
    return found
