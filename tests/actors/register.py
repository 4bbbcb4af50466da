"""What tests of the register begin with: invented people and organisations, numbers of the practice range."""

from typing import Any

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor
from imbizo.actors.states import Form, Kind, Sphere
from imbizo.programmes.models import Membership

MOBILE, LANDLINE = "060 000 0123", "021 000 0123"
MOBILE = "060 123 4567"


def person(by: Membership, given: str = "Tendai", surname: str = "Moyo", **fields: Any) -> Actor:
    """A private person."""
    return add_actor(form=Form.PERSON, given_name=given, surname=surname, by=by, **fields)


def official(by: Membership, given: str = "Lindiwe", surname: str = "Mokoena", **fields: Any) -> Actor:
    """A person of local government."""
    return person(by, given, surname, kind=Kind.GOVERNMENT, sphere=Sphere.LOCAL, **fields)


def organisation(by: Membership, name: str = "Langeberg Council", **fields: Any) -> Actor:
    return add_actor(form=Form.ORGANISATION, name=name, by=by, **fields)
