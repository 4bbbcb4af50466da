"""The audit trail in words: who did what, and what was there before and after, as this reader may see it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.accounts.models import User
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.models import AuditEntry
from imbizo.thread.queries.history import Happening
from imbizo.thread.registry import RecordKind

LONGEST = 200


@dataclass(frozen=True)
class Change:
    """One field: its label, and how its value read before and after. An empty text is a value that wasn't there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An entry in words, with the changes that this reader may see."""

    at: datetime
    sentence: str
    partner: str
    url: str
    icon: str
    changes: Sequence[Change]


# Names of records that changes point to, by model and id.
Names = dict[type[Model], dict[str, str]]


def tell(member: Membership, happenings: Sequence[Happening], *, here: bool = False) -> list[Told]:
    """Each happening in words. With `here` the record is "this ...", for its own page.

    One query for each kind of record that a change points to.
    """
    names = _names(member, happenings)
    return [_told(happening, names, here=here) for happening in happenings]


def _told(happening: Happening, names: Names, *, here: bool) -> Told:
    entry, record = happening.entry, happening.record
    return Told(
        at=entry.at,
        sentence=sentence(entry.verb, by=entry.by, what=_what(happening, here=here)),
        partner=entry.partner.label if entry.partner else "",
        url=_address(record) if not here else "",
        icon=happening.kind.icon,
        changes=_changes(happening.kind, entry, names) if record is not None else (),
    )


def sentence(verb: str, *, by: User | None, what: str) -> str:
    """One sentence, "Amina added the person Sipho Dlamini"; a verb without words of its own still reads."""
    who = str(by) if by else _("Imbizo")
    words = registry.verb_sentence(verb)
    if words is None:
        return _("%(who)s: %(verb)s, %(what)s") % {"who": who, "verb": verb.replace("_", " "), "what": what}
    return str(words) % {"who": who, "what": what}


def title_of(kind: RecordKind, record: Any | None) -> str:
    """A record in a sentence, "the person Sipho Dlamini", or what stands in its place for those who may not see it."""
    if record is None:
        return _("a restricted record")
    return _("the %(noun)s %(title)s") % {"noun": kind.noun, "title": str(record)[:LONGEST]}


def _what(happening: Happening, *, here: bool) -> str:
    if here:
        return _("this %(noun)s") % {"noun": happening.kind.noun}
    return title_of(happening.kind, happening.record)


def _address(record: Any | None) -> str:
    if record is None or not hasattr(record, "get_absolute_url"):
        return ""
    return str(record.get_absolute_url())


def _changes(kind: RecordKind, entry: AuditEntry, names: Names) -> list[Change]:
    told = []
    for name, pair in entry.changes.items():
        field = _field(kind.model, name)
        before, after = (_value(field, value, names) for value in pair)
        label = str(field.verbose_name) if field is not None else name.replace("_", " ")
        told.append(Change(label, before, after))
    return told


def _field(model: type[Model], name: str) -> Field[Any, Any] | None:
    try:
        found = model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def _value(field: Field[Any, Any] | None, value: Any, names: Names) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        return _listed(field, value, names)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, ForeignKey):
        return names.get(field.related_model, {}).get(str(value), _("a restricted record"))
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _moment(str(value))[:LONGEST]


def _listed(field: Field[Any, Any] | None, values: list[Any], names: Names) -> str:
    """The values with commas; records are counted, because a list of ids tells nobody anything."""
    if all(_is_uuid(str(value)) for value in values) and not isinstance(field, ForeignKey):
        return ngettext("%(count)s record", "%(count)s records", len(values)) % {"count": len(values)}
    return ", ".join(_value(field, value, names) for value in values)


def _moment(value: str) -> str:
    """A date or a moment in ISO form as people write it; any other text as it is."""
    if len(value) < len("2026-01-01") or not value[:4].isdecimal():
        return value
    try:
        moment: date | datetime | None = parse_date(value) or parse_datetime(value)
    except ValueError:
        return value
    return date_format(moment, "D j F Y") if moment else value


def _names(member: Membership, happenings: Iterable[Happening]) -> Names:
    """What the records that changes point to are called; those the reader may not see are left out."""
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for happening in happenings:
        for name, pair in happening.entry.changes.items():
            field = _field(happening.kind.model, name)
            if isinstance(field, ForeignKey):
                wanted[field.related_model] |= {str(value) for value in pair if value}
    return {model: _called(member, model, ids) for model, ids in wanted.items()}


def _called(member: Membership, model: type[Model], ids: set[str]) -> dict[str, str]:
    kind = registry.of_model(model)
    # What isn't registered (places, users) is no secret of a programme.
    rows = kind.visible_to(member) if kind else model._default_manager.all()
    known = [UUID(identifier) for identifier in ids if _is_uuid(identifier)]
    return {str(row.pk): str(row) for row in rows.filter(pk__in=known)}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
