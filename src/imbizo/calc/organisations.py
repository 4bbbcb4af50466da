"""An organisation's name as written, made comparable.

A key is the sorted set of a name's telling words after abbreviations, Afrikaans words and known bodies are
resolved
(`calc.abbreviations`), so that word order, dots and apostrophes don't matter. Place names stay in the key.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from imbizo.calc.abbreviations import (
    INSTITUTIONS,
    LEGAL_FORMS,
    PHRASES,
    PROVINCES,
    STOP_WORDS,
    WORDS,
    Institution,
)
from imbizo.calc.folding import tidy, words
from imbizo.calc.sectors import UNKNOWN, Kind, Sector, Sphere
from imbizo.calc.sectors import sector as sector_from_text


@dataclass(frozen=True, slots=True)
class Organisation:
    """What two spellings of one organisation share. `key` is "" where nothing was written.

    `initials` are those of its words in order, for acronyms. `province` (a code, or "") qualifies bodies of
    state: "DSD WC" and "Dept of Social Development" may be one, but
    "DSD WC" and "DSD Gauteng" aren't. `short` is an acronym that the name itself gives in brackets.
    """

    key: str
    province: str = ""
    short: str = ""
    initials: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """The key's words."""
        return tuple(self.key.split())


_MARK = "@"
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_](?![^\W_]))?\.?")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SHORT = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,6}")
_LONGEST_NAME = 400
_SHORTEST_FOR_TYPO = 5
_SHORTEST_STEM = 3
_SHORTEST_ACRONYM = 3
_LONGEST_ACRONYM = 8
LOOSE_WORDS = frozenset({"community", "comm", "committee", "office", "local", "station", "centre", "service"})
_BODIES = frozenset({"association", "union", "forum", "network", "society", "organisation", "federation"})


def _raw_tokens(text: str) -> list[str]:
    """Words of a name with abbreviations opened and stop words gone, in order."""
    tokens: list[str] = []
    for word in words(text):
        if word not in STOP_WORDS:
            tokens += WORDS.get(word, word).split()
    return [_singular(token) for token in tokens]


def _singular(word: str) -> str:
    if len(word) < 5 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def _phrase_table() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every spelling, normalised like a name, with what stands for it; bodies of state become "@code"."""
    table = {tuple(_raw_tokens(row[0])): tuple(_raw_tokens(row[0])) for row in PHRASES}
    for row in PHRASES:
        table |= {tuple(_raw_tokens(spelling)): tuple(_raw_tokens(row[0])) for spelling in row}
    for body in INSTITUTIONS:
        table |= {tuple(_raw_tokens(spelling)): (_MARK + body.code,) for spelling in body.spellings}
        # The code itself too, or a key read again would lose its meaning.
        table[(_MARK + body.code,)] = (_MARK + body.code,)
    table.pop((), None)
    return table


_PHRASES = _phrase_table()
_LONGEST_PHRASE = max(map(len, _PHRASES))
_BY_CODE: dict[str, Institution] = {_MARK + body.code: body for body in INSTITUTIONS}
_PROVINCES = {tuple(words(spelling)): code for code, spellings in PROVINCES.items() for spelling in spellings}


@lru_cache(maxsize=65_536)
def parse(text: str) -> Organisation:
    """The comparable form of one name: "SAPS Ceres",
    "S.A.P.S. Ceres" and "South African Police Service Ceres" agree.
    """
    bare, short = _without_brackets(tidy(text)[:_LONGEST_NAME])
    bare = _DOTTED.sub(lambda dotted: dotted[0].replace(".", "").replace(" ", "") + " ", bare)
    tokens = _with_phrases(_raw_tokens(bare))
    tokens, province = _without_province(tokens)
    return Organisation(" ".join(sorted(set(_telling(tokens)))), province, short, _initials(bare))


def _without_brackets(text: str) -> tuple[str, str]:
    """The name less an acronym in brackets,
    and that acronym; other brackets ("(Langeberg)") are words like others.
    """
    for match in _BRACKETS.finditer(text):
        inside = match[1].replace(".", "").strip()
        if _SHORT.fullmatch(inside) and text.replace(match[0], "").strip():
            return text.replace(match[0], " "), inside.lower()
    return text, ""


def _initials(text: str) -> str:
    return "".join(word[0] for word in words(text) if word not in STOP_WORDS)


def _with_phrases(tokens: list[str]) -> list[str]:
    """Known phrases replaced, the longest first, from left to right."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
            if (known := _PHRASES.get(tuple(tokens[place : place + length]))) is not None:
                found += known
                break
        else:
            length = 1
            found.append(tokens[place])
        place += length
    return found


