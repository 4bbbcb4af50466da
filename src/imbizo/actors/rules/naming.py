"""How an actor's name is shown, put in order and compared."""

from dataclasses import dataclass

from imbizo.actors.states import Form
from imbizo.calc import names, organisations
from imbizo.calc.folding import fold, tidy

LONGEST = 300


@dataclass(frozen=True)
class Naming:
    """What is derived from a name: `sort_name` orders lists and is searched, `match_key` finds doubles.

    Both are folded (no case, no accents), of at most 300 characters, and never empty for a name that isn't.
    """

    sort_name: str
    match_key: str


def naming(*, form: str, name: str, given_name: str = "", surname: str = "", acronym: str = "") -> Naming:
    """The order and the key of a name. People are ordered by surname; an acronym is found like the name itself."""
    if form == Form.PERSON:
        return _of_person(name, given_name, surname)
    ordered = " ".join(filter(None, [fold(tidy(name)), fold(tidy(acronym))]))
    return Naming((ordered or name)[:LONGEST], (organisations.parse(name).key or fold(name))[:LONGEST])


def _of_person(name: str, given_name: str, surname: str) -> Naming:
    parts = (
        names.from_parts(given=given_name, surname=surname) if given_name or surname else names.parse(name)
    )
    # The order follows what was written; only the key follows what it is taken to mean.
    ordered = f"{surname or parts.surname} {given_name or parts.given}".strip()
    key = parts.key if parts.surname_key or parts.given_key else fold(name)
    return Naming((fold(tidy(ordered)) or name)[:LONGEST], key[:LONGEST])


def naming_of(parsed: names.Name, shown: str) -> Naming:
    """The same for a person whose name was taken apart already: `shown` stands in where nothing was left of it."""
    ordered = fold(tidy(f"{parsed.surname} {parsed.given}"))
    key = parsed.key if parsed.surname_key or parsed.given_key else fold(shown)
    return Naming((ordered or shown)[:LONGEST], key[:LONGEST])
