"""What a gathering decided: noted, tied to what was said, mended, and withdrawn with a reason."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import AgendaItem, Decision, Gathering, Input
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit, link_many
from imbizo.thread.states import Relation

_NOTHING = _("Write what was decided.")
_NO_REASON = _("Say why it is withdrawn.")
_ELSEWHERE = _("This session isn't part of the gathering any more. Choose another.")


@transaction.atomic
def add_decision(
    *,
    gathering: Gathering,
    text: str,
    by: Membership,
    item: AgendaItem | None = None,
    how: str = "",
    inputs: Sequence[Input] = (),
    id: UUID | None = None,
) -> Decision:
    """Note what was decided, and from what that was said it came. Sent twice under one id it is noted once.

    Raises BadAnswer, Conflict.
    """
    content = {
        "gathering": gathering,
        "text": _text(text),
        "item": _item(gathering, item),
        "how": how.strip(),
    }
    first = made_before(Decision, id, content)
    if first is not None:
        return first
    position = next_position(Decision, gathering)
    decision = Decision(id=id or new_id(), programme=gathering.programme, position=position, **content)
    decision, is_new = insert(decision, content)
    if is_new:
        audit("create", [decision], by=by, changes={"text": [None, decision.text]})
        tie(decision, inputs, by=by)
    return decision


@transaction.atomic
def change_decision(
    *, decision: Decision, wanted: Mapping[str, Any], by: Membership, inputs: Sequence[Input] = ()
) -> Decision:
    """Other words, another session, another how; `inputs` are tied to it beside those that are. Raises BadAnswer."""
    if "text" in wanted:
        _text(wanted["text"])
    _item(decision.gathering, wanted.get("item"))
    write(decision, wanted, by=by)
    tie(decision, inputs, by=by)
    return decision


@transaction.atomic
def withdraw_decision(*, decision: Decision, because: str, by: Membership) -> Decision:
    """It doesn't hold any more. It stays on record with the reason. Raises BadAnswer."""
    if not because.strip():
        raise BadAnswer(_NO_REASON, field="because")
    write(decision, {"withdrawn_because": because.strip()}, by=by, verb="withdraw")
    return decision


def tie(decision: Decision, inputs: Sequence[Input], *, by: Membership | None) -> None:
    """Say on the thread that the decision was informed by these. Twice is harmless."""
    link_many([(decision, said) for said in inputs], Relation.INFORMS, by=by)


def next_position(model: type[Model], gathering: Gathering) -> int:
    """The place behind the last of the gathering's."""
    rows = model._default_manager.filter(gathering=gathering)
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _text(text: str) -> str:
    if not text.strip():
        raise BadAnswer(_NOTHING, field="text")
    return text.strip()


def _item(gathering: Gathering, item: AgendaItem | None) -> AgendaItem | None:
    if item is not None and item.gathering_id != gathering.pk:
        raise BadAnswer(_ELSEWHERE, field="item")
    return item
