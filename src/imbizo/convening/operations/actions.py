"""What somebody does by a day: given to them, said to be done, and asked after as the day comes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert, made_before
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Action, Decision, Gathering
from imbizo.convening.operations.decisions import next_position
from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.states import ActionState
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import add_public_links, audit, link, revoke_public_links
from imbizo.thread.states import Relation

REMIND_BEFORE: Final = timedelta(days=2)
LINK: Final = "action"
"""The purpose of the link by which somebody without an account says how it stands."""
_LINK_DAYS: Final = 120
_NOTHING = gettext_lazy("Write what is to be done.")
_TWO = gettext_lazy("Give it to a member or to somebody in the register, not to both.")
_ELSEWHERE = gettext_lazy("This decision belongs to another gathering.")
_DROPPED = gettext_lazy("This isn't asked of you any more. Thank you all the same.")


@transaction.atomic
def add_action(
    *,
    gathering: Gathering,
    text: str,
    by: Membership,
    decision: Decision | None = None,
    member: Membership | None = None,
    actor: Actor | None = None,
    due_on: date | None = None,
    id: UUID | None = None,
) -> Action:
    """Note what is to be done, by whom and when. Sent twice under one id it is noted once. Raises BadAnswer, Conflict.

    A member who gets it is notified; somebody in the register is written to by `remind`.
    """
    _must_fit(gathering, text, decision, member, actor)
    content = {"gathering": gathering, "text": text.strip(), "decision": decision}
    content |= {"member": member, "actor": actor, "due_on": due_on}
    first = made_before(Action, id, content)
    if first is not None:
        return first
    position = next_position(Action, gathering)
    action = Action(id=id or new_id(), programme=gathering.programme, position=position, **content)
    action, is_new = insert(action, content)
    if is_new:
        audit("create", [action], by=by, changes=_given(action))
        _tie(action, by)
    return action


@transaction.atomic
def change_action(*, action: Action, wanted: Mapping[str, Any], by: Membership) -> Action:
    """Other words, another owner, another day, another decision. Raises BadAnswer."""
    now = {name: wanted.get(name, getattr(action, name)) for name in ("text", "decision", "member", "actor")}
    _must_fit(action.gathering, now["text"], now["decision"], now["member"], now["actor"])
    another_day = {"reminded_on": None} if wanted.get("due_on", action.due_on) != action.due_on else {}
    write(action, {**wanted, **another_day}, by=by)
    _tie(action, by)
    return action


@transaction.atomic
def stand(
    *, action: Action, state: ActionState, note: str, by: Membership | None, on: date | None = None
) -> Action:
    """Say how it stands: done, still open, or dropped. `by` is None on its owner's own page.

    Raises NotNow where its owner answers for what was dropped.
    """
    if by is None and action.state == ActionState.DROPPED:
        raise NotNow(_DROPPED)
    today = on or timezone.localdate(timezone=action.programme.zone)
    done_on = (action.done_on or today) if state == ActionState.DONE else None
    write(action, {"state": state, "note": note.strip(), "done_on": done_on}, by=by, verb=_VERBS[state])
    if state == ActionState.DROPPED:
        revoke_public_links(action, purpose=LINK)
    return action


_VERBS = {ActionState.DONE: "finish_action", ActionState.OPEN: "keep_open", ActionState.DROPPED: "drop"}


@transaction.atomic
def remind(*, action: Action, by: Membership | None, on: date | None = None) -> tuple[str, bool]:
    """Ask its owner how it stands. A member is notified; anybody else gets a message with a page of their own.

    Returns the address of that page, empty for a member's, and whether word is on its way.
    """
    today = on or timezone.localdate(timezone=action.programme.zone)
    Action.objects.filter(pk=action.pk).update(reminded_on=today)
    audit("remind_of", [action], by=by, changes={"reminded_on": [action.reminded_on, today]})
    if action.actor is None:
        return "", action.member is not None
    token = add_public_links([action], purpose=LINK, days=_LINK_DAYS, by=by)[action.pk]
    address = f"{settings.ENVIRONMENT.origin}{reverse('convening:open-action', args=[token])}"
    letter = Letter(
        action.actor, lambda language: _words(action, address, language), seed=_seed(action, today)
    )
    return address, bool(send_word(source=action, owner=action.gathering.owner, letters=[letter]))


def remind_of_actions(now: datetime) -> int:
    """For the clock: ask the owner two days before the day, and once more when it has passed; how many it asked."""
    reminded = 0
    for programme in Programme.objects.filter(anonymised_at=None):
        today = now.astimezone(programme.zone).date()
        due = queries.to_remind(programme, soon=today + REMIND_BEFORE, today=today)
        reminded += _each_reminded(due, today)
    return reminded


def _each_reminded(actions: Iterable[Action], today: date) -> int:
    count = 0
    for action in actions:
        with transaction.atomic():
            # Whoever comes second finds it done.
            first = Action.objects.filter(pk=action.pk, reminded_on=action.reminded_on)
            if first.update(reminded_on=today):
                count += 1
                remind(action=action, by=None, on=today)
    return count


def _must_fit(
    gathering: Gathering,
    text: str,
    decision: Decision | None,
    member: Membership | None,
    actor: Actor | None,
) -> None:
    """Raises BadAnswer."""
    if not text.strip():
        raise BadAnswer(_NOTHING, field="text")
    if member is not None and actor is not None:
        raise BadAnswer(_TWO, field="actor")
    if decision is not None and decision.gathering_id != gathering.pk:
        raise BadAnswer(_ELSEWHERE, field="decision")


def _tie(action: Action, by: Membership) -> None:
    if action.decision is not None:
        link(action, action.decision, Relation.DELIVERS, by=by)


def _given(action: Action) -> dict[str, list[Any]]:
    shown = {
        "text": action.text,
        "member": action.member_id,
        "actor": action.actor_id,
        "due_on": action.due_on,
    }
    return {name: [None, value] for name, value in shown.items() if value}


def _seed(action: Action, today: date) -> UUID:
    return uuid5(action.pk, f"remind {today.isoformat()}")


def _words(action: Action, address: str, language: str) -> tuple[str, str]:
    """Subject and text, in the language that is set."""
    told = {
        "sender": action.gathering.owner.label,
        "gathering": action.gathering.name,
        "what": action.text,
        "day": date_format(action.due_on, "j F Y") if action.due_on else "",
        "address": address,
    }
    with translation.override(language):
        subject = _("What you took on at %(gathering)s") % told
        begins = _("%(sender)s: at %(gathering)s you took this on: %(what)s") % told
        by_when = _("By %(day)s.") % told if told["day"] else ""
        ends = _("Say here how it stands, without an account: %(address)s") % told
    return subject, " ".join(part for part in (begins, by_when, ends) if part)
