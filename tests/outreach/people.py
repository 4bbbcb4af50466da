"""People whom campaigns are sent to, and campaigns that are ready to be sent."""

from datetime import time
from itertools import count
from typing import Any

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.operations.consent import record_basis
from imbizo.actors.states import Basis, Form, Purpose
from imbizo.messaging.models import Gateway, SendingRules
from imbizo.messaging.operations import drive
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations.campaigns import set_wording, write
from imbizo.programmes.models import Membership, Programme

_numbers = count(1)


def fresh_number() -> str:
    """A mobile number of the practice range that nobody has yet."""
    return f"+2760{next(_numbers):07}"


def open_all_day(programme: Programme) -> None:
    """Let messages leave at any hour, so that no test depends on the clock on the wall."""
    SendingRules.objects.create(programme=programme, hours_from=time(0), hours_until=time(23, 59, 59))


def reachable(by: Membership, given: str = "Tendai", surname: str = "Moyo", **fields: Any) -> Actor:
    """A person with a mobile number of their own and a basis for service; `number=""` or `email` say otherwise."""
    number, email = fields.pop("number", None), fields.pop("email", "")
    actor = add_actor(form=Form.PERSON, given_name=given, surname=surname, by=by, **fields)
    if number or (number is None and not email):
        add_contact(actor=actor, channel="sms", raw=number or fresh_number(), by=by)
    if email:
        add_contact(actor=actor, channel="email", raw=email, by=by)
    record_basis(actors=[actor], purpose=Purpose.SERVICE, basis=Basis.LEGITIMATE_INTEREST, by=by)
    return actor


def campaign(by: Membership, text: str = "Ubambano: we meet on Monday.", **fields: Any) -> Campaign:
    """A campaign to everybody in the register, in English."""
    asked: dict[str, Any] = {"name": "Monday", "purpose": Purpose.SERVICE, "everybody": True} | fields
    made = write(by=by, **asked)
    set_wording(campaign=made, language="en", text=text, by=by)
    return made


def send_what_waits(programme: Programme) -> int:
    """Drive the programme's gateway until nothing is due, and return how many left."""
    gateway = Gateway.objects.get(programme=programme)
    return drive(gateway_id=str(gateway.pk))
