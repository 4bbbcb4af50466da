"""What a facilitator does with what was said: let through, keep off, mark, translate, withdraw, and take it back.

No words are changed here, ever. Each press says what it did and what stood before (`Done`), so that it can be undone.
What is anonymous leaves no entry in the audit trail and no instant: an entry at 10:42 would tell when it was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Gathering, Input, Translation
from imbizo.convening.rules.speaking import UNDECIDED
from imbizo.convening.states import InputState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, link_many
from imbizo.thread.states import Relation

_GONE = _("This isn't there to decide on any more. Look at what came of it.")
_NO_REASON = _("Say why it is withdrawn.")
_DONE_SINCE = _("Somebody has gone on with it meanwhile, so it can't be undone from here.")
_VERBS = {
    InputState.SHOWN: "let_through",
    InputState.HELD: "keep_off",
    InputState.WAITING: "put_back",
    InputState.WITHDRAWN: "withdraw",
}


@dataclass(frozen=True, slots=True)
class Done:
    """One press: the state before of each input that it changed, by id, and what they are now.

    `made` came of merging or dividing; `left` counts those that another facilitator had decided on meanwhile.
    """

    before: Mapping[UUID, str]
    after: str
    made: tuple[UUID, ...] = ()
    left: int = 0


@transaction.atomic
def decide(
    *, gathering: Gathering, ids: Sequence[UUID], to: InputState, by: Membership, seen: str = ""
) -> Done:
    """Let inputs through to the wall (SHOWN), keep them off (HELD) or put them back to wait (WAITING).

    With `seen`, the state in which the page showed them, those that another facilitator has moved on since stay as
    they are. Doing it twice is harmless. Raises BadAnswer for another state.
    """
    if to not in UNDECIDED:
        raise BadAnswer(_GONE)
    rows = held(gathering, ids)
    open_ones = [row for row in rows if row.state in UNDECIDED and row.state != to]
    chosen = [row for row in open_ones if not seen or row.state == seen]
    before = {row.pk: str(row.state) for row in chosen}
    write(chosen, by=by, state=to, decided_by=by)
    if to == InputState.SHOWN:
        _tie(chosen, by)
    return Done(before, to, left=len(open_ones) - len(chosen))


@transaction.atomic
def mark(*, gathering: Gathering, ids: Sequence[UUID], is_marked: bool, by: Membership) -> int:
    """Set or take away the mark by which facilitators find again what matters; how many it changed."""
    rows = [row for row in held(gathering, ids) if row.is_marked != is_marked]
    write(rows, by=by, verb="mark" if is_marked else "unmark", is_marked=is_marked)
    return len(rows)


@transaction.atomic
def withdraw(*, said: Input, because: str, by: Membership) -> Done:
    """Take it out of everything but the record, where it stays with the reason. Raises BadAnswer, NotNow."""
    if not because.strip():
        raise BadAnswer(_NO_REASON, field="because")
    row = one(said)
    if row.state not in UNDECIDED:
        raise NotNow(_GONE)
    before = {row.pk: str(row.state)}
    write([row], by=by, state=InputState.WITHDRAWN, withdrawn_because=because.strip(), decided_by=by)
    return Done(before, InputState.WITHDRAWN)


@transaction.atomic
def undo(*, gathering: Gathering, done: Done, by: Membership) -> int:
    """Put back what one press changed, as far as nobody has gone on with it; how many. Raises NotNow for none."""
    rows = [row for row in held(gathering, list(done.before)) if row.state == done.after]
    if not rows or not _unmake(gathering, done, by):
        raise NotNow(_DONE_SINCE)
    for state in set(done.before.values()):
        back = [row for row in rows if done.before[row.pk] == state]
        write(
            back, by=by, verb="put_back", state=state, merged_into=None, withdrawn_because="", decided_by=by
        )
    return len(rows)


@transaction.atomic
def translate(*, said: Input, language: str, text: str, by: Membership) -> Translation:
    """Put its words in another language beside it, or better those that stand there. Raises BadAnswer."""
    if language == said.language:
        raise BadAnswer(_("That is the language in which it was said. Choose another."), field="language")
    row = one(said)
    beside, is_new = Translation.objects.get_or_create(
        input=row, language=language, defaults={"programme": row.programme, "text": text, "by": by}
    )
    before = "" if is_new else beside.text
    if not is_new:
        beside.text, beside.by = text, by
        beside.save(update_fields=["text", "by", "updated_at"])
    touch([row])
    if not row.is_anonymous and before != text:
        audit("translate", [row], by=by, changes={language: [before, text]})
    return beside


def held(gathering: Gathering, ids: Sequence[UUID]) -> list[Input]:
    """These inputs of the gathering, held to the end of the transaction, in the order in which they were said."""
    rows = Input.objects.select_for_update(of=("self",)).filter(gathering=gathering, pk__in=ids)
    return list(rows.select_related("gathering", "question", "item").order_by("said_at", "pk"))


def one(said: Input) -> Input:
    """The same input as it is now, held to the end of the transaction."""
    return Input.objects.select_for_update(of=("self",)).get(pk=said.pk)


def write(rows: Sequence[Input], *, by: Membership, verb: str = "", **changes: Any) -> None:
    """Set these fields of all of them, and tell the trail and those who watch. Never the words."""
    if changes.keys() & {"text", "language", "said_at"}:
        raise ValueError("What was said is never changed.")
    if not rows:
        return
    told = [_told(row, changes) for row in rows if not row.is_anonymous]
    # `update` leaves `updated_at` alone, which would tell when something anonymous was touched.
    Input.objects.filter(pk__in=[row.pk for row in rows]).update(**changes)
    for row in rows:
        for name, value in changes.items():
            setattr(row, name, value)
    touch(rows)
    named = [row for row in rows if not row.is_anonymous]
    audit(verb or _VERBS[changes["state"]], named, by=by, changes=told)


def touch(rows: Sequence[Input]) -> None:
    """Have the pages that watch draw them anew. What is anonymous keeps its hour."""
    named = [row.pk for row in rows if not row.is_anonymous]
    Input.objects.filter(pk__in=named).update(touched_at=timezone.now())


def _told(row: Input, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    names = changes.keys() - {"decided_by"}
    return {
        name: [getattr(row, name), changes[name]]
        for name in sorted(names)
        if getattr(row, name) != changes[name]
    }


def _tie(rows: Sequence[Input], by: Membership) -> None:
    """To the thread: what was let through answers its question, else the gathering."""
    pairs = [(row, row.question or row.gathering) for row in rows]
    link_many(pairs, Relation.RESPONDS_TO, by=by)


def _unmake(gathering: Gathering, done: Done, by: Membership) -> bool:
    """Withdraw what merging or dividing made; False where somebody has gone on with it."""
    if not done.made:
        return True
    made = held(gathering, done.made)
    if any(row.state not in UNDECIDED for row in made):
        return False
    write(made, by=by, state=InputState.WITHDRAWN, withdrawn_because=str(_("undone")), decided_by=by)
    return True