def _without_province(tokens: list[str]) -> tuple[list[str], str]:
    """A province beside a department or a national body is a qualifier; in other names it's a word of the name."""
    if not _is_of_state(tokens):
        return tokens, ""
    for length in (2, 1):
        for place in range(len(tokens) - length + 1):
            code = _PROVINCES.get(tuple(tokens[place : place + length]))
            rest = tokens[:place] + tokens[place + length :]
            if code is not None and rest != ["department"]:
                return rest, code
    return tokens, ""


def _is_of_state(tokens: list[str]) -> bool:
    bodies = [_BY_CODE[token] for token in tokens if token in _BY_CODE]
    return "department" in tokens or any(body.kind in (Kind.GOVERNMENT, Kind.CHAPTER9) for body in bodies)


def _telling(tokens: list[str]) -> list[str]:
    """The words that tell this organisation from another; a name of nothing else keeps them all."""
    dropped = LEGAL_FORMS | {"department"}
    if any(token in _BY_CODE for token in tokens):
        dropped |= {"station", "office", "south", "africa", "national", "provincial"}
    if _BODIES & set(tokens):
        dropped |= {"community", "comm"}
    kept = [token for token in tokens if token not in dropped]
    if len(set(kept)) > 2:
        kept = [word for word in kept if word != "committee"]
    return kept or tokens


def same(one: Organisation, other: Organisation) -> bool:
    """Whether two names are spellings of one organisation, as far as general knowledge goes."""
    return bool(one.key) and one.key == other.key and provinces_agree(one, other)


def provinces_agree(one: Organisation, other: Organisation) -> bool:
    """Whether neither says a province or both say the same."""
    return not one.province or not other.province or one.province == other.province


def is_body(token: str) -> bool:
    """Whether a word of a key stands for a known body."""
    return token.startswith(_MARK)


def is_part(one: Organisation, other: Organisation) -> bool:
    """Whether one is a known body and nothing else, the other the same body with a place: "SAPS", "SAPS Ceres"."""
    shorter, longer = sorted((one.tokens, other.tokens), key=len)
    return len(shorter) == 1 and is_body(shorter[0]) and shorter[0] in longer and len(longer) <= 3


def similar(one: Organisation, other: Organisation) -> bool:
    """Whether two names may be one: the same, an acronym of the other,
    or the same but for a slip or a loose word.
    """
    if not one.key or not other.key or not provinces_agree(one, other):
        return False
    if one.key == other.key or _is_acronym(one, other) or _is_acronym(other, one):
        return True
    return _nearly(one.tokens, other.tokens)


def _is_acronym(short: Organisation, long: Organisation) -> bool:
    if not _SHORTEST_ACRONYM <= len(short.key) <= _LONGEST_ACRONYM:
        return False
    return short.key in (long.initials, long.short)


