"""What tests of the day begin with: a gathering that is open, people on its list, a device at its door."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.devices import Opened, Written, open_device
from imbizo.convening.states import GatheringState, InvitationState
from tests.cast import Cast
from tests.convening.making import make_gathering, make_person


def open_gathering(cast: Cast, **changes: Any) -> Gathering:
    """A workshop that began an hour ago and lasts six hours."""
    began = timezone.now() - timedelta(hours=1)
    return make_gathering(cast, **{"state": GatheringState.OPEN, "starts_at": began, **changes})


def invite(cast: Cast, gathering: Gathering, name: str, **changes: Any) -> Invitation:
    """Somebody on the list who said yes, in the next place."""
    number = gathering.invitations.count() + 1
    fields = {"state": InvitationState.ACCEPTED, "place_number": number, **changes}
    person = make_person(cast, name, email=fields.pop("email", ""))
    return Invitation.objects.create(
        programme=gathering.programme, gathering=gathering, actor=person, **fields
    )


def a_device(cast: Cast, gathering: Gathering, label: str = "Front door") -> Opened:
    return open_device(gathering=gathering, label=label, by=cast.bo)


def written(kind: str = "attendance", *, id: UUID | None = None, **content: Any) -> Written:
    """Something that a device with a right clock wrote just now."""
    return Written(id=id or new_id(), kind=kind, content=content, written_at=timezone.now())


def card(body: str) -> str:
    """The valid code that begins with these four characters."""
    return next(body + last for last in codes.ALPHABET if codes.is_valid(body + last, codes.CARD))
