"""Merging what says the same, and dividing what says several things. The originals keep their words and stay."""

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Gathering, Input
from imbizo.convening.operations.inputs import insert
from imbizo.convening.operations.moderating import Done, held, one, write
from imbizo.convening.rules.speaking import LONGEST, UNDECIDED, hour_of
from imbizo.convening.states import InputState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, link_many
from imbizo.thread.states import Relation

_TWO = _("Choose at least two to merge.")
_TOO_LONG = _("Together these are too long for one. Merge fewer of them.")
_MOVED_ON = _("One of these is part of another by now. Look at the list again.")
_SAME_WORDS = _("Only divide it: put an empty line where one part ends. Every word stays as it was said.")
_ONE_PART = _("Put an empty line where one part ends and the next begins.")


@transaction.atomic
def merge(*, gathering: Gathering, ids: Sequence[UUID], by: Membership) -> tuple[Input, Done]:
    """One input of several: it holds the words of all, the same words once. Raises BadAnswer, NotNow.

    It is on the wall where one of them was. Where they come from different tables or sessions it names none; where
    one is anonymous, so is the whole.
    """
    rows = held(gathering, ids)
    if len(rows) < 2:
        raise BadAnswer(_TWO)
    if any(row.state not in UNDECIDED for row in rows):
        raise NotNow(_MOVED_ON)
    text = "\n\n".join(dict.fromkeys(row.text for row in rows))
    if len(text) > LONGEST:
        raise BadAnswer(_TOO_LONG)
    whole = _like(rows, text, _state_of(rows), by)
    before = {row.pk: str(row.state) for row in rows}
    insert(whole)
    write(rows, by=by, verb="merge", state=InputState.MERGED, merged_into=whole, decided_by=by)
    _join([whole], rows, Relation.MERGED_FROM, by)
    return whole, Done(before, InputState.MERGED, made=(whole.pk,))


@transaction.atomic
def split(*, said: Input, parts: Sequence[str], by: Membership) -> tuple[list[Input], Done]:
    """Several inputs of one: together its words, in their order, nothing left out. Raises BadAnswer, NotNow."""
    row = one(said)
    if row.state not in UNDECIDED:
        raise NotNow(_MOVED_ON)
    texts = [part.strip() for part in parts if part.strip()]
    if "".join("".join(texts).split()) != "".join(row.text.split()):
        raise BadAnswer(_SAME_WORDS, field="parts")
    if len(texts) < 2:
        raise BadAnswer(_ONE_PART, field="parts")
    made = [_like([row], text, row.state, by) for text in texts]
    for part in made:
        insert(part)
    before = {row.pk: str(row.state)}
    write([row], by=by, verb="split", state=InputState.SPLIT, decided_by=by)
    _join(made, [row], Relation.SPLIT_FROM, by)
    return made, Done(before, InputState.SPLIT, made=tuple(each.pk for each in made))


def _like(rows: Sequence[Input], text: str, state: str, by: Membership) -> Input:
    """A new input with what all of them have in common."""
    first, is_anonymous = rows[0], any(row.is_anonymous for row in rows)
    like = Input(
        id=uuid.uuid4() if is_anonymous else new_id(),
        programme_id=first.programme_id,
        gathering=first.gathering,
        via=first.via,
        text=text,
        state=state,
        said_at=hour_of(first.said_at) if is_anonymous else first.said_at,
        is_anonymous=is_anonymous,
        is_marked=any(row.is_marked for row in rows),
        language=str(_common(rows, "language") or ""),
        item_id=_common(rows, "item_id"),
        question_id=_common(rows, "question_id"),
        decided_by=by,
    )
    if not is_anonymous:
        like.table_id, like.speaker_id = _common(rows, "table_id"), _common(rows, "speaker_id")
    return like


def _common(rows: Sequence[Input], name: str) -> UUID | str | None:
    values = {getattr(row, name) for row in rows}
    return values.pop() if len(values) == 1 else None


def _state_of(rows: Sequence[Input]) -> str:
    states = {str(row.state) for row in rows}
    if InputState.SHOWN in states:
        return InputState.SHOWN
    return InputState.WAITING if InputState.WAITING in states else InputState.HELD


def _join(made: Sequence[Input], sources: Sequence[Input], relation: Relation, by: Membership) -> None:
    link_many([(each, source) for each in made for source in sources], relation, by=by)
    audit("add", [each for each in made if not each.is_anonymous], by=by)
