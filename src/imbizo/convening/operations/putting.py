"""Putting what was said to an institution, which answers by a day: asking, reminding, taking the answer."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert
from imbizo.base.errors import Conflict
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Input, PutTo
from imbizo.convening.operations.moderating import touch
from imbizo.convening.queries import putting as queries
from imbizo.convening.states import PutState
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.operations import add_public_links, audit, link, revoke_public_links
from imbizo.thread.states import Relation

REMIND_BEFORE: Final = timedelta(days=3)
_LINK_DAYS: Final = 90
_PAST = gettext_lazy("This day has passed. Give them a day to come.")
_ANSWERED = gettext_lazy("This is answered already. Thank you.")
_NOTHING = gettext_lazy("Write the answer.")
_THEIRS = gettext_lazy("It was put to them before. Look at it below.")


@transaction.atomic
def put_to(
    *,
    said: Input,
    institution: Actor,
    answer_by: date,
    by: Membership,
    question: str = "",
    id: UUID | None = None,
    asked_on: date | None = None,
) -> PutTo:
    """Ask an institution to answer what was said, by a day. `announce` writes to it.

    Raises BadAnswer for a day that has passed, Conflict where it was put to them before.
    """
    asked_on = asked_on or queries.same_day(said.gathering)
    if answer_by < asked_on:
        raise BadAnswer(_PAST, field="answer_by")
    content = {"input": said, "institution": institution, "question": question, "answer_by": answer_by}
    earlier = queries.put_before(said, institution)
    if earlier is not None and earlier.pk != id:
        raise Conflict(_THEIRS)
    put = PutTo(id=id or new_id(), programme=said.programme, asked_on=asked_on, put_by=by, **content)
    put, is_new = insert(put, content)
    if is_new:
        link(put, said, Relation.PUT_TO, by=by)
        audit("put_to", [put], by=by, changes={"answer_by": [None, answer_by]})
        touch([said])
    return put


@transaction.atomic
def announce(*, put: PutTo, by: Membership | None, reminds: bool = False) -> tuple[str, bool]:
    """A link by which the institution answers without an account, and whether a message with it is on its way.

    The link is told here once; it stays good beside those that went before. No message leaves where the register
    knows no address, or the gate lets none through: then somebody hands the link over.
    """
    token = add_public_links([put], purpose=queries.LINK, days=_LINK_DAYS, by=by)[put.pk]
    address = f"{settings.ENVIRONMENT.origin}{reverse('convening:put-answer', args=[token])}"
    point = queries.address_of(put.institution, put.input.gathering.owner)
    if point is None:
        return address, False
    language = put.institution.language or (put.programme.languages or ["en"])[0]
    with translation.override(language):
        text, subject = (
            _text(put, address, Channel(point.channel), reminds=reminds),
            _subject(put, reminds=reminds),
        )
    draft = Draft(
        channel=Channel(point.channel),
        address=point.address,
        text=text,
        subject=subject if point.channel == Channel.EMAIL else "",
        language=language,
        recipient_id=put.institution_id,
    )
    owner = put.input.gathering.owner
    queued = queue(programme=put.programme, drafts=[draft], purpose=Purpose.SERVICE, source=put, owner=owner)
    return address, any(message.state == MessageState.WAITING for message in queued)


@transaction.atomic
def answer(*, put: PutTo, text: str, by: Membership | None, answered_on: date | None = None) -> PutTo:
    """What the institution answers: on its own page, or noted by a member. Raises BadAnswer, NotNow.

    A later answer on its page is refused: the first is what participants were told.
    """
    if not text.strip():
        raise BadAnswer(_NOTHING, field="answer")
    now = PutTo.objects.select_for_update(of=("self",)).get(pk=put.pk)
    if now.state == PutState.ANSWERED and now.answer == text.strip():
        return now
    if now.state == PutState.WITHDRAWN or (now.state == PutState.ANSWERED and by is None):
        raise NotNow(_ANSWERED)
    before = {"state": now.state, "answer": now.answer}
    now.state, now.answer = PutState.ANSWERED, text.strip()
    now.answered_on = answered_on or timezone.localdate(timezone=put.programme.zone)
    now.save(update_fields=["state", "answer", "answered_on", "updated_at"])
    audit("answer", [now], by=by, changes={name: [old, getattr(now, name)] for name, old in before.items()})
    touch([put.input])
    return now


@transaction.atomic
def take_back_put(*, put: PutTo, by: Membership) -> PutTo:
    """It isn't asked of them any more: their link closes. Raises NotNow where they have answered."""
    now = PutTo.objects.select_for_update(of=("self",)).get(pk=put.pk)
    if now.state == PutState.ANSWERED:
        raise NotNow(_ANSWERED)
    before, now.state = now.state, PutState.WITHDRAWN
    now.save(update_fields=["state", "updated_at"])
    revoke_public_links(now, purpose=queries.LINK)
    audit("ask_no_longer", [now], by=by, changes={"state": [before, now.state]})
    return now


