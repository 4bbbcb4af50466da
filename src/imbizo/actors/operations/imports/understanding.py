"""One row of a sheet, understood: who, where, how to be reached. Pure; nothing is looked up and nothing written.

`calc.tabular` has left out forbidden columns and cut numbers of identity documents out of the other cells before a
row comes here, so what is staged never holds them.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from imbizo.actors.rules.naming import naming, naming_of
from imbizo.actors.rules.reach import Reach, reach_of
from imbizo.actors.states import ContactState, Form, Kind, NumberKind, RowPlan, Sphere
from imbizo.calc import emails, names, organisations, phones, sectors, tabular
from imbizo.calc.contents import cell_text, without_identity_numbers
from imbizo.calc.fields import Field
from imbizo.calc.languages import languages
from imbizo.calc.names import Name
from imbizo.calc.optouts import optouts
from imbizo.messaging.states import Channel

LONGEST_NAME = 300
LONGEST_NOTE = 10_000
CUT = "…"
_IN_DOUBT = frozenset({ContactState.DOUBTFUL.value, ContactState.DAMAGED.value, ContactState.INVALID.value})


@dataclass(frozen=True)
class StatedColumn:
    """A sensitive column that is taken, since a ground and a purpose were stated for it."""

    index: int
    header: str
    ground: str
    purpose: str


@dataclass(slots=True)
class Understood:
    """A row as it will be staged. `reasons` are [code, detail] pairs that the page puts into words."""

    number: int
    plan: RowPlan = RowPlan.CREATE
    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[list[str]] = field(default_factory=list)
    digest: str = ""
    name: Name | None = None

    @property
    def is_person(self) -> bool:
        return self.name is not None

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """Channel and normalised address of each contact that has one."""
        return [(contact[0], contact[2]) for contact in self.values.get("contacts", ()) if contact[2]]


def understand_all(
    rows: Sequence[Sequence[Any]], layout: tabular.Layout, stated: Sequence[StatedColumn], region: str
) -> Iterator[Understood]:
    """Every row of a sheet that isn't empty, in its order."""
    for row in tabular.records(rows, layout):
        cells = rows[row.number - 1]
        extra = [
            f"{c.header}: {cell_text(cells[c.index])} ({c.ground}; {c.purpose})"
            for c in stated
            if _has(cells, c)
        ]
        yield understand(row, region, extra)


def understand(row: tabular.Row, region: str, extra: Sequence[str] = ()) -> Understood:
    """What a row says. A row that can't be brought in says why in `reasons`; `extra` lines go into its note."""
    found = Understood(row.number)
    if tabular.Issue.REPEATED_HEADER in row.issues:
        found.plan, found.reasons = RowPlan.SKIP, [["header", ""]]
        return found
    found.values["contacts"] = _contacts(row.values, region, found.reasons)
    _name(found, row)
    if found.plan is not RowPlan.ERROR:
        _belonging(found, row)
        _notes(found, row, extra)
        found.digest = _digest(found.values)
    return found


def _has(cells: Sequence[Any], column: StatedColumn) -> bool:
    return column.index < len(cells) and bool(cell_text(cells[column.index]))


# Who


def _name(found: Understood, row: tabular.Row) -> None:
    """A person where a name stands or a number without one, an organisation where only that is named."""
    parsed = _parsed_name(row)
    organisation = row.text(Field.ORGANISATION)
    found.values["form"] = Form.PERSON.value
    if parsed.given or parsed.surname:
        found.name = parsed
        _person(found.values, parsed)
    elif organisation:
        _organisation(found.values, organisation)
    elif found.addresses:
        _unnamed(found)
    else:
        _refuse(found, "nobody", "")
    if len(found.values.get("name", "")) > LONGEST_NAME:
        _refuse(found, "long_name", str(LONGEST_NAME))


def _refuse(row: Understood, reason: str, detail: str) -> None:
    row.plan, row.reasons, row.name = RowPlan.ERROR, [[reason, detail]], None
    row.values = {}


def _unnamed(row: Understood) -> None:
    """A number without a name is somebody whom we can ask."""
    address = row.addresses[0][1]
    row.name = names.parse("")
    row.values |= {"name": address, "title": "", "given": "", "surname": "", "sort": address, "key": address}
    row.reasons.append(["no_name", ""])


def _parsed_name(row: tabular.Row) -> Name:
    title, full = row.text(Field.TITLE), row.text(Field.FULL_NAME)
    given, surname = row.text(Field.GIVEN_NAME), row.text(Field.SURNAME)
    if full and not surname:
        return names.parse(f"{title} {full}")
    return names.from_parts(given=given or full, surname=surname, title=title)


def _organisation(values: dict[str, Any], name: str) -> None:
    derived = naming(form=Form.ORGANISATION, name=name)
    values |= {"form": Form.ORGANISATION.value, "name": name, "title": "", "given": "", "surname": ""}
    values |= {"sort": derived.sort_name, "key": derived.match_key}


