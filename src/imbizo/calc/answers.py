"""What a short message says to an invitation: yes, no, perhaps, or that somebody comes instead; or which of several.

Rules: engagement.md sections 4 and 8. Nothing is guessed: a text counts where its words, or those of its first clause,
say one thing only, and nothing behind them could take it back. "No problem, I'll be there" says neither yes nor no to a
machine. What isn't understood costs a look by a person; what is misunderstood costs somebody their place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from imbizo.calc.folding import fold, tidy

LONGEST: Final = 1_000
"""Characters; a longer text is a letter, and is read by a person."""


class Said(StrEnum):
    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says; `is_whole` unless it holds more, which a person should read."""

    said: Said
    is_whole: bool


# No speaker of isiXhosa, Sesotho, Shona, Somali, Afrikaans or French has checked these words yet. A word that is
# missing costs a look by a person, a wrong one a wrong answer: so they are few. Apostrophes are left out.
PHRASES: Final[Mapping[Said, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        Said.YES: {
            "en": (
                "yes", "y", "yeah", "yep", "yes please", "ok", "okay", "i will come", "ill come", "i am coming",
                "im coming", "i will be there", "ill be there", "i will attend", "ill attend", "i accept", "accepted",
            ),
            "af": ("ja", "ek kom", "ek sal kom", "ek sal daar wees", "ek sal bywoon", "ek aanvaar"),
            "xh": ("ewe", "ndiyeza", "ndiza kuza", "ndizakuza", "ndizobakho", "ndiyavuma"),
            "st": ("ee", "ke tla tla", "ke tla ba teng", "ke a dumela"),
            "sn": ("hongu", "ehe", "ndichauya", "ndinouya", "ndabvuma"),
            "so": ("haa", "waan imanayaa", "waan iman doonaa", "waan aqbalay"),
            "fr": ("oui", "je viens", "je viendrai", "je serai la", "je serai present", "jaccepte"),
        },
        Said.NO: {
            "en": (
                "no", "n", "nope", "no thanks", "no thank you", "i cannot", "i cannot come", "i cant", "i cant come",
                "i can not come", "i cant make it", "i cannot make it", "i wont come", "i will not come",
                "i will not be there", "i wont be there", "i cannot attend", "i cant attend", "not coming",
                "i am not coming", "im not coming", "i decline",
            ),
            "af": (
                "nee", "ek kan nie", "ek kan nie kom nie", "ek sal nie kom nie", "ek kom nie",
                "ek kan nie daar wees nie",
            ),
            "xh": ("hayi", "andizi", "andizokuza", "andinakuza", "andikwazi ukuza"),
            "st": ("tjhe", "che", "nke ke ka tla", "ha ke tle", "ha ke kgone ho tla"),
            "sn": ("kwete", "aiwa", "handiuyi", "handikwanisi kuuya", "handikwanise kuuya"),
            "so": ("maya", "ma imanayo", "ma iman karo"),
            "fr": (
                "non", "je ne peux pas", "je ne peux pas venir", "je ne viens pas", "je ne viendrai pas",
                "je ne pourrai pas venir", "je ne serai pas la",
            ),
        },
        Said.PERHAPS: {
            "en": ("perhaps", "maybe", "possibly", "not sure", "not sure yet", "i am not sure", "im not sure"),
            "af": ("miskien", "dalk", "ek is nie seker nie", "nie seker nie"),
            "xh": ("mhlawumbi", "mhlawumbe", "andiqinisekanga"),
            "st": ("mohlomong", "ha ke na bonnete"),
            "sn": ("pamwe", "zvichida", "handina chokwadi"),
            "so": ("malaha", "laga yaabaa"),
            "fr": ("peut etre", "je ne suis pas sur", "je ne suis pas sure"),
        },
    }
)  # fmt: skip
_SIGNS: Final = {"👍": Said.YES, "✓": Said.YES, "✔": Said.YES, "✅": Said.YES, "👎": Said.NO, "❌": Said.NO}
_FILLERS: Final = frozenset(
    {
        "hi", "hello", "dear", "please", "pls", "thanks", "thank", "you", "thx", "very", "much", "sorry", "so", "good",
        "morning", "afternoon", "evening", "day", "sir", "madam", "mam", "god", "bless", "see", "there", "then",
        "hallo", "goeie", "more", "dag", "dankie", "baie", "asseblief", "asb", "jammer", "groete",
        "molo", "molweni", "enkosi", "kakhulu", "uxolo", "nceda",
        "dumela", "dumelang", "kea", "leboha", "haholo", "tshwarelo",
        "mhoro", "makadii", "ndatenda", "tatenda", "maita", "basa", "pamusoroi",
        "salaan", "asc", "mahadsanid", "fadlan", "raalli",
        "bonjour", "bonsoir", "merci", "beaucoup", "svp", "desole", "desolee", "cordialement",
    }
)  # fmt: skip
# Whoever comes instead. "With" or "and my colleague" comes beside: that is for a person to read.
_INSTEAD: Final = (
    "instead", "in my place", "in my stead", "on my behalf", "in my plek", "namens my", "endaweni yam",
    "sebakeng sa ka", "panzvimbo pangu", "a ma place", "booskayga",
)  # fmt: skip
_COLLEAGUE: Final = (
    "colleague", "collegue", "coleague", "co worker", "coworker", "deputy", "assistant", "kollega", "ugxa wam",
    "mosebetsi mmoho", "wandinoshanda naye", "saaxiibkay",
)  # fmt: skip
_BESIDE: Final = (
    "and my", "and a", "and our", "and one", "with my", "with a", "with our", "bring", "en my", "saam met my", "met my",
    "et mon", "et ma", "avec mon", "avec ma",
)  # fmt: skip
_COMES: Final = frozenset(
    {
        "comes", "come", "coming", "attend", "attends", "attending", "represent", "represents", "kom", "bywoon",
        "uyeza", "uza", "tla", "achauya", "vient", "viendra", "imanayaa",
    }
)  # fmt: skip
# What may take back or narrow what was said before it.
_TURNS: Final = frozenset(
    {
        "but", "if", "unless", "not", "cannot", "cant", "wont", "dont", "didnt", "never", "however", "only", "until",
        "maar", "as", "tensy", "nie", "nooit", "kodwa", "ukuba", "empa", "haeba", "asi", "kana", "laakiin", "haddii",
        "mais", "si", "pas", "sauf", "jamais", "instead", "problem", "probleem", "probleme", "worries", "doubt",
    }
)  # fmt: skip
_CLAUSE = re.compile(r"[.,;!\n\u2013\u2014]+|\s-+\s")
_TOKEN = re.compile(r"[^\W_]+|[?👍✓✔✅👎❌]")
_NUMBER = re.compile(r"(?:(?:no|nr|number|nommer|numero|option)\s+)?(\d{1,2})")