def _nearly(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the words that aren't shared pair off as slips or abbreviations,
    with only loose words to spare.
    """
    left = [token for token in one if token not in other]
    right = [token for token in other if token not in one]
    if len(left) == len(one) or len(left) > 3 or len(right) > 3:
        return False
    for token in list(left):
        match = next((candidate for candidate in right if close_words(token, candidate)), None)
        if match is not None:
            left.remove(token)
            right.remove(match)
    return all(token in LOOSE_WORDS for token in [*left, *right])


def close_words(one: str, other: str) -> bool:
    """A slip of the finger (one letter, two in long words) or an abbreviation that begins the other word."""
    if one.startswith(_MARK) or other.startswith(_MARK):
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST_STEM and longer.startswith(shorter):
        return True
    if len(shorter) < _SHORTEST_FOR_TYPO or one[0] != other[0] or any(char.isdigit() for char in one + other):
        return False
    allowed = 2 if len(shorter) >= 8 else 1
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def resolve(
    names: Iterable[str], *, extra_spellings: Mapping[str, str] | None = None
) -> dict[str, Organisation]:
    """The organisation of each distinct name of a register, with what the register itself teaches.

    `extra_spellings` maps a programme's other spellings to the name it uses. An acronym stands for the one
    name of
    the register with these initials, or that carries it in brackets; where two names would do, for neither.
    """
    extra = {parse(spelling).key: parse(official) for spelling, official in (extra_spellings or {}).items()}
    parsed = {name: parse(name) for name in names}
    parsed = {name: extra.get(organisation.key, organisation) for name, organisation in parsed.items()}
    known = _acronyms([*parsed.values(), *extra.values()])
    return {name: known.get(organisation.key, organisation) for name, organisation in parsed.items()}


def _acronyms(organisations: Iterable[Organisation]) -> dict[str, Organisation]:
    """Acronym -> the only organisation it can stand for; those in brackets before those derived."""
    told: defaultdict[str, dict[str, Organisation]] = defaultdict(dict)
    derived: defaultdict[str, dict[str, Organisation]] = defaultdict(dict)
    for organisation in organisations:
        if organisation.short:
            told[organisation.short].setdefault(organisation.key, organisation)
        if _SHORTEST_ACRONYM <= len(organisation.initials) <= _LONGEST_ACRONYM:
            derived[organisation.initials].setdefault(organisation.key, organisation)
    only = {short: next(iter(found.values())) for short, found in (derived | told).items() if len(found) == 1}
    return {short: organisation for short, organisation in only.items() if organisation.key != short}


def sector_of_organisation(name: str) -> Sector:
    """A guess at kind and sphere from the name alone; UNKNOWN where the name doesn't tell."""
    tokens = parse(name).tokens
    body = next((_BY_CODE[token] for token in tokens if token in _BY_CODE), None)
    said = set(tokens)
    if body is not None and not said & _CIVIC:
        return Sector(body.kind, _sphere_beside(name, body))
    if "municipality" in said:
        return Sector(Kind.GOVERNMENT, Sphere.DISTRICT if "district" in said else Sphere.LOCAL)
    if "department" in _raw_tokens(name) and not said & _CIVIC:
        return Sector(Kind.GOVERNMENT, _sphere_said(name))
    kind = next((kind for kind, telling in _TELLING_WORDS if telling & said), None)
    return Sector(kind, Sphere.NONE) if kind is not None else UNKNOWN


def _sphere_beside(name: str, body: Institution) -> Sphere:
    """What the name says beside the body ("national", a province) comes before what's usual for it."""
    said_national = body.sphere is Sphere.PROVINCIAL and "national" in _raw_tokens(name)
    return Sphere.NATIONAL if said_national else body.sphere


def _sphere_said(name: str) -> Sphere:
    if parse(name).province:
        return Sphere.PROVINCIAL
    return sector_from_text(name).sphere


_CIVIC = frozenset(
    {"forum", "association", "network", "committee", "union", "watch", "policing", "society", "ngo", "trust"}
)
# Looked through in this order; the first row with a word of the name wins.
_TELLING_WORDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    (Kind.INTERNATIONAL, frozenset({
        "embassy", "consulate", "ambassade", "un", "multilateral",
    })),
    (Kind.MEDIA, frozenset({
        "radio", "newspaper", "news", "media", "fm", "gazette", "pers", "koerant", "courier", "herald",
    })),
    (Kind.ACADEMIC, frozenset({
        "university", "college", "tvet", "school", "academy", "research", "universitie",
    })),
    (Kind.FAITH, frozenset({
        "church", "mosque", "masjid", "fraternal", "parish", "congregation", "islamic", "muslim",
        "ministry", "diocese", "cathedral", "methodist", "anglican", "catholic", "lutheran", "baptist",
        "ngk", "vgk", "urcsa", "interfaith", "faith", "gospel", "apostolic", "pentecostal", "zcc", "jamaat",
        "synagogue", "temple",
    })),
    (Kind.TRADITIONAL, frozenset({
        "traditional", "royal", "khoi", "khoisan", "griqua", "amakhosi", "tribal",
    })),
    (Kind.MIGRANT_LED, frozenset({
        "somali", "zimbabwe", "congolese", "ethiopian", "malawian", "mozambican", "basotho", "nigerian",
        "bangladeshi", "rwandan", "pakistani", "burundian", "cameroonian", "ghanaian", "ugandan",
        "eritrean", "angolan", "refugee", "migrant", "immigrant", "foreign", "asylum", "diaspora",
        "zimbabweer",
    })),
    (Kind.ORGANISED_AGRICULTURE, frozenset({
        "farmer", "agri", "agriculture", "grower", "producer", "wynboere", "vinpro", "hortgro",
        "irrigation", "farming", "ubisi",
    })),
    (Kind.BUSINESS, frozenset({
        "chamber", "commerce", "trader", "spaza", "business", "bank", "supermarket", "winery", "cellar",
        "co", "enterprise", "trading", "tourism", "taxi", "retail", "shop", "pty", "ltd", "cc",
        "guesthouse", "cooperative",
    })),
    (Kind.CIVIL_SOCIETY, frozenset({
        "policing", "youth", "advice", "network", "association", "forum", "foundation", "trust", "ngo",
        "npo", "npc", "society", "women", "committee", "union", "watch", "ratepayer", "resident", "civic",
        "worker", "legal", "centre", "initiative", "community", "club", "alliance", "coalition", "campaign",
        "right", "concerned", "ward", "shelter", "hospice",
    })),
)  # fmt: skip
