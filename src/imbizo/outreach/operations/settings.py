"""What a programme decides about reaching people: budget lines, thresholds, neutral texts, numbers for help."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.outreach.errors import BadWording, NotNow
from imbizo.outreach.models import BudgetLine, Campaign, HelpNumber, OutreachRules
from imbizo.places.queries import known_places
from imbizo.programmes.models import Membership, OfProgramme
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit, differences, rewrite
from imbizo.thread.operations.audit import plain
from imbizo.thread.registry import get

Setting = TypeVar("Setting", BudgetLine, HelpNumber)
_REMOVABLE = ("outreach.budget_line", "outreach.help_number")
_NOT_YOURS = _("Only who sets up gateways and rules in this programme can change this.")


@transaction.atomic
def add_budget_line(*, by: Membership, id: UUID | None = None, **fields: Any) -> BudgetLine:
    """Add an amount to spend on messages. Raises NotAllowed, BadWording (the code is taken, days in wrong order)."""
    return _add(BudgetLine, fields, by, id, {"code": [None, fields["code"]]})


@transaction.atomic
def add_help_number(*, by: Membership, id: UUID | None = None, **fields: Any) -> HelpNumber:
    """Add a number that HELP answers with. Raises NotAllowed."""
    return _add(HelpNumber, fields, by, id, {"number": [None, fields["number"]]})


@transaction.atomic
def change_setting(*, record: Setting, changes: Mapping[str, Any], by: Membership) -> Setting:
    """Write these fields of a budget line or a number for help. Raises NotAllowed, BadWording."""
    _must_manage(by, record)
    current: Setting = type(record)._base_manager.select_for_update().get(pk=record.pk)
    return rewrite(current, changes, by=by, settle=_check)


@transaction.atomic
def remove_setting(*, record: OfProgramme, by: Membership) -> AuditEntry:
    """Take away a budget line that pays for nothing, or a number for help. The entry is what `put_setting_back` undoes.

    Raises NotAllowed, NotNow (campaigns are paid from the line).
    """
    _must_manage(by, record)
    if isinstance(record, BudgetLine) and Campaign.objects.filter(budget_line=record).exists():
        raise NotNow(_("Campaigns are paid from this line, so it stays. Set its last day instead."))
    content = {field.attname: plain(getattr(record, field.attname)) for field in record._meta.concrete_fields}
    # Before the audit entry: search reads the record afresh, and has to see that it is gone.
    type(record)._base_manager.filter(pk=record.pk).delete()
    return audit("remove", [record], by=by, changes={name: [value, None] for name, value in content.items()})[
        0
    ]


@transaction.atomic
def put_setting_back(*, entry: AuditEntry, by: Membership) -> OfProgramme:
    """Undo a removal, with the same id. Raises NotAllowed, NotNow (it is back already, or its code is taken)."""
    if (
        entry.verb != "remove"
        or entry.subject_kind not in _REMOVABLE
        or entry.programme_id != by.programme_id
    ):
        raise NotAllowed(_NOT_YOURS)
    model = get(entry.subject_kind).model
    if model._base_manager.filter(pk=entry.subject_id).exists():
        raise NotNow(_("This was put back already."))
    record: OfProgramme = _rebuilt(model, {name: pair[0] for name, pair in entry.changes.items()})
    _must_manage(by, record)
    _check(record)
    record.save(force_insert=True)
    audit("put_back", [record], by=by)
    return record


@transaction.atomic
def set_outreach_rules(*, changes: Mapping[str, Any], by: Membership) -> OutreachRules:
    """Write when a second pair of eyes is needed, and the neutral texts by language. Raises NotAllowed."""
    _must_manage(by, by)
    current = OutreachRules.objects.select_for_update().filter(programme=by.programme).first()
    is_new = current is None
    rules = current or OutreachRules(programme=by.programme)
    before = {name: getattr(rules, name) for name in changes}
    for name, value in changes.items():
        setattr(rules, name, value)
    if changed := differences(before, {name: getattr(rules, name) for name in changes}):
        rules.save(force_insert=is_new)
        audit("change_rules", [by.programme], by=by, changes=changed)
    return rules


def _add(
    model: type[Setting],
    fields: Mapping[str, Any],
    by: Membership,
    id: UUID | None,
    changes: Mapping[str, Any],
) -> Setting:
    _must_manage(by, by)
    content = {"programme_id": by.programme_id, **fields}
    if (before := made_before(model, id, content)) is not None:
        return before
    record = model(id=id or new_id(), **content)
    _check(record)
    record, is_new = insert(record, content)
    if is_new:
        audit("create", [record], by=by, changes=changes)
    return record


def _must_manage(by: Membership, record: OfProgramme) -> None:
    if not by.may(Permission.GATEWAYS_MANAGE) or record.programme_id != by.programme_id:
        raise NotAllowed(_NOT_YOURS)


def _check(record: OfProgramme) -> None:
    if isinstance(record, BudgetLine):
        _check_line(record)
    elif isinstance(record, HelpNumber) and not _is_known(record):
        raise BadWording(_("Choose a place of this programme."), field="place")


def _is_known(number: HelpNumber) -> bool:
    if number.place_id is None:
        return True
    return known_places(number.programme).filter(pk=number.place_id).exists()


def _check_line(line: BudgetLine) -> None:
    if line.ends_on < line.starts_on:
        raise BadWording(_("The last day comes before the first one."), field="ends_on")
    same = BudgetLine.objects.filter(programme_id=line.programme_id, code=line.code).exclude(pk=line.pk)
    if same.exists():
        raise BadWording(_("Another budget line has this code."), field="code")


def _rebuilt(model: type[models.Model], content: Mapping[str, Any]) -> Any:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in content.items() if name in fields})
