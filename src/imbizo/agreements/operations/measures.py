"""Measures: made from a clause, given to an owner with a date and money, changed, stopped."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Agreement, Clause, Measure
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.reckoning import follow, reckon, settle_whole
from imbizo.agreements.queries.measuring import below, next_position
from imbizo.agreements.states import MeasureState
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit, link, revoke_public_links, unlink_many
from imbizo.thread.states import Relation

LINK = "measure"
"""The purpose of the link by which somebody without an account reports."""
_BOTH = _("It has a line in a budget, or it is unfunded: not both.")
_YEAR = _("Write the financial year of this line, as in 2026/27.")
_ORDER = _("It can't be due before it begins.")
_ELSEWHERE = _("This belongs to another agreement.")
_RING = _("A measure can't be a part of itself.")
_WHY = _("Write why it is stopped: those who asked for it will read it.")
_STOPPED = _("It was stopped already.")


@transaction.atomic
def add_measure(
    *, agreement: Agreement, title: str, by: Membership, id: UUID | None = None, **fields: Any
) -> Measure:
    """A measure of the agreement, at the end of its list. `fields` are the model's other fields.

    Sent twice under one id it is made once. Raises NotAllowed, NotNow (the agreement is over), NotReady, Conflict.
    """
    agreement = held(agreement, by)
    _must_fit(agreement, None, fields)
    content = {"agreement": agreement, "title": title.strip(), **fields}
    if (first := made_before(Measure, id, content)) is not None:
        return first
    measure = Measure(
        id=id or new_id(), programme=agreement.programme, position=next_position(agreement), **content
    )
    measure, is_new = insert(measure, content)
    if is_new:
        audit("create", [measure], by=by, changes={"title": [None, measure.title]})
        _deliver(measure, None, by)
        follow(measure, by=by)
        reckon(agreement)
    return measure


@transaction.atomic
def add_several(*, clause: Clause, titles: Sequence[str], by: Membership) -> list[Measure]:
    """One measure for each title, all from the same clause; those that it has already aren't made again."""
    there = set(clause.measures.values_list("title", flat=True))
    wanted = list(dict.fromkeys(title.strip() for title in titles if title.strip()))
    new = [title for title in wanted if title not in there]
    return [add_measure(agreement=clause.agreement, title=title, clause=clause, by=by) for title in new]


@transaction.atomic
def change_measure(*, measure: Measure, wanted: Mapping[str, Any], by: Membership) -> Measure:
    """Another owner, date, clause or line of the budget. Raises NotAllowed, NotNow, NotReady."""
    agreement = held(measure.agreement, by)
    names = (field.name for field in Measure._meta.concrete_fields)
    _must_fit(agreement, measure, {name: getattr(measure, name) for name in names} | dict(wanted))
    before = Measure.objects.select_related("clause", "parent").get(pk=measure.pk)
    write(measure, wanted, by=by)
    if "clause" in wanted and wanted["clause"] != before.clause:
        _deliver(measure, before.clause, by)
    if "parent" in wanted and wanted["parent"] != before.parent:
        _join(measure, before.parent, by)
    reckon(agreement)
    return measure


@transaction.atomic
def stop_measure(*, measure: Measure, because: str, by: Membership) -> Measure:
    """It isn't carried out any more; its row, its updates and the reason stay. Raises NotAllowed, NotNow, NotReady."""
    agreement = held(measure.agreement, by)
    if not because.strip():
        raise NotReady(_WHY, field="because")
    if measure.state == MeasureState.STOPPED:
        raise NotNow(_STOPPED)
    wanted = {"state": MeasureState.STOPPED, "stopped_because": because.strip()}
    write(measure, wanted, by=by, verb="stop_measure")
    revoke_public_links(measure, purpose=LINK)
    follow(measure, by=by)
    reckon(agreement)
    return measure


@transaction.atomic
def take_up_measure(*, measure: Measure, by: Membership) -> Measure:
    """A measure that was stopped is carried out again, from where it was last reported, or where its parts are."""
    agreement = held(measure.agreement, by)
    state = MeasureState.UNDER_WAY if measure.progress else MeasureState.PLANNED
    write(measure, {"state": state, "stopped_because": ""}, by=by, verb="take_up_measure")
    settle_whole(measure, by=by)
    follow(measure, by=by)
    reckon(agreement)
    return measure


def _deliver(measure: Measure, before: Clause | None, by: Membership) -> None:
    """The measure's link to the clause that it delivers, in place of the one it had."""
    if before is not None:
        unlink_many([(measure, before)], Relation.DELIVERS, by=by)
    if measure.clause is not None:
        link(measure, measure.clause, Relation.DELIVERS, by=by)


def _join(measure: Measure, before: Measure | None, by: Membership) -> None:
    """What it was a part of goes by the parts that are left, what it is a part of now by this one too."""
    if before is not None:
        settle_whole(before, by=by)
    follow(measure, by=by)


def _must_fit(agreement: Agreement, measure: Measure | None, fields: Mapping[str, Any]) -> None:
    if fields.get("is_unfunded") and (fields.get("budget_line") or fields.get("amount") is not None):
        raise NotReady(_BOTH, field="is_unfunded")
    if fields.get("budget_line") and not fields.get("budget_year"):
        raise NotReady(_YEAR, field="budget_year")
    begins, due = fields.get("starts_on"), fields.get("due_on")
    if begins and due and due < begins:
        raise NotReady(_ORDER, field="due_on")
    for name in ("clause", "parent"):
        other = fields.get(name)
        if other is not None and other.agreement_id != agreement.pk:
            raise NotReady(_ELSEWHERE, field=name)
    parent = fields.get("parent")
    if measure is not None and parent is not None and parent.pk in below(measure):
        raise NotReady(_RING, field="parent")
