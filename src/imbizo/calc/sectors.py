"""The kinds of actor and the spheres of government, and how people write them in a register.

Kinds as in DESIGN section 4; spheres as in the Constitution of South Africa, sections 40 and 151 to 155.
"""

from enum import StrEnum
from typing import NamedTuple, TypeVar

from imbizo.calc.folding import words


class Kind(StrEnum):
    """What sort of actor this is."""

    GOVERNMENT = "government"
    CHAPTER9 = "chapter9"
    CIVIL_SOCIETY = "civil_society"
    BUSINESS = "business"
    ORGANISED_AGRICULTURE = "organised_agriculture"
    FAITH = "faith"
    TRADITIONAL = "traditional"
    MIGRANT_LED = "migrant_led"
    INTERNATIONAL = "international"
    ACADEMIC = "academic"
    MEDIA = "media"


class Sphere(StrEnum):
    """The sphere of government; NONE for what isn't government."""

    LOCAL = "local"
    DISTRICT = "district"
    PROVINCIAL = "provincial"
    NATIONAL = "national"
    NONE = "none"


class Sector(NamedTuple):
    """A kind (None where the text doesn't tell) and a sphere."""

    kind: Kind | None
    sphere: Sphere


UNKNOWN = Sector(None, Sphere.NONE)

# Words of a sector column. Longer phrases are looked for first; the first kind found wins, in the order
# below.
_KIND_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.CHAPTER9, (
        "chapter 9", "chapter nine", "ch9", "ch 9", "c9", "chap 9", "chapter9", "hoofstuk 9", "isahluko 9",
        "constitutional body", "constitutional institution", "state institution supporting democracy",
    )),
    (Kind.MIGRANT_LED, (
        "migrant led", "migrant", "migrants", "refugee", "refugees", "refugee led", "asylum seekers",
        "diaspora",
        "foreign nationals", "immigrant", "immigrants", "migrante", "vlugtelinge", "abafuduki", "iimbacu",
    )),
    (Kind.ORGANISED_AGRICULTURE, (
        "organised agriculture", "organized agriculture", "agri", "agric", "agriculture", "agricultural",
        "farmer", "farmers",
        "farming", "agribusiness", "boere", "boerevereniging", "landbou", "georganiseerde landbou", "amafama",
        "abalimi",
        "ezolimo", "growers", "producers",
    )),
    (Kind.FAITH, (
        "faith", "faith based", "fbo", "fbos", "religious", "religion", "church", "churches", "interfaith",
        "mosque", "ministers",
        "clergy", "kerk", "kerke", "geloof", "geloofs", "geloofsgebaseer", "icawa", "iinkonzo", "inkolo",
        "enkolo", "muslim",
        "christian",
    )),
    (Kind.TRADITIONAL, (
        "traditional", "traditional leadership", "traditional leader", "traditional authority", "royal house",
        "khoi san",
        "khoisan", "tradisioneel", "tradisionele", "iinkosi", "iinkokheli zemveli", "zemveli",
        "house of traditional leaders",
    )),
    (Kind.INTERNATIONAL, (
        "international", "intergovernmental", "un", "un agency", "united nations", "ingo", "igo", "donor",
        "embassy", "consulate",
        "high commission", "diplomatic", "internasionaal", "internasionale", "ezizwe ngezizwe",
        "multilateral", "development partner",
    )),
    (Kind.ACADEMIC, (
        "academic", "academia", "university", "universities", "research", "researcher", "tvet",
        "higher education", "school",
        "schools", "education institution", "akademies", "akademie", "universiteit", "navorsing",
        "iyunivesithi", "college",
        "think tank",
    )),
    (Kind.MEDIA, ("media", "press", "radio", "newspaper", "journalist", "community radio", "koerant", "pers",
    "amajelo eendaba")),
    (Kind.CIVIL_SOCIETY, (
        "civil society", "ngo", "ngos", "npo", "npos", "npc", "cbo", "cbos", "cso", "csos", "ngo cbo",
        "community based",
        "community organisation", "community", "civic", "non profit", "nonprofit", "not for profit",
        "non governmental", "charity",
        "trust", "youth", "women", "sport", "labour union", "trade union", "union", "legal aid",
        "burgerlike samelewing",
        "gemeenskap", "gemeenskapsorganisasie", "nro", "uluntu", "community policing", "cpf",
    )),
    (Kind.BUSINESS, (
        "business", "businesses", "private", "private sector", "commerce", "industry", "chamber",
        "chamber of commerce", "company",
        "corporate", "retail", "traders", "trader", "informal traders", "spaza", "sme", "smme", "smmes",
        "besigheid", "sakesektor",
        "sake", "privaat", "handel", "ishishini", "amashishini", "oosomashishini", "tourism", "employer",
        "employers",
    )),
)  # fmt: skip
_SPHERE_WORDS: tuple[tuple[Sphere, tuple[str, ...]], ...] = (
    (Sphere.DISTRICT, (
        "district", "district municipality", "dm", "distriksmunisipaliteit", "distrik", "isithili", "esithili",
    )),
    (Sphere.LOCAL, (
        "local", "local government", "local municipality", "municipality", "municipal", "lm", "metro",
        "metropolitan", "ward",
        "council", "plaaslik", "plaaslike", "munisipaliteit", "munisipale", "umasipala", "masipala",
        "municipalities", "muni",
        "plaaslike regering", "local authority", "city",
    )),
    (Sphere.PROVINCIAL, (
        "provincial", "province", "provincial government", "provincial department", "wcg", "provinsiaal",
        "provinsiale",
        "provinsie", "iphondo", "wephondo", "prov", "provincial govt",
    )),
    (Sphere.NATIONAL, (
        "national", "national government", "national department", "nasionaal", "nasionale", "uzwelonke",
        "kazwelonke", "nat",
        "national govt", "parliament", "saps", "police", "polisie",
    )),
)  # fmt: skip
_GOVERNMENT_WORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.GOVERNMENT, (
        "government", "govt", "gov", "department", "departments", "dept", "depts", "departement", "regering",
        "state",
        "public sector",
        "staat", "isebe", "urhulumente", "rhulumente", "organ of state", "municipality",
        "municipalities",
        "municipal", "munisipaliteit", "umasipala", "parastatal", "police", "saps", "polisie",
    )),
)  # fmt: skip
_VOCABULARY = frozenset(
    word
    for table in (_KIND_WORDS, _SPHERE_WORDS, _GOVERNMENT_WORDS)
    for _, phrases in table
    for phrase in phrases
    for word in phrase.split()
) | {
    "institution",
    "institutions",
    "organisation",
    "organisations",
    "sector",
    "body",
    "and",
    "group",
    "other",
    "en",
}
_T = TypeVar("_T")


