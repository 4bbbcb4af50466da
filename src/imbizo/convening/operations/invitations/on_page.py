"""An answer on a person's own page: what they say, whom they send, what they need."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from imbizo.convening.models import Answer, Gathering, Invitation
from imbizo.convening.operations.invitations.answering import take_answers
from imbizo.convening.operations.invitations.deciding import Given
from imbizo.convening.operations.invitations.needs import set_needs
from imbizo.convening.operations.invitations.substitutes import bring
from imbizo.convening.states import AnswerOutcome, AnswerWay, Said


@transaction.atomic
def answer_on_page(
    *,
    invitation: Invitation,
    said: Said,
    needs: Mapping[str, Any],
    instead_name: str = "",
    instead_number: str = "",
    now: dt.datetime | None = None,
) -> Answer:
    """Take the answer of whoever holds the link. Somebody named with a number takes the place that they give up.

    What comes too late or to nothing is kept too: the answer's outcome says so.
    """
    given = Given(
        invitation_id=invitation.pk,
        said=said,
        via=AnswerWay.PAGE,
        at=now or timezone.now(),
        instead_name=" ".join(instead_name.split()) if said is Said.COLLEAGUE else "",
        instead_number=" ".join(instead_number.split()) if said is Said.COLLEAGUE else "",
    )
    if given.instead_name and given.instead_number:
        return bring(invitation=invitation, given=given)
    (answer,) = take_answers(gathering=Gathering(pk=invitation.gathering_id), given=[given])
    says_more = any(getattr(answer.invitation, name) != value for name, value in needs.items())
    if says_more and said in (Said.YES, Said.PERHAPS) and answer.outcome in _KEPT:
        set_needs(invitation=invitation, needs=needs, by=None)
    return answer


_KEPT = (AnswerOutcome.TAKEN, AnswerOutcome.SAME, AnswerOutcome.WAITING)
