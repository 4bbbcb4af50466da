"""A person's name as written, taken apart without losing what can't be understood.

`parse` reads one cell, `from_parts` separate columns. Both are total: any text gives a Name, and what was
written
stays in `display`. Keys are folded (no case, no accents, no punctuation) and are for matching only.
"""

import re
from dataclasses import dataclass

from imbizo.calc.folding import fold, tidy


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; each may be "". `key` is the surname's and the given names' keys with a bar between."""

    title: str
    given: str
    surname: str
    suffix: str
    known_as: str
    display: str
    surname_key: str
    given_key: str

    @property
    def key(self) -> str:
        """The folded whole, for blocking and equality: "ndlovu|ashwin"."""
        return f"{self.surname_key}|{self.given_key}"

    @property
    def is_initials(self) -> bool:
        """Whether the given names are written as initials only: "T.", "J-C", "TJ"."""
        return bool(self.given_key) and all(len(word) == 1 for word in self.given_key.split())


# Folded spelling without its dot -> the title as we write it.
_TITLES = {
    "mr": "Mr", "mister": "Mr", "mnr": "Mnr", "meneer": "Mnr", "mnumzana": "Mr", "mnu": "Mnu",
    "mnumzane": "Mnu",
    "mrs": "Mrs", "mev": "Mev", "mevrou": "Mev", "nkosikazi": "Mrs", "nksk": "Nksk",
    "ms": "Ms", "miss": "Miss", "mej": "Mej", "mejuffrou": "Mej", "mx": "Mx", "me": "Me", "nkszn": "Nkszn",
    "dr": "Dr", "doctor": "Dr", "prof": "Prof.", "professor": "Prof.", "gqirha": "Dr",
    "adv": "Adv.", "advocate": "Adv.", "judge": "Judge", "magistrate": "Magistrate", "landdros": "Landdros",
    "cllr": "Cllr", "clr": "Cllr", "cncl": "Cllr", "councillor": "Cllr", "councilor": "Cllr", "cllor": "Cllr",
    "raadslid": "Rdl.", "rdl": "Rdl.", "ceba": "Cllr",
    "ald": "Ald.", "alderman": "Ald.", "alderlady": "Ald.", "alderperson": "Ald.", "alderwoman": "Ald.",
    "rdh": "Rdh.",
    "pastor": "Pastor", "pst": "Pastor", "ps": "Pastor", "pastoor": "Pastor", "past": "Pastor",
    "umfundisi": "Rev.",
    "mfundisi": "Rev.", "mfu": "Rev.", "rev": "Rev.", "revd": "Rev.", "reverend": "Rev.", "eerw": "Eerw.",
    "eerwaarde": "Eerw.", "ds": "Ds.", "dominee": "Ds.", "bishop": "Bishop", "archbishop": "Archbishop",
    "biskop": "Bishop", "father": "Father", "fr": "Fr", "deacon": "Deacon", "apostle": "Apostle",
    "elder": "Elder",
    "evangelist": "Evangelist", "imam": "Imam", "sheikh": "Sheikh", "shaykh": "Sheikh", "sheik": "Sheikh",
    "moulana": "Moulana", "maulana": "Moulana", "mawlana": "Moulana", "mufti": "Mufti", "rabbi": "Rabbi",
    "hon": "Hon.", "honourable": "Hon.", "honorable": "Hon.", "mec": "MEC", "mayor": "Mayor",
    "minister": "Minister",
    "ambassador": "Ambassador", "amb": "Ambassador", "chief": "Chief", "kgosi": "Kgosi", "inkosi": "Inkosi",
    "capt": "Capt.", "captain": "Capt.", "kapt": "Capt.", "kaptein": "Capt.", "col": "Col.",
    "colonel": "Col.",
    "kol": "Col.", "kolonel": "Col.", "lt": "Lt", "lieutenant": "Lt", "luit": "Lt", "sgt": "Sgt",
    "sergeant": "Sgt",
    "sers": "Sgt", "const": "Const.", "constable": "Const.", "konst": "Const.", "brig": "Brig.",
    "brigadier": "Brig.",
    "maj": "Maj.", "major": "Major", "gen": "Gen.", "general": "Gen.", "genl": "Gen.", "wo": "W/O",
    "w/o": "W/O",
    "insp": "Insp.", "inspector": "Insp.", "supt": "Supt", "sister": "Sister", "sr": "Sr", "suster": "Sister",
    "brother": "Brother", "bro": "Brother", "sir": "Sir", "dame": "Dame", "mama": "Mama", "tata": "Tata",
    "oom": "Oom", "tannie": "Tannie", "prince": "Prince", "princess": "Princess", "justice": "Justice",
    "king": "King",
    "ntate": "Ntate", "mme": "Mme",
}  # fmt: skip
# Titles that are given names or surnames too; they count as titles only where two other words are left.
_ALSO_NAMES = frozenset(
    {"prince", "princess", "justice", "king", "major", "chief", "elder", "deacon", "general", "me", "inkosi",
    "ceba", "past",
     "ps", "mme", "gen", "maj", "const", "col", "sir"}
)  # fmt: skip
# After these a lone name is a given one ("Mama Thandi", "Imam Yusuf"); after the others a surname ("Mr
# Botha").
_WITH_GIVEN = frozenset({"Mama", "Tata", "Oom", "Tannie", "Sister", "Sr", "Brother", "Imam", "Sheikh",
"Moulana", "Mufti",
                         "Father", "Fr", "Rabbi", "Prince", "Princess", "Sir", "Dame", "Ntate",
                         "Mme"})  # fmt: skip
_SUFFIXES = {
    "jr": "Jr",
    "jnr": "Jr",
    "junior": "Jr",
    "snr": "Sr",
    "senior": "Sr",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
}
_DEGREES = frozenset(
    {"phd", "ph.d", "ma", "ba", "llb", "sc", "mp", "mpl", "mba", "bcom", "jp", "cpa", "ca(sa)"}
)
_LOWER_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "dos", "da", "do", "das", "di", "del", "della", "ter", "ten", "zu",
    "bin", "ibn",
     "bint", "abu", "ben", "e", "y", "'t", "los", "las"}
)  # fmt: skip
_UPPER_PARTICLES = frozenset({"le", "la", "du", "el", "al", "st", "janse", "ould", "des"})
_PARTICLES = _LOWER_PARTICLES | _UPPER_PARTICLES
# Particles that are common given names or initials when they come first ("Ben Moyo", "Al Botha", "E Nkosi").
_GIVEN_FIRST = frozenset({"ben", "al", "e", "y", "abu", "la", "do", "da"})
_ABBREVIATED_PARTICLE = {"vd": "van der", "v.d": "van der", "v/d": "van der", "vdm": "van der Merwe"}
_ASIDE = re.compile(r"\(([^()]*)\)|\"([^\"]*)\"|\[([^\[\]]*)\]")
_COMMA = re.compile(r"[,،、]")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOT_KEY = re.compile(r"[\W_]+")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_GLUED_TITLE = re.compile(r"^([^\W\d_]{2,9})\.(?=[^\W\d_]{2})")
_LONGEST_RUN_OF_INITIALS = 3


@dataclass(slots=True)
class _Found:
    """What was taken out of a name on the way: titles, suffixes and the name in brackets or quotes."""

    titles: list[str]
    suffixes: list[str]
    known_as: str = ""


def parse(raw: object) -> Name:
    """The name in one cell, in any of the orders people use: "Mr T. Moyo", "Moyo, Tendai", "MOYO Tendai",
    "Moyo T".
    """
    found = _Found([], [])
    text = _without_aside(_unglued(tidy("" if raw is None else str(raw))), found)
    parts = [left for part in _COMMA.split(text) if (left := _without_titles(part.split(), found))]
    if len(parts) >= 2:
        return _built(found, *_around_comma(parts))
    words = parts[0] if parts else []
    if not words and found.titles:
        # "Pastor" alone is all that we know of this person's name.
        return _built(_Found([], []), text.split(), [])
    return _built(found, *_split(words, lone_is_surname=bool(set(found.titles) - _WITH_GIVEN)))


def from_parts(*, given: object = "", surname: object = "", title: object = "") -> Name:
    """A name whose parts stand in columns of their own; where one column holds the whole name,
    it's read as one.
    """
    texts = [tidy("" if part is None else str(part)) for part in (title, given, surname)]
    if not texts[1] or not texts[2]:
        return parse(f"{texts[0]} {texts[1] or texts[2]}") if texts[1] else _lone_surname(texts[0], texts[2])
    found = _Found([], [])
    words = _without_titles(texts[0].split(), found)
    found.titles += words
    given_words = _without_titles(_without_aside(texts[1], found).split(), found)
    return _built(found, given_words, _without_titles(texts[2].split(), found))


def _lone_surname(title: str, surname: str) -> Name:
    found = _Found([], [])
    found.titles += _without_titles(title.split(), found)
    words = _without_titles(surname.split(), found)
    return _built(found, [], words) if len(words) == 1 else parse(f"{title} {surname}")


def _unglued(text: str) -> str:
    """The space that "Mr.Thandeka" lacks."""
    glued = _GLUED_TITLE.match(text)
    return f"{glued[0]} {text[glued.end() :]}" if glued and fold(glued[1]) in _TITLES else text


def _without_aside(text: str, found: _Found) -> str:
    """Brackets and quotes taken out: a title in them counts as one,
    anything else is what the person is known as.
    """
    for match in _ASIDE.finditer(text):
        inside = next(group for group in match.groups() if group is not None).strip()
        left = _without_titles(inside.split(), found)
        found.known_as = found.known_as or " ".join(left)
    return _ASIDE.sub(" ", text)


def _without_titles(words: list[str], found: _Found) -> list[str]:
    """The words less leading titles and trailing suffixes and degrees, which go into `found`."""
    start, end = 0, len(words)
    while start < end and _is_title(words, start):
        found.titles.append(_TITLES[_bare(words[start])])
        start += 1
    while end - start > 1 and (_bare(words[end - 1]) in _SUFFIXES or _bare(words[end - 1]) in _DEGREES):
        end -= 1
        found.suffixes += filter(None, [_SUFFIXES.get(_bare(words[end]))])
    return words[start:end]


def _is_title(words: list[str], place: int) -> bool:
    bare = _bare(words[place])
    return bare in _TITLES and (bare not in _ALSO_NAMES or len(words) - place > 2)


def _bare(word: str) -> str:
    return fold(word).strip(".:;")


def _around_comma(parts: list[list[str]]) -> tuple[list[str], list[str]]:
    """Given names and surname of "Surname, First"; Dutch registers put the particles last: "Merwe,
    Jan van der".
    """
    surname = parts[0]
    given = [word for part in parts[1:] for word in part]
    end = len(given)
    while end > 1 and fold(given[end - 1]) in _PARTICLES:
        end -= 1
    return given[:end], given[end:] + surname


def _split(words: list[str], *, lone_is_surname: bool) -> tuple[list[str], list[str]]:
    """Given names and surname of words without a comma."""
    if len(words) <= 1:
        return ([], words) if lone_is_surname else (words, [])
    if (capitals := _leading_capitals(words)) > 0:
        return words[capitals:], words[:capitals]
    if _are_initials(words[-1]) and not _are_initials(words[0]):
        return words[-1:], words[:-1]
    start = _surname_start(words)
    return words[:start], words[start:]


def _leading_capitals(words: list[str]) -> int:
    """How many words of "MOYO Tendai" are the surname: capitals first, then none."""
    run = 0
    while run < len(words) and _is_shouted(words[run]):
        run += 1
    rest_is_calm = not any(_is_shouted(word) or len(word) < 3 for word in words[run:])
    return run if 0 < run < len(words) and rest_is_calm else 0


def _is_shouted(word: str) -> bool:
    return word.isupper() and len(word) > 2 and "." not in word and _VOWEL.search(fold(word)) is not None


def _are_initials(word: str) -> bool:
    """Whether a word is "T", "T.", "T.J.", "J-C" or "TJ"; capitals without a vowel, since "ED" and "JO" are names."""
    letters = _LETTERS.findall(word)
    if not letters:
        return False
    if all(len(letter) == 1 for letter in letters):
        return True
    return len(word) <= _LONGEST_RUN_OF_INITIALS and word.isupper() and _VOWEL.search(fold(word)) is None


def _surname_start(words: list[str]) -> int:
    """Where the surname begins: the last word and the particles before it."""
    first = _bare(words[0])
    if (first in _PARTICLES or first in _ABBREVIATED_PARTICLE) and first not in _GIVEN_FIRST:
        return 0
    start = len(words) - 1
    while start > 1 and (
        _bare(words[start - 1]) in _PARTICLES or _bare(words[start - 1]) in _ABBREVIATED_PARTICLE
    ):
        start -= 1
    return start


def _built(found: _Found, given: list[str], surname: list[str]) -> Name:
    surname = " ".join(_ABBREVIATED_PARTICLE.get(_bare(word), word) for word in surname).split()
    one_case = _is_one_case("".join([*given, *surname]))
    family = " ".join(_surname_case(surname) if one_case or _needs_calm(given, surname) else surname)
    first = " ".join([_word_case(word) for word in given] if one_case else given)
    title = " ".join(dict.fromkeys(found.titles))
    suffix = " ".join(dict.fromkeys(found.suffixes))
    display = " ".join(part for part in (title, first, family, suffix) if part)
    return Name(title, first, family, suffix, found.known_as, display, _joined_key(family), _given_key(first))


def _is_one_case(text: str) -> bool:
    return (text.isupper() and len(text) > 2) or text.islower()


def _needs_calm(given: list[str], surname: list[str]) -> bool:
    """Whether only the surname is in capitals: "Thandeka SITHOLE"."""
    return bool(given) and all(_is_shouted(word) for word in surname)


def _surname_case(words: list[str]) -> list[str]:
    """Particles as their languages write them ("van der", "dos", but "Le"), the rest with a capital."""
    lowered = [word.lower() if fold(word) in _LOWER_PARTICLES else _word_case(word) for word in words[:-1]]
    return [*lowered, *(_capital(word) for word in words[-1:])]


def _word_case(word: str) -> str:
    return word if word.isupper() and _are_initials(word) else _capital(word)


def _capital(word: str) -> str:
    return _LETTERS.sub(lambda match: _run_case(match[0]), word)


def _run_case(run: str) -> str:
    lower = run.lower()
    if lower.startswith("mc") and len(lower) > 4:
        return "Mc" + lower[2:].capitalize()
    return lower.capitalize()


def _joined_key(text: str) -> str:
    """The surname without its breaks: "van der Merwe" and "Vandermerwe" are one."""
    return _NOT_KEY.sub("", fold(text))


def _given_key(text: str) -> str:
    """The given names as folded words; runs of initials come apart, so that "TJ" and "T.J." are "t j"."""
    spread = [" ".join(_NOT_KEY.sub("", word)) if _are_initials(word) else word for word in text.split()]
    closed = fold(" ".join(spread)).replace("'", "")
    return " ".join(_NOT_KEY.sub(" ", closed).split())
