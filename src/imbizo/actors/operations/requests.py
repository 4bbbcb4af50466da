"""What people ask about their own data: taking it down, giving it to somebody, answering within thirty days."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import NotChecked, RequestClosed
from imbizo.actors.models import Actor, SubjectRequest
from imbizo.actors.models.consent import ANSWER_WITHIN
from imbizo.actors.operations.erasure import erase
from imbizo.actors.operations.once import insert, made_before
from imbizo.actors.states import CameBy, RequestKind, RequestState
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, issue_public_link

LINK_PURPOSE = "subject"
LINK_DAYS = 14


@transaction.atomic
def record_request(
    *,
    programme: Programme,
    kind: str,
    came_by: str,
    by: Membership | None,
    actor: Actor | None = None,
    text: str = "",
    said_name: str = "",
    said_contact: str = "",
    checked_how: str = "",
    received_at: datetime | None = None,
    id: UUID | None = None,
) -> SubjectRequest:
    """Take down a request; its clock of thirty days runs from the day it was received. Sent twice it is one.

    Without `by` it came from the person's own page or the public one. Raises Conflict.
    """
    content = {"programme": programme, "kind": kind, "came_by": came_by, "actor": actor, "text": text}
    content |= {"said_name": said_name, "said_contact": said_contact}
    if found := made_before(SubjectRequest, id, content):
        return found
    received = received_at or timezone.now()
    request = SubjectRequest(
        id=id or new_id(),
        received_at=received,
        due_on=received.astimezone(ZoneInfo(programme.time_zone)).date() + ANSWER_WITHIN,
        checked_how=checked_how,
        **content,
    )
    request, is_new = insert(request, content)
    if is_new:
        audit("receive", [request], by=by, changes={"kind": [None, kind], "due_on": [None, request.due_on]})
    return request


@transaction.atomic
def match_request(
    *, request: SubjectRequest, actor: Actor, checked_how: str, by: Membership
) -> SubjectRequest:
    """Say whom the request is about and how that was checked. Raises RequestClosed, NotChecked, NotAllowed."""
    _must_be_open(request)
    _must_be_checked(checked_how)
    if actor.programme_id != request.programme_id:
        raise NotAllowed(_("Choose somebody of this programme's register."))
    before = request.actor_id
    request.actor, request.checked_how = actor, checked_how
    request.save(update_fields=["actor", "checked_how", "updated_at"])
    audit("match", [request], by=by, changes={"actor": [before, actor.pk]})
    return request


@transaction.atomic
def assign_handler(*, request: SubjectRequest, handler: Membership, by: Membership | None) -> SubjectRequest:
    """Give the request to a member to answer. Raises RequestClosed; NotAllowed for one who may not."""
    _must_be_open(request)
    if handler.programme_id != request.programme_id or not handler.may(Permission.REQUESTS_HANDLE):
        raise NotAllowed(_("Choose a member who may answer such requests."))
    before = request.handler_id
    request.handler = handler
    request.save(update_fields=["handler", "updated_at"])
    audit("assign", [request], by=by, changes={"handler": [before, handler.pk]})
    return request


@transaction.atomic
def answer_request(*, request: SubjectRequest, answer: str, by: Membership) -> SubjectRequest:
    """Close the request with what was answered. Raises RequestClosed."""
    return _close(request, RequestState.ANSWERED, answer, by)


@transaction.atomic
def refuse_request(*, request: SubjectRequest, reason: str, by: Membership) -> SubjectRequest:
    """Close the request with the reason why it is refused (PAIA s. 25(3)). Raises RequestClosed."""
    return _close(request, RequestState.REFUSED, reason, by)


def carry_out_deletion(*, request: SubjectRequest, by: Membership) -> Actor:
    """Erase whom the request is about; that answers it. Raises RequestClosed, NotChecked, AlreadyErased."""
    _must_be_open(request)
    _must_be_checked(request.checked_how)
    if request.actor is None or request.kind != RequestKind.DELETION:
        raise NotAllowed(_("Only somebody who asked for it is erased. Say first whom the request is about."))
    return erase(actor=request.actor, by=by)


@transaction.atomic
def issue_subject_link(*, actor: Actor, checked_how: str, by: Membership) -> str:
    """Make a link to the person's own page, for fourteen days, and return its token. Raises NotChecked.

    An earlier link of theirs is closed. That it was made, and how the person was checked, stays in the audit trail.
    """
    _must_be_checked(checked_how)
    token = issue_public_link(actor, purpose=LINK_PURPOSE, days=LINK_DAYS, by=by)
    audit("make_link", [actor], by=by, changes={"checked_how": [None, checked_how]})
    return token


def ask_from_own_page(*, actor: Actor, kind: str, text: str, id: UUID) -> SubjectRequest:
    """A request sent from the person's own page: staff checked who they are when they made its link."""
    return record_request(
        programme=actor.programme,
        kind=kind,
        text=text,
        actor=actor,
        came_by=CameBy.LINK,
        checked_how=str(_("by the link that staff made for them")),
        by=None,
        id=id,
    )


def _close(request: SubjectRequest, state: RequestState, answer: str, by: Membership) -> SubjectRequest:
    _must_be_open(SubjectRequest.objects.select_for_update().get(pk=request.pk))
    request.state, request.answer, request.answered_at = state, answer, timezone.now()
    request.save(update_fields=["state", "answer", "answered_at", "updated_at"])
    audit(
        "answer" if state == RequestState.ANSWERED else "refuse",
        [request],
        by=by,
        changes=_state_change(state),
    )
    return request


def _state_change(state: RequestState) -> dict[str, list[Any]]:
    return {"state": [RequestState.OPEN, state]}


def _must_be_open(request: SubjectRequest) -> None:
    if request.state != RequestState.OPEN:
        raise RequestClosed(_("This request has been answered already."))


def _must_be_checked(how: str) -> None:
    if not how.strip():
        raise NotChecked(_("Write down first how you know that it is this person."))
