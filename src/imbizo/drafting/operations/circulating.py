"""A published version goes out to the reference group: sent, reminded, given more time, closed."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Circulation, Document, Publication, Reader
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.operations.reader_letters import Kind, pages_of, write_to_readers
from imbizo.drafting.queries import circulating as queries
from imbizo.drafting.rules.commenting import is_open
from imbizo.drafting.rules.writing import CLOSED, may_decide
from imbizo.drafting.states import DocumentState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

_NOT_YOURS = _("Only those who decide on their partner's drafts can do this.")
_FINAL: Final = _("The document is final or withdrawn, so it isn't circulated.")
_NOBODY = _("Nobody sits in the reference group yet. Add people there first.")
_PAST = _("This moment has passed. Give them time to come.")
_CLOSED = _("It is closed. What still comes is accepted, and said to be late.")
_REMINDED = _("They were all reminded less than an hour ago. Give them time to read it.")
_JUST_NOW: Final = dt.timedelta(hours=1)


@transaction.atomic
def circulate(
    *,
    publication: Publication,
    deadline: dt.datetime,
    by: Membership,
    message: str = "",
    remind_days: int = 3,
    id: UUID | None = None,
    at: dt.datetime | None = None,
) -> Circulation:
    """Send a published version to all who sit in the reference group, each with a page of their own.

    Who can't be written to is among the readers all the same: `hand_over` gives their page's address.

    Raises NotAllowed, NotNow (final), NotReady (nobody, a day that has passed), Conflict.
    """
    publication.document = document = _held(publication.document, by)
    content = {"publication": publication, "deadline": deadline, "message": message.strip()}
    if (before := made_before(Circulation, id, content)) is not None:
        return before
    now = at or timezone.now()
    _check(document, deadline, now)
    made = Circulation(
        id=id or new_id(), programme=document.programme, opened_at=now, remind_days=remind_days, **content
    )
    made, is_new = insert(made, content)
    if is_new:
        if document.state != DocumentState.CIRCULATING:
            write(document, {"state": DocumentState.CIRCULATING}, by=by)
        audit("circulate", [made], by=by, changes={"deadline": [None, deadline]})
        _send_to_new(made, now)
    return made


@transaction.atomic
def send_to_others(*, circulation: Circulation, by: Membership) -> int:
    """Send it to who joined the group since, and to those who couldn't be written to before: how many have word.

    Raises NotAllowed, NotNow (it is closed).
    """
    current = open_one(circulation, by)
    return _send_to_new(current, timezone.now())


@transaction.atomic
def hand_over(*, reader: Reader, by: Membership) -> str:
    """One more address of a reader's page, to hand over; told here once. Raises NotAllowed."""
    if not may_decide(by, reader.circulation.publication.document):
        raise NotAllowed(_NOT_YOURS)
    audit("make_link", [reader], by=by)
    return pages_of([reader], by=by)[reader.pk]


@transaction.atomic
def remind(*, circulation: Circulation, by: Membership | None, now: dt.datetime | None = None) -> int:
    """Remind those who haven't answered; how many have word. A second press within the hour writes to nobody twice.

    Raises NotAllowed, NotNow (it is closed, they were all reminded just now).
    """
    at = now or timezone.now()
    current = open_one(circulation, by, at)
    silent = [each for each in queries.readers(current) if queries.is_silent(each)]
    waiting = [each for each in silent if each.reminded_at is None or each.reminded_at <= at - _JUST_NOW]
    if silent and not waiting:
        raise NotNow(_REMINDED)
    return _remind(current, waiting, by, at)