def _person(values: dict[str, Any], parsed: Name) -> None:
    shown = " ".join(filter(None, [parsed.given, parsed.surname, parsed.suffix]))
    derived = naming_of(parsed, shown)
    values |= {
        "name": shown,
        "title": parsed.title[:40],
        "given": parsed.given[:150],
        "surname": parsed.surname[:150],
    }
    values |= {"sort": derived.sort_name, "key": derived.match_key}


# How to be reached

Said = Mapping[Field, tuple[object, ...]]


def _contacts(said: Said, region: str, reasons: list[list[str]]) -> list[list[str]]:
    """[channel, raw, address, kind, state, reason] of each number and address; the same one counts once."""
    found: dict[tuple[str, str], list[str]] = {}
    for contact in (*_numbers(said, region), *_mails(said)):
        # A number in two columns is one number; what is damaged has only its own text.
        found.setdefault((contact[2], "") if contact[2] else (contact[0], contact[1]), contact)
    reasons += [["contact", contact[5]] for contact in found.values() if contact[4] in _IN_DOUBT]
    return list(found.values())


def _numbers(said: Said, region: str) -> list[list[str]]:
    return [
        _contact(phone.raw, reach_of(phone))
        for wanted in (Field.MOBILE, Field.PHONE)
        for cell in said.get(wanted, ())
        for phone in phones.parse(cell, region=region)
        if phone.state is not phones.State.EMPTY
    ]


def _mails(said: Said) -> list[list[str]]:
    return [
        _contact(mail.raw, _mail_reach(mail))
        for cell in said.get(Field.EMAIL, ())
        for mail in emails.parse(cell)
        if mail.state is not emails.State.EMPTY
    ]


def _mail_reach(mail: emails.Email) -> Reach:
    """An address with a slip is kept as written; what was probably meant is for a person to take."""
    reason = mail.reasons[0].value if mail.reasons else ""
    return Reach(Channel.EMAIL, mail.address or "", NumberKind.NONE, ContactState(mail.state.value), reason)


def _contact(raw: str, reach: Reach) -> list[str]:
    kept = raw.strip() if reach.address else without_identity_numbers(raw.strip())
    if reach.reason == phones.Reason.IDENTITY_NUMBER:
        kept = CUT
    return [
        reach.channel.value, kept[:300], reach.address, reach.number_kind.value, reach.state.value, reach.reason,
    ]  # fmt: skip


# Where, what, and the rest


def _belonging(found: Understood, row: tabular.Row) -> None:
    values, organisation = found.values, row.text(Field.ORGANISATION)
    values["kind"], values["sphere"] = kind_and_sphere(row.text(Field.SECTOR), organisation)
    values["organisation"] = organisation if found.is_person and len(organisation) <= LONGEST_NAME else ""
    values["position"] = row.text(Field.POSITION)[:200]
    values["place"] = row.text(Field.PLACE)[:200]
    values["languages"] = _languages(row.text(Field.LANGUAGE))
    values["tags"] = _tags(row.text(Field.TAGS))


@lru_cache(maxsize=65_536)
def kind_and_sphere(sector: str, organisation: str) -> tuple[str, str]:
    """Kind and sphere by the words of the sector column, else by the organisation's own name."""
    found = sectors.sector(sector)
    says_little = found.kind is None or (
        found.kind is sectors.Kind.GOVERNMENT and found.sphere is sectors.Sphere.NONE
    )
    if says_little and organisation:
        by_name = organisations.sector_of_organisation(organisation)
        found = by_name if by_name.kind is not None else found
    kind = Kind(found.kind.value) if found.kind else Kind.UNKNOWN
    return kind.value, Sphere(found.sphere.value).value


@lru_cache(maxsize=4_096)
def _languages(text: str) -> list[str]:
    return [code for code in languages(text) if len(code) <= 8]


def _tags(text: str) -> list[str]:
    words = [word.strip()[:60] for word in re.split(r"[,;/|]", text)] if text else []
    return list(dict.fromkeys(filter(None, words)))


def _notes(found: Understood, row: tabular.Row, extra: Sequence[str]) -> None:
    """Notes with what was taken on stated grounds, and the opt-outs that stand in them."""
    note = row.text(Field.NOTES)
    found.values["note"] = "\n".join(filter(None, [note, *extra]))[:LONGEST_NOTE]
    if note and (refused := sorted(channel.value for channel in optouts(note))):
        found.values["refused"] = refused
        found.reasons.append(["refuses", ", ".join(refused)])


def _digest(values: Mapping[str, Any]) -> str:
    """What makes two rows the same: all that is taken of them, and nothing else."""
    text = json.dumps(values, sort_keys=True, default=list)
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
