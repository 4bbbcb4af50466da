"""What a text message says in a date poll: "A yes, B no", "1 3", "a ja b nee c miskien".

Rules: engagement.md section 6. Options are called A, B, C or 1, 2, 3. Several can share an answer, before or behind
it ("A and B yes", "yes A B, no C"). Where only options are listed, they are yes and the rest no; where answers are
given, what isn't mentioned stays unanswered. What can be read in two ways is a Problem, never a guess.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Final

from imbizo.calc.folding import fold, tidy
from imbizo.calc.polls import Answer


class Trouble(StrEnum):
    """Why a text isn't a vote."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_UNDERSTOOD = "not_understood"  # `about`: the words
    OUT_OF_RANGE = "out_of_range"  # `about`: the options that aren't offered
    CONTRADICTION = "contradiction"  # `about`: the options with two answers
    NO_ANSWER = "no_answer"  # `about`: the options that are named without an answer, while others have one
    NO_OPTION = "no_option"  # `about`: the answer that belongs to no option
    TWO_READINGS = "two_readings"  # `about`: "1-3" (a span or two dates), "A 1", or "n" where N is an option


@dataclass(frozen=True, slots=True)
class Vote:
    """One answer for each option in order; None where the option was left open."""

    answers: tuple[Answer | None, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What to ask the voter about."""

    trouble: Trouble
    about: tuple[str, ...] = ()


class _Every(StrEnum):
    """Words that stand for several options."""

    ALL = auto()
    NONE = auto()
    REST = auto()


# No speaker of isiXhosa, Sesotho, Shona, Somali, Afrikaans or French has checked these words yet. A word that is
# missing costs a question back, a wrong one a wrong vote: so they are few.
WORDS: Final[Mapping[Answer, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        Answer.YES: {
            "en": ("yes", "y", "yeah", "yep", "ok", "okay"),
            "af": ("ja",),
            "xh": ("ewe",),
            "st": ("ee",),
            "sn": ("hongu", "ehe"),
            "so": ("haa",),
            "fr": ("oui",),
        },
        Answer.IF_NEEDED: {
            "en": ("if need be", "if needed", "if necessary", "if i must", "if really needed", "maybe", "perhaps"),
            "af": ("as dit moet", "as dit nodig is", "as dit moet wees", "indien nodig", "as nodig", "miskien"),
            "xh": ("ukuba kuyimfuneko", "xa kuyimfuneko", "mhlawumbi"),
            "st": ("ha ho hlokahala", "mohlomong"),
            "sn": ("kana zvichidiwa", "zvichida", "pamwe"),
            "so": ("haddii loo baahdo", "laga yaabaa"),
            "fr": ("si nécessaire", "s'il le faut", "si besoin", "au besoin", "peut être"),
        },
        Answer.NO: {
            "en": ("no", "n", "nope", "not"),
            "af": ("nee",),
            "xh": ("hayi",),
            "st": ("tjhe", "che"),
            "sn": ("kwete", "aiwa"),
            "so": ("maya",),
            "fr": ("non",),
        },
    }
)  # fmt: skip
_EVERY: Final[Mapping[_Every, tuple[str, ...]]] = MappingProxyType(
    {
        _Every.ALL: (
            "all", "all of them", "any", "almal", "zonke", "tsohle", "zvese", "dhammaan", "tous", "toutes",
        ),
        _Every.NONE: ("none", "none of them", "geen", "geeneen", "hapana", "midna", "aucun", "aucune"),
        _Every.REST: (
            "rest", "the rest", "others", "the others", "die res", "die ander", "le reste", "les autres",
        ),
    }
)  # fmt: skip
_FILLERS = frozenset(
    {
        "and", "en", "kunye", "le", "na", "et", "please", "pls", "asb", "asseblief", "thanks", "thank", "you",
        "dankie", "enkosi", "merci", "hi", "hello", "is", "are", "for", "the", "option", "options", "date", "dates",
        "datum", "datums",
    }
)  # fmt: skip
_LONGEST = 320
_CLAUSES = re.compile(r"[,;.!]+|\n+")
# Punctuation that says nothing is passed over; any other sign ("?", a picture) is a word that must be understood.
_TOKEN = re.compile(r"""[^\W_]+|[^\w\s:.()"'*#=&+/\-\u2010-\u2015\ufe0f\U0001f3fb-\U0001f3ff]""")
_DASH = r"[-\u2010-\u2015]"
_PLACE = r"(?:\d{1,2}|[^\W\d_])"
# "1-3" may be a span or two dates, "A-" and "B+" answers or punctuation.
_DOUBTFUL = re.compile(
    rf"(?<!\w){_PLACE}\s?{_DASH}\s?{_PLACE}(?!\w)"
    rf"|{_PLACE}\s*(?:{_DASH}|\+)\s*$|(?<!\w){_PLACE}(?:{_DASH}|\+)(?=\s)"
)
_SIGNS = dict.fromkeys("✓✔☑👍", Answer.YES) | dict.fromkeys("✗✘❌👎", Answer.NO)

_Meaning = Answer | _Every | int


class _Unclear(Exception):
    """Carries the problem up to `parse_vote`."""

    def __init__(self, trouble: Trouble, *about: str) -> None:
        super().__init__(trouble)
        self.problem = Problem(trouble, tuple(dict.fromkeys(about)))


def parse_vote(text: str, count: int) -> Vote | Problem:
    """The vote that a text casts over `count` options (1 to 26, in the order in which they were sent)."""
    try:
        return Vote(_answers(text, count))
    except _Unclear as unclear:
        return unclear.problem


def label(place: int) -> str:
    """What an option is called, from place 0: A to Z."""
    return chr(ord("A") + place)


def _answers(text: str, count: int) -> tuple[Answer | None, ...]:
    if len(text) > _LONGEST:
        raise _Unclear(Trouble.TOO_LONG)
    clauses = _clauses(text, count)
    if not any(clauses):
        raise _Unclear(Trouble.EMPTY)
    said = [meaning for clause in clauses for meaning in clause]
    if said == [_Every.NONE]:
        return (Answer.NO,) * count
    if not any(isinstance(meaning, Answer) for meaning in said):
        return _listed(said, count)
    return _settled(_pairs(clauses), count)


def _clauses(text: str, count: int) -> list[list[_Meaning]]:
    folded = [fold(tidy(clause)).replace("'", "") for clause in _CLAUSES.split(text.replace("\r", "\n"))]
    if doubtful := next((found[0] for clause in folded for found in _DOUBTFUL.finditer(clause)), None):
        raise _Unclear(Trouble.TWO_READINGS, doubtful.strip().upper())
    return _checked([_meanings(clause) for clause in folded if clause], count)


def _meanings(clause: str) -> list[tuple[str, _Meaning | None]]:
    """Each word or phrase with what it means, the longest phrase first; None where it isn't known."""
    tokens, found, at = _TOKEN.findall(clause), list[tuple[str, _Meaning | None]](), 0
    while at < len(tokens):
        length = next(
            (n for n in range(_LONGEST_PHRASE, 1, -1) if " ".join(tokens[at : at + n]) in _PHRASES), 1
        )
        phrase = " ".join(tokens[at : at + length])
        if phrase not in _FILLERS:
            found.append((phrase, _meaning(phrase)))
        at += length
    return found


def _meaning(phrase: str) -> _Meaning | None:
    known = _PHRASES.get(phrase) or _SIGNS.get(phrase)
    if known is not None:
        return known
    if phrase.isascii() and phrase.isdigit():
        return int(phrase[:4]) - 1
    if len(phrase) == 1 and "a" <= phrase <= "z":
        return ord(phrase) - ord("a")
    return None


def _checked(clauses: list[list[tuple[str, _Meaning | None]]], count: int) -> list[list[_Meaning]]:
    said = [each for clause in clauses for each in clause]
    if strange := [word for word, meaning in said if meaning is None]:
        raise _Unclear(Trouble.NOT_UNDERSTOOD, *strange)
    named = [(word.upper(), meaning) for word, meaning in said if isinstance(meaning, int)]
    if outside := [word for word, place in named if not 0 <= place < count]:
        raise _Unclear(Trouble.OUT_OF_RANGE, *outside)
    _refuse_two_readings([word for word, _ in said], [word for word, _ in named], count)
    return [[meaning for _, meaning in clause if meaning is not None] for clause in clauses]


def _refuse_two_readings(words: list[str], named: list[str], count: int) -> None:
    if short := [word for word in words if word in {"y", "n"} and ord(word) - ord("a") < count]:
        raise _Unclear(Trouble.TWO_READINGS, *short)
    if len({word.isdigit() for word in named}) > 1:
        raise _Unclear(Trouble.TWO_READINGS, *named)


def _listed(said: Sequence[_Meaning], count: int) -> tuple[Answer, ...]:
    """Only options are named: they are yes, the rest no."""
    if said == [_Every.ALL]:
        return (Answer.YES,) * count
    if any(isinstance(meaning, _Every) for meaning in said):
        raise _Unclear(Trouble.TWO_READINGS, *_named(said))
    return tuple(Answer.YES if place in said else Answer.NO for place in range(count))


_Pair = tuple[list[_Meaning], Answer]


def _pairs(clauses: Sequence[Sequence[_Meaning]]) -> list[_Pair]:
    """Options with their answer, clause by clause where each is complete by itself, else over the whole text."""
    try:
        return [pair for clause in clauses if clause for pair in _paired(clause)]
    except _Unclear:
        return _paired([meaning for clause in clauses for meaning in clause])


def _paired(said: Sequence[_Meaning]) -> list[_Pair]:
    """Whichever comes first, an option or an answer, comes first throughout."""
    if isinstance(said[0], Answer):
        return [(options[::-1], answer) for options, answer in _answered(said[::-1])[::-1]]
    return _answered(said)


def _answered(said: Sequence[_Meaning]) -> list[_Pair]:
    """Each answer with the options since the one before."""
    pairs, waiting = list[_Pair](), list[_Meaning]()
    for meaning in said:
        if not isinstance(meaning, Answer):
            waiting.append(meaning)
            continue
        if not waiting:
            raise _Unclear(Trouble.NO_OPTION, meaning)
        pairs.append((waiting, meaning))
        waiting = []
    if waiting:
        raise _Unclear(Trouble.NO_ANSWER, *_named(waiting))
    return pairs


def _settled(pairs: Sequence[_Pair], count: int) -> tuple[Answer | None, ...]:
    said: list[set[Answer]] = [set() for _ in range(count)]
    # What "the rest" is, is known when everything else is.
    for options, answer in sorted(pairs, key=lambda pair: _Every.REST in pair[0]):
        for place in _places(options, said):
            said[place].add(answer)
    if torn := [label(place) for place in range(count) if len(said[place]) > 1]:
        raise _Unclear(Trouble.CONTRADICTION, *torn)
    return tuple(next(iter(each), None) for each in said)


def _places(options: Sequence[_Meaning], said: Sequence[set[Answer]]) -> list[int]:
    if _Every.NONE in options:
        raise _Unclear(Trouble.TWO_READINGS, *_named(options))
    if _Every.ALL in options:
        return list(range(len(said)))
    named = [option for option in options if isinstance(option, int)]
    if _Every.REST not in options:
        return named
    return named + [place for place, answers in enumerate(said) if not answers and place not in named]


def _named(said: Sequence[_Meaning]) -> list[str]:
    return [label(meaning) if isinstance(meaning, int) else str(meaning) for meaning in said]


def _bare(phrase: str) -> str:
    return " ".join(_TOKEN.findall(fold(tidy(phrase)).replace("'", "")))


_PHRASES: Mapping[str, _Meaning] = MappingProxyType(
    {
        _bare(word): answer
        for answer, languages in WORDS.items()
        for words in languages.values()
        for word in words
    }
    | {word: every for every, words in _EVERY.items() for word in words}
)
_LONGEST_PHRASE = max(phrase.count(" ") + 1 for phrase in _PHRASES)
