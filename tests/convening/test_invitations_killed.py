"""A worker that is killed while it writes to the invited writes to nobody twice, and leaves nobody out."""

import random
from collections import Counter

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.convening.models import Invitation, NoticeRun
from imbizo.convening.operations import invitations as operations
from imbizo.convening.operations.invitations import inviting
from imbizo.convening.states import InvitationState, NoticeKind
from imbizo.messaging.models import Message
from tests.cast import Cast, make_cast
from tests.convening.inviting import person, to_come
from tests.convening.making import keep_no_quiet_hours
from tests.messaging.killing import run_and_kill

PEOPLE, DEATHS = 60, 5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_again_and_again_writes_to_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "CHUNK", 3)
    run = _begun(make_cast())
    chance, deaths = random.Random(7), 0
    while deaths < DEATHS and _is_open(run):
        deaths += run_and_kill(lambda: operations.send_notices(id=run.pk), longest=0.4, chance=chance)
    operations.send_notices(id=run.pk)
    written = Counter(Message.objects.values_list("recipient_id", flat=True))
    assert deaths >= 1
    assert (len(written), set(written.values())) == (PEOPLE, {1})
    assert Invitation.objects.filter(state=InvitationState.INVITED).count() == PEOPLE


def _begun(cast: Cast) -> NoticeRun:
    """A sending that nobody has begun to work at: tasks don't wait in tests."""
    keep_no_quiet_hours(cast.programme)
    gathering = to_come(cast)
    people: list[Actor] = [person(cast, f"Person {number}") for number in range(PEOPLE)]
    operations.put_on_list(gathering=gathering, actors=people, by=cast.amina)
    to = [str(each.pk) for each in gathering.invitations.order_by("pk")]
    return NoticeRun.objects.create(
        programme=cast.programme, gathering=gathering, kind=NoticeKind.INVITATION, to=to, at=timezone.now()
    )


def _is_open(run: NoticeRun) -> bool:
    run.refresh_from_db()
    return run.done < len(run.to)
