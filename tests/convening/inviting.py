"""People invited to a gathering to come, whose answers tests give: by page, by SMS, by a mail program."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.operations.consent import record_basis
from imbizo.actors.states import Basis, Purpose
from imbizo.convening.models import Answer, Gathering, Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations import drive
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.operations.routing import route_inbound
from imbizo.messaging.states import Channel
from imbizo.thread.operations import add_public_links
from tests.cast import Cast
from tests.convening.making import keep_no_quiet_hours, make_gathering, make_person

_numbers = count(1)


def to_come(cast: Cast, **changes: Any) -> Gathering:
    """A workshop in three weeks, to be answered within two, led by Amina."""
    starts = timezone.now() + timedelta(days=21)
    fields = {"starts_at": starts, "answer_by": starts - timedelta(days=7), "contact": cast.amina}
    return make_gathering(cast, **(fields | changes))


def person(cast: Cast, name: str = "Thandi Mokoena", **fields: Any) -> Actor:
    """Somebody who may be invited: by SMS, unless `email` says otherwise."""
    if "email" not in fields:
        fields.setdefault("number", f"+2760{next(_numbers):07}")
    made = make_person(cast, name, **fields)
    record_basis(actors=[made], purpose=Purpose.INVITATION, basis=Basis.LEGITIMATE_INTEREST, by=cast.amina)
    return made


def invited(cast: Cast, gathering: Gathering, *people: Actor) -> list[Invitation]:
    """Put these people on the list and invite them; their messages have left."""
    if not hasattr(cast.programme, "hours_kept"):
        keep_no_quiet_hours(cast.programme)
        cast.programme.hours_kept = True  # type: ignore[attr-defined]
    operations.put_on_list(gathering=gathering, actors=people, by=cast.amina)
    operations.invite(gathering=gathering, by=cast.amina)
    send_what_waits(cast)
    order = [each.pk for each in people]
    return sorted(gathering.invitations.all(), key=lambda each: order.index(each.actor_id))


def send_what_waits(cast: Cast) -> None:
    drive(gateway_id=str(Gateway.objects.get(programme=cast.programme).pk))


def page_of(invitation: Invitation) -> str:
    """The address of the person's own page."""
    tokens = add_public_links([invitation], purpose=operations.LINK_PURPOSE, days=9, by=None)
    return reverse("convening:answer", args=[tokens[invitation.pk]])


def says(invitation: Invitation, said: str = "yes", **more: Any) -> Answer:
    """Answer on the person's own page, and give what became of it."""
    response = Client().post(page_of(invitation), {"said": said, **more})
    assert response.status_code == 302, response.context["form"].errors
    invitation.refresh_from_db()
    return latest(invitation)


def writes(cast: Cast, who: Actor, text: str) -> None:
    """An SMS from the person's number comes in and is handed on."""
    gateway = Gateway.objects.get(programme=cast.programme)
    address = ContactPoint.objects.get(actor=who, channel="sms").address
    receive(gateway=gateway, arrivals=[Arrival(address=address, text=text)])
    route_inbound()


def mails(cast: Cast, address: str, calendar: str = "", text: str = "") -> None:
    """A mail comes in, as the receiver of mail stores it."""
    gateway = Gateway.objects.get(programme=cast.programme)
    arrival = Arrival(address=address, text=text, calendar=calendar, channel=Channel.EMAIL)
    receive(gateway=gateway, arrivals=[arrival])
    route_inbound()


def latest(invitation: Invitation) -> Answer:
    return invitation.answers.order_by("-at", "-id").select_related("invitation").first()  # type: ignore[return-value]


def last_text(invitation: Invitation) -> str:
    """The last message to the person."""
    return str(Message.objects.filter(recipient_id=invitation.actor_id).order_by("-created_at")[0].text)