@transaction.atomic
def give_until(*, circulation: Circulation, deadline: dt.datetime, by: Membership) -> Circulation:
    """Another day to answer by, also where it was closed. Raises NotAllowed, NotNow (final), NotReady (it passed)."""
    document = _held(circulation.publication.document, by)
    if document.state in CLOSED:
        raise NotNow(_FINAL)
    if deadline <= timezone.now():
        raise NotReady(_PAST)
    current = Circulation.objects.select_for_update(of=("self",)).get(pk=circulation.pk)
    write(current, {"deadline": deadline, "closed_at": None}, by=by, verb="postpone")
    if document.state != DocumentState.CIRCULATING:
        write(document, {"state": DocumentState.CIRCULATING}, by=by)
    return current


@transaction.atomic
def close_circulation(
    *, circulation: Circulation, by: Membership | None, now: dt.datetime | None = None
) -> Circulation:
    """Ask no more. Silence is now silence; what still comes is late.

    For the clock (`by` is None) one that somebody closed a moment ago stays as it is. Raises NotAllowed, NotNow (closed
    before).
    """
    document = circulation.publication.document
    document = hold(document.pk) if by is None else _held(document, by)
    current = Circulation.objects.select_for_update(of=("self",)).get(pk=circulation.pk)
    if current.closed_at is not None:
        if by is None:
            return current
        raise NotNow(_CLOSED)
    write(current, {"closed_at": now or timezone.now()}, by=by, verb="close")
    if document.state == DocumentState.CIRCULATING and not queries.still_open(document):
        write(document, {"state": DocumentState.DRAFT}, by=by)
    return current


def open_one(circulation: Circulation, by: Membership | None, now: dt.datetime | None = None) -> Circulation:
    """The circulation, its document held where a member acts. Raises NotAllowed, NotNow (it is closed)."""
    if by is not None:
        _held(circulation.publication.document, by)
    if not is_open(circulation, now or timezone.now()):
        raise NotNow(_CLOSED)
    return circulation


def remind_due(now: dt.datetime) -> int:
    """For the clock: remind the silent of each circulation once, so many days before it closes; how many."""
    return sum(_remind_at(each, now) for each in queries.open_at(now))


def close_due(now: dt.datetime) -> int:
    """For the clock: note that circulations whose day has passed are closed; how many."""
    passed = list(queries.passed(now))
    for each in passed:
        close_circulation(circulation=each, by=None, now=each.deadline)
    return len(passed)


def _remind_at(circulation: Circulation, now: dt.datetime) -> int:
    if not queries.due(circulation, now):
        return 0
    with transaction.atomic():
        # Whoever comes second finds it done.
        hold(circulation.publication.document_id)
        return _remind(circulation, queries.due(circulation, now), None, now)


def _remind(
    circulation: Circulation, silent: Sequence[Reader], by: Membership | None, at: dt.datetime
) -> int:
    Reader.objects.filter(pk__in=[each.pk for each in silent]).update(reminded_at=at)
    left = write_to_readers(circulation, silent, Kind.REMIND, at)
    if left:
        audit("remind_readers", [circulation], by=by, changes={"reminded": [None, len(left)]})
    return len(left)


def _send_to_new(circulation: Circulation, now: dt.datetime) -> int:
    members = queries.sitting(circulation.publication.document)
    known = set(circulation.readers.values_list("member_id", flat=True))
    Reader.objects.bulk_create(
        [
            Reader(programme=circulation.programme, circulation=circulation, member=each)
            for each in members
            if each.pk not in known
        ]
    )
    unsent = queries.unreached(queries.readers(circulation))
    left = write_to_readers(circulation, unsent, Kind.ASK, now)
    Reader.objects.filter(pk__in=left).update(sent_at=now)
    return len(left)


def _held(document: Document, by: Membership) -> Document:
    if not may_decide(by, document):
        raise NotAllowed(_NOT_YOURS)
    return hold(document.pk)


def _check(document: Document, deadline: dt.datetime, now: dt.datetime) -> None:
    if document.state in CLOSED:
        raise NotNow(_FINAL)
    if not queries.sitting(document):
        raise NotReady(_NOBODY)
    if deadline <= now:
        raise NotReady(_PAST)
