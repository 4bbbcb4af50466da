"""What lies on a date: public holidays, Sundays, holy days, school holidays, and days of a programme's own.

Public holidays and holy days are those of the `holidays` library, with the Mondays that follow a holiday on a Sunday
(Public Holidays Act 36 of 1994) and what governments declared by its release. Days that follow the moon are marked
as approximate, since they may fall a day earlier or later where people live; Jewish days and Muslim ones begin on
the evening before. Hindu days, and of the Muslim ones all but two, are known from 2001 to 2035.

School terms are facts typed in here, of the calendar that the Minister of Basic Education publishes for all public
schools (National Education Policy Act 27 of 1996, section 3(4)(k)). The notices themselves weren't at hand: the
terms of 2026 were compared in two reports of it (Bizcommunity, 5 January 2026; The South African, 11 March 2026),
which agree; those of 2027 stand on one report of the final calendar (Careers Portal), which moved the third and
fourth term of the draft. For other years nothing is known and nothing flagged: ask `knows_schools` first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

_DAY = timedelta(days=1)
_SUNDAY = 6


class Kind(StrEnum):
    """Why a day is flagged, in the order in which flags are listed."""

    PUBLIC_HOLIDAY = "public_holiday"
    SUNDAY = "sunday"
    FAITH = "faith"
    SCHOOL_HOLIDAY = "school_holiday"
    OWN = "own"


class Faith(StrEnum):
    """Whose holy days are asked for. ORTHODOX is the Ethiopian and Eritrean church."""

    CHRISTIAN = "christian"
    MUSLIM = "muslim"
    HINDU = "hindu"
    JEWISH = "jewish"
    ORTHODOX = "orthodox"


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that lies on a day. `name` is English; `faith` is set for holy days alone."""

    kind: Kind
    name: str
    approximate: bool = False
    faith: Faith | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """Days that a programme marks itself, such as a council's recess: `first` to `last`, both included."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a faith's days are found: the library's names in a country's calendar, ours, and the years it knows."""

    country: str
    categories: tuple[str, ...]
    names: Mapping[str, str]
    years: range = range(1948, 2101)


_PUBLIC = ("public",)
_INDIAN_YEARS = range(2001, 2036)
_FAITHS: Mapping[Faith, tuple[_Source, ...]] = {
    Faith.CHRISTIAN: (
        _Source(
            "VA",
            _PUBLIC,
            {
                "Good Friday": "Good Friday",
                "Easter Sunday": "Easter Sunday",
                "Easter Monday": "Easter Monday",
                "Ascension Day": "Ascension Day",
                "Solemnity of Pentecost": "Pentecost",
                "Christmas Day": "Christmas Day",
            },
        ),
    ),
    Faith.MUSLIM: (
        _Source(
            "BN",
            _PUBLIC,
            {"First Day of Ramadan": "Beginning of Ramadan", "Islamic New Year": "Islamic New Year"},
        ),
        _Source(
            "IN",
            ("public", "optional"),
            {
                "Eid al-Fitr": "Eid al-Fitr",
                "Eid al-Adha": "Eid al-Adha",
                "Ashura": "Ashura",
                "Prophet's Birthday": "Birthday of the Prophet",
            },
            _INDIAN_YEARS,
        ),
    ),
    Faith.HINDU: (
        _Source(
            "IN",
            ("public", "optional"),
            {
                "Maha Shivaratri": "Maha Shivaratri",
                "Holi": "Holi",
                "Ram Navami": "Ram Navami",
                "Raksha Bandhan": "Raksha Bandhan",
                "Janmashtami (Vaishnava)": "Janmashtami",
                "Ganesh Chaturthi / Vinayak Chaturthi": "Ganesh Chaturthi",
                "Dussehra": "Dussehra",
                "Diwali": "Diwali",
            },
            _INDIAN_YEARS,
        ),
    ),
    Faith.JEWISH: (
        _Source(
            "IL",
            ("public", "optional", "school"),
            {
                "Purim": "Purim",
                "Pesach": "Passover",
                "Seventh day of Pesach": "End of Passover",
                "Shavuot": "Shavuot",
                "Rosh Hashanah": "Rosh Hashanah",
                "Yom Kippur": "Yom Kippur",
                "Sukkot": "Sukkot",
                "Simchat Torah / Shemini Atzeret": "Simchat Torah",
                "Hanukkah": "Hanukkah",
            },
        ),
    ),
    Faith.ORTHODOX: (
        _Source(
            "ET",
            _PUBLIC,
            {
                "Christmas Day": "Genna (Christmas)",
                "Epiphany": "Timkat (Epiphany)",
                "Good Friday": "Orthodox Good Friday",
                "Easter Sunday": "Fasika (Easter)",
                "Ethiopian New Year": "Enkutatash (New Year)",
                "Finding of True Cross": "Meskel (Finding of the True Cross)",
            },
        ),
    ),
}
_BY_THE_MOON = {Faith.MUSLIM, Faith.HINDU}
# First and last day of school for learners, of each term.
_TERMS: Mapping[tuple[str, int], tuple[tuple[date, date], ...]] = {
    ("ZA", 2026): (
        (date(2026, 1, 14), date(2026, 3, 27)),
        (date(2026, 4, 8), date(2026, 6, 26)),
        (date(2026, 7, 21), date(2026, 9, 23)),
        (date(2026, 10, 6), date(2026, 12, 9)),
    ),
    ("ZA", 2027): (
        (date(2027, 1, 13), date(2027, 3, 19)),
        (date(2027, 4, 6), date(2027, 6, 25)),
        (date(2027, 7, 20), date(2027, 9, 22)),
        (date(2027, 10, 5), date(2027, 12, 8)),
    ),
}
# Days within a term on which all schools are closed, public holidays aside.
_CLOSED = {("ZA", date(2026, 6, 15)), ("ZA", date(2027, 4, 26))}


