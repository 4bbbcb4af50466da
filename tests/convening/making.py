"""What tests of gatherings begin with: gatherings, people of the register, lists. Numbers are of the practice range."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils.crypto import get_random_string

from imbizo.actors.models import Actor, ActorList
from imbizo.actors.operations import add_actor, add_contact, add_members, create_list
from imbizo.actors.states import Form
from imbizo.convening.models import Gathering, Venue
from imbizo.messaging.models import SendingRules
from imbizo.programmes.models import Programme
from imbizo.programmes.states import Sharing
from tests.cast import Cast

# Thu 12 March 2026, 09:00 to 15:00 in Johannesburg.
MARCH = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)


def make_gathering(cast: Cast, **changes: Any) -> Gathering:
    """The convenor's workshop of 12 March 2026 in Johannesburg time, kept to itself; `changes` are its fields."""
    fields: dict[str, Any] = {
        "programme": cast.programme,
        "owner": cast.convenor,
        "sharing": Sharing.ITSELF,
        "name": "Workshop in Ceres",
        "starts_at": MARCH,
        "code": get_random_string(6).upper(),
    }
    fields |= changes
    if fields["starts_at"] is not None:
        fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=6))
    return Gathering.objects.create(**fields)


def make_person(cast: Cast, name: str, *, number: str = "", email: str = "", **fields: Any) -> Actor:
    """A private person in the register, added by Amina ("Sipho Dlamini", "060 000 0001")."""
    given, _, surname = name.rpartition(" ")
    actor = add_actor(form=Form.PERSON, given_name=given, surname=surname, by=cast.amina, **fields)
    for channel, raw in (("sms", number), ("email", email)):
        if raw:
            add_contact(actor=actor, channel=channel, raw=raw, by=cast.amina)
    return actor


def make_list(cast: Cast, *actors: Actor, name: str = "The workshop's people") -> ActorList:
    """A fixed list of the convenor with these people on it."""
    made = create_list(name=name, by=cast.amina)
    add_members(actor_list=made, actors=actors, by=cast.amina)
    return made


def keep_no_quiet_hours(programme: Programme) -> None:
    """Let messages of the programme leave at any hour: a test must not depend on the clock of its machine."""
    SendingRules.objects.create(programme=programme, hours_from=time(0), hours_until=time(23, 59, 59))


def make_venue(cast: Cast, **changes: Any) -> Venue:
    """The convenor's town hall in Ceres, seen by all partners: an hour to set up and half an hour to clean up."""
    fields: dict[str, Any] = {"owner": cast.convenor, "sharing": Sharing.ALL, "name": "Town Hall"}
    return Venue.objects.create(programme=cast.programme, **(fields | changes))
