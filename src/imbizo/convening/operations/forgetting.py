"""What gatherings keep of an erased person: that somebody was invited, came, voted. Names, words and needs go.

What was said at a gathering stays as it was said, without its speaker. Out of what members wrote of it (decisions,
actions, proceedings) their whole names are taken.
"""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db.models import Q

from imbizo.actors.registry import Forgotten
from imbizo.convening.models import Attendance, Certificate, DeviceItem, Invitation, Nominee, Voter
from imbizo.convening.operations import emptying, inputs, taking_out
from imbizo.convening.operations.invitations import forgetting as invitations
from imbizo.convening.operations.nameless import FROM_DEVICES, NAMED, Named

CHUNK = 500  # people in one statement


def forget(forgotten: Forgotten) -> None:
    """Bound to erasing, in its transaction."""
    taking_out.take_out(forgotten, taking_out.names_of(forgotten))
    inputs.forget(forgotten)
    invitations.forget(forgotten)
    _link_nominees(forgotten)
    ids = [actor.pk for actor in forgotten.actors]
    for start in range(0, len(ids), CHUNK):
        _forget_some(ids[start : start + CHUNK])


def _link_nominees(forgotten: Forgotten) -> None:
    """An institution may have named them without anybody noticing that they are in the register."""
    addresses = [address for _channel, address in forgotten.addresses]
    rows = Nominee.objects.filter(programme=forgotten.programme, actor=None)
    rows.filter(Q(email__in=addresses) | Q(phone__in=addresses)).update(actor=forgotten.actors[0])


def _forget_some(people: Sequence[UUID]) -> None:
    came = Attendance.objects.filter(actor__in=people)
    asked = Invitation.objects.filter(actor__in=people)
    _forget_from_devices(list(came), [str(pk) for pk in asked.values_list("pk", flat=True)])
    emptying.revoke_certificates(Certificate.objects.filter(attendance__actor__in=people))
    emptying.empty(NAMED, partial(_of_people, people))
    came.update(wants_word=False)
    for rows in (came, asked, Voter.objects.filter(actor__in=people)):
        emptying.empty_trail(list(rows.values_list("pk", flat=True)))


def _of_people(people: Sequence[UUID], named: Named) -> Q:
    found = Q()
    for path in named.people:
        found |= Q(**{f"{path}__in": people})
    return found


def _forget_from_devices(came: Sequence[Attendance], invitations: Sequence[str]) -> None:
    """What devices sent about them: under the note's own id, or with their invitation, card or name in it."""
    found = Q(pk__in=[each.pk for each in came]) | Q(content__invitation__in=invitations)
    found |= Q(content__attendance__in=[str(each.pk) for each in came])
    for each in came:
        card = Q(content__code=each.code) | (Q(content__name=each.name) if each.name else Q())
        found |= Q(card, gathering=each.gathering_id)
    ids = list(DeviceItem.objects.filter(found).values_list("pk", flat=True))
    emptying.empty([FROM_DEVICES], lambda named: Q(pk__in=ids))