def sector(text: str) -> Sector:
    """Kind and sphere from a sector column: "Provincial government", "Faith-based", "NGO/CBO", "Kerk",
    "Dept".

    A sphere on its own ("Provincial") means government; beside another kind ("local business") it means
    nothing.
    """
    said = f" {' '.join(words(text))} "
    kind = _first(said, _KIND_WORDS)
    sphere = _first(said, _SPHERE_WORDS) or Sphere.NONE
    policing = "community polic" in said
    if kind is not Kind.CHAPTER9 and not policing and _first(said, _GOVERNMENT_WORDS) is not None:
        return Sector(Kind.GOVERNMENT, sphere)
    if kind is not None:
        return Sector(kind, Sphere.NONE)
    return Sector(Kind.GOVERNMENT, sphere) if sphere is not Sphere.NONE else UNKNOWN


def is_sector(text: str) -> bool:
    """Whether a text says a sector and nothing else: "Faith-based" does, "Ceres CPF" names one organisation."""
    return sector(text).kind is not None and set(words(text)) <= _VOCABULARY


def _first(said: str, table: tuple[tuple[_T, tuple[str, ...]], ...]) -> _T | None:
    """The first row of the table of which a phrase stands in the text as whole words."""
    return next((value for value, phrases in table if any(f" {phrase} " in said for phrase in phrases)), None)