def read(text: str) -> Reading | None:
    """What a text says, or None where it can't be read without guessing."""
    if len(text) > LONGEST:
        return None
    clauses = [tokens for clause in _clauses(text) if (tokens := _tokens(clause))]
    everything = [token for clause in clauses for token in clause]
    if not everything:
        return None
    if _names_somebody_else(everything):
        return Reading(Said.COLLEAGUE, is_whole=False) if _comes_instead(everything) else None
    return _plain(clauses, everything)


def choice(text: str, count: int) -> int | None:
    """Which of `count` numbered things a text names: from 1; None where it says anything else."""
    found = _NUMBER.fullmatch(" ".join(_tokens(text)))
    number = int(found[1]) if found else 0
    return number if 1 <= number <= count else None


def _plain(clauses: Sequence[Sequence[str]], everything: Sequence[str]) -> Reading | None:
    whole = _meanings(everything)
    if whole is not None and len(whole) == 1:
        return Reading(whole.pop(), is_whole=True)
    at = next((n for n, each in enumerate(clauses) if _says_something(each)), None)
    if whole is not None or at is None or len(clauses) < 2:
        return None
    said = _meanings(clauses[at])
    behind = [token for clause in clauses[at + 1 :] for token in clause]
    if said is None or len(said) != 1 or _may_turn(behind, next(iter(said))):
        return None
    return Reading(said.pop(), is_whole=False)


def _clauses(text: str) -> list[str]:
    return _CLAUSE.split("\n".join(tidy(line) for line in text.splitlines()))


def _tokens(text: str) -> list[str]:
    """Folded words and signs, apostrophes closed up."""
    return _TOKEN.findall(fold(tidy(text)).replace("'", ""))


def _says_something(tokens: Sequence[str]) -> bool:
    return any(token not in _FILLERS for token in tokens)


def _meanings(tokens: Sequence[str]) -> set[Said] | None:
    """All that these words say; None where one of them isn't understood."""
    said: set[Said] = set()
    place = 0
    while place < len(tokens):
        length, meaning = _phrase_at(tokens, place)
        if not length:
            return None
        said |= {meaning} if meaning else set()
        place += length
    return said or None


def _phrase_at(tokens: Sequence[str], place: int) -> tuple[int, Said | None]:
    """How many words from here on are understood, the longest phrase first, and what they say; 0 for none."""
    for length in range(min(_MOST_WORDS, len(tokens) - place), 0, -1):
        meaning = _MEANINGS.get(tuple(tokens[place : place + length]))
        if meaning is not None:
            return length, meaning
    return int(tokens[place] in _FILLERS), None


def _may_turn(tokens: Sequence[str], said: Said) -> bool:
    """Whether words behind an answer could say something else than it."""
    others = (_phrase_at(tokens, place)[1] for place in range(len(tokens)))
    return any(token in _TURNS for token in tokens) or any(each not in {None, said} for each in others)


def _names_somebody_else(tokens: Sequence[str]) -> bool:
    line = f" {' '.join(tokens)} "
    return any(f" {phrase} " in line for phrase in (*_INSTEAD, *_COLLEAGUE))


def _comes_instead(tokens: Sequence[str]) -> bool:
    """Whether somebody comes in the writer's place, not beside the writer, and this isn't a question."""
    line = f" {' '.join(tokens)} "
    if "?" in tokens or any(f" {phrase} {who} " in line for phrase in _BESIDE for who in _COLLEAGUE):
        return False
    if any(f" {phrase} " in line for phrase in _INSTEAD):
        return True
    has_turn = any(token in _TURNS for token in tokens) or Said.NO in _all_said(tokens)
    return has_turn and any(token in _COMES for token in tokens)


def _all_said(tokens: Sequence[str]) -> set[Said | None]:
    return {_phrase_at(tokens, place)[1] for place in range(len(tokens))}


def _listed() -> Iterator[tuple[tuple[str, ...], Said]]:
    for said, by_language in PHRASES.items():
        for phrases in by_language.values():
            yield from ((tuple(phrase.split()), said) for phrase in phrases)
    yield from (((sign,), said) for sign, said in _SIGNS.items())


_MEANINGS: Final = dict(_listed())
_MOST_WORDS: Final = max(map(len, _MEANINGS))