@transaction.atomic
def give_until(*, put: PutTo, answer_by: date, by: Membership) -> PutTo:
    """Another day to answer by; they are reminded before it anew. Raises BadAnswer, NotNow."""
    now = PutTo.objects.select_for_update(of=("self",)).get(pk=put.pk)
    if now.state in {PutState.ANSWERED, PutState.WITHDRAWN}:
        raise NotNow(_ANSWERED)
    if answer_by < queries.same_day(put.input.gathering):
        raise BadAnswer(_PAST, field="answer_by")
    before = {"answer_by": now.answer_by, "state": now.state}
    now.answer_by, now.state, now.reminded_on = answer_by, PutState.WAITING, None
    now.save(update_fields=["answer_by", "state", "reminded_on", "updated_at"])
    audit("postpone", [now], by=by, changes={name: [old, getattr(now, name)] for name, old in before.items()})
    return now


def remind_institutions(now: datetime) -> int:
    """For the clock: remind who hasn't answered three days before the day, once; mark what has become overdue."""
    reminded = 0
    for programme in Programme.objects.filter(anonymised_at=None):
        today = now.astimezone(programme.zone).date()
        waiting = queries.to_remind(today, today + REMIND_BEFORE).filter(programme=programme)
        reminded += _each_reminded(waiting, today)
        _mark_overdue(queries.overdue(today).filter(programme=programme))
    return reminded


def _each_reminded(puts: Iterable[PutTo], today: date) -> int:
    count = 0
    for put in puts:
        with transaction.atomic():
            # Whoever comes second finds it done.
            if PutTo.objects.filter(pk=put.pk, reminded_on=None).update(reminded_on=today):
                count += 1
                announce(put=put, by=None, reminds=True)
    return count


def _mark_overdue(puts: Iterable[PutTo]) -> None:
    for put in puts:
        with transaction.atomic():
            late = PutTo.objects.filter(pk=put.pk, state=PutState.WAITING)
            if late.update(state=PutState.OVERDUE, updated_at=timezone.now()):
                audit("overdue", [put], by=None, changes={"state": [PutState.WAITING, PutState.OVERDUE]})
                announce(put=put, by=None, reminds=True)


def _subject(put: PutTo, *, reminds: bool) -> str:
    gathering = put.input.gathering.name
    if reminds:
        return _("Reminder: a question from %(gathering)s") % {"gathering": gathering}
    return _("A question to you from %(gathering)s") % {"gathering": gathering}


def _text(put: PutTo, address: str, channel: Channel, *, reminds: bool) -> str:
    told = {
        "sender": put.input.gathering.owner.label,
        "gathering": put.input.gathering.name,
        "day": date_format(put.answer_by, "j F Y"),
        "address": address,
        "words": put.question or put.input.text,
        "number": put.programme.contact_number,
    }
    if channel == Channel.SMS:
        return (
            _("%(sender)s: people at %(gathering)s ask you something. Please answer by %(day)s: %(address)s")
            % told
        )
    head = _("We wrote to you before. Please answer by %(day)s.") % told if reminds else ""
    parts = [
        head,
        _("At %(gathering)s this was put to you:") % told,
        f"“{told['words']}”",
        _("Please answer by %(day)s on this page, without an account: %(address)s") % told,
        _("What you answer is told to those who asked."),
        _("To check that this is true, phone %(number)s.") % told if told["number"] else "",
        told["sender"],
    ]
    return "\n\n".join(part for part in parts if part)
