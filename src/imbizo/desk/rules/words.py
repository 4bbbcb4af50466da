"""Words as the index keeps them: the same folding for what is written and for what is asked.

Both databases index the tokens made here and no parser of their own, so that both find the same records. A token's
first letter says what it is: a private-use character (which no one can type into a word) marks the words of a title,
the skeletons of a title's words, kinds, and who may find the record.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

TITLE, SKELETON, KIND, ALL_OF, ONLY = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
LONGEST_WORD = 40
MOST_WORDS = 400
MOST_ASKED = 8
# A shorter word is looked for as it stands: everything begins with "s".
SHORTEST_PREFIX = 3

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’\u02bc`](?=\w)")
_NUMBER = re.compile(r"[+0(][\d\s()./-]{4,}")
_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "w": "v", "y": "", "h": ""})
_VOWELS = str.maketrans("", "", "aeiou")


def fold(text: str) -> str:
    """Without case, accents and apostrophes inside a word: "O'Brién" becomes "obrien"."""
    if text.isascii():
        return _APOSTROPHES.sub("", text).casefold()
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    return "".join(char for char in bare if not unicodedata.combining(char))


def words(text: str, most: int = MOST_WORDS) -> list[str]:
    """The folded words of a text, each once, in their order. Signs and emoji are no words."""
    found = (word[:LONGEST_WORD] for word in _WORD.findall(fold(text)))
    return list(dict.fromkeys(found))[:most]


def asked_words(text: str) -> list[str]:
    """The words of a search: at most MOST_ASKED; a number written in groups is one word."""
    if _NUMBER.fullmatch(text.strip()):
        digits = re.sub(r"\D", "", text).removeprefix("00")
        return [digits] if digits else []
    return words(text[:500], MOST_ASKED)


def skeleton(word: str) -> str:
    """What is left of a word when it is misspelt: its consonants, like sounds made equal, doubles made one.

    "mokoena" and "Mokuena" both give "mkn". Empty where too little is left to tell names apart.
    """
    bare = word.replace("ph", "f").translate(_SOUNDS).translate(_VOWELS)
    single = "".join(char for char, _run in groupby(bare))
    return single if len(single) > 1 and not word.isdecimal() else ""


def text_tokens(title: str, body: str) -> list[str]:
    """The tokens of a record's own words."""
    in_title = words(title)
    skeletons = dict.fromkeys(filter(None, map(skeleton, in_title)))
    every = dict.fromkeys([*in_title, *words(body)])
    return [*every, *(TITLE + word for word in in_title), *(SKELETON + bones for bones in skeletons)]


def kind_token(kind: str) -> str:
    """The token by which the index narrows to a kind: letters only, as every token."""
    return KIND + re.sub(r"\W|_", "", kind)


def programme_token(programme_id: UUID) -> str:
    """On records that all members of a programme with the permission may find."""
    return ALL_OF + programme_id.hex


def partner_token(partner_id: UUID) -> str:
    """On records that the members of one partner may find."""
    return ONLY + partner_id.hex


def audience_tokens(programme_id: UUID, partner_ids: Iterable[UUID] | None) -> list[str]:
    """Who may find a record: the partners named, or the whole programme for None."""
    if partner_ids is None:
        return [programme_token(programme_id)]
    return [partner_token(partner_id) for partner_id in partner_ids]