def flags(
    day: date, region: str = "ZA", faiths: Collection[Faith] = tuple(Faith), extra: Iterable[Own] = ()
) -> list[Flag]:
    """All that lies on a day, public holidays first.

    `region` is a country or a part of one (ISO 3166: "ZA", "ZA-WC"), of which the country counts; one that isn't
    known has no public holidays and no school holidays.
    """
    country = region.upper().partition("-")[0]
    found = [Flag(Kind.PUBLIC_HOLIDAY, name) for name in _holidays(country, day.year, _PUBLIC).get(day, ())]
    if day.weekday() == _SUNDAY:
        found.append(Flag(Kind.SUNDAY, "Sunday"))
    for faith in sorted(faiths, key=list(Faith).index):
        found += _holy_days(faith, day.year).get(day, ())
    if _schools_closed(country, day):
        found.append(Flag(Kind.SCHOOL_HOLIDAY, "School holidays"))
    return found + [Flag(Kind.OWN, own.name) for own in extra if own.first <= day <= own.last]


def flags_between(
    first: date,
    last: date,
    region: str = "ZA",
    faiths: Collection[Faith] = tuple(Faith),
    extra: Collection[Own] = (),
) -> dict[date, list[Flag]]:
    """The flags of every day from `first` to `last`, both included, also of those that have none; as `flags`."""
    days = (first + number * _DAY for number in range((last - first).days + 1))
    return {day: flags(day, region, faiths, extra) for day in days}


def knows_schools(year: int, region: str = "ZA") -> bool:
    """Whether the school terms of a year are known here; where not, no day of it counts as a school holiday."""
    return (region.upper().partition("-")[0], year) in _TERMS


def _schools_closed(country: str, day: date) -> bool:
    terms = _TERMS.get((country, day.year))
    if terms is None:
        return False
    return (country, day) in _CLOSED or not any(first <= day <= last for first, last in terms)


@lru_cache(maxsize=128)
def _holy_days(faith: Faith, year: int) -> Mapping[date, tuple[Flag, ...]]:
    """The days of a faith in a year; nobody can change what is kept."""
    days: dict[date, tuple[Flag, ...]] = {}
    for source in (source for source in _FAITHS[faith] if year in source.years):
        for day, names in _holidays(source.country, year, source.categories).items():
            ours = (source.names.get(name.removesuffix(" (estimated)")) for name in names)
            named = tuple(Flag(Kind.FAITH, name, faith in _BY_THE_MOON, faith) for name in ours if name)
            if named:
                days[day] = (*days.get(day, ()), *named)
    return MappingProxyType(days)


@lru_cache(maxsize=256)
def _holidays(country: str, year: int, categories: tuple[str, ...]) -> Mapping[date, tuple[str, ...]]:
    """The holidays of a country in English by date; none of a country that the library doesn't know."""
    from holidays import country_holidays

    try:
        found = country_holidays(country, years=year, language="en_US", categories=categories)
    except NotImplementedError:
        return MappingProxyType({})
    return MappingProxyType({day: tuple(found.get_list(day)) for day in found})
