"""A programme whose register holds very many people with a number and a basis, and a campaign to all of them."""

import random
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bench.harness import analyse, load

Person = tuple[uuid.UUID, str, str, str]  # id, name, place, language


def campaign_to(people: Sequence[Person], texts: Mapping[str, str]) -> Any:
    """The campaign, in a database that holds these people and nobody else. Tokens are {name} and {place}."""
    from imbizo.accounts.models import User
    from imbizo.outreach.operations.campaigns import set_wording, write
    from imbizo.programmes.operations import add_member, add_partner, create_programme

    programme = create_programme(
        name="Bench",
        slug="bench",
        template="four-phase-strategy-and-mou",
        starts_on=date(2026, 3, 2),
        by=None,
    )
    partner = add_partner(programme=programme, name="Ubambano", is_convenor=True, by=None)
    member = add_member(
        user=User.objects.create_user("bench@example.org", "x", name="Bench"),
        partner=partner,
        roles=["coordinator"],
        by=None,
    )
    _register(partner, people)
    analyse()
    campaign = write(name="Bench", purpose="service", everybody=True, via="sms", by=member)
    for language, text in texts.items():
        set_wording(campaign=campaign, language=language, text=text, by=member)
    return campaign


def numbers(count: int) -> list[str]:
    """So many numbers of a range that nobody can dial."""
    return [f"+2760{place:07}" for place in range(count)]


def people(chance: random.Random, recipients: Iterable[tuple[str, Mapping[str, str]]]) -> list[Person]:
    """A person for each recipient, given as (language, values), with an id of their own."""
    return [
        (uuid.UUID(int=chance.getrandbits(128)), values["name"], values["place"], language)
        for language, values in recipients
    ]


def _register(partner: Any, people: Sequence[Person]) -> None:
    from imbizo.actors.models import Actor, Consent, ContactPoint

    same = {"programme_id": partner.programme_id}
    owned = {**same, "owner_id": partner.pk, "sharing": "itself"}
    load(
        Actor,
        ["id", "name", "sort_name", "match_key", "place_text", "language"],
        ((pk, name, name.lower(), name.lower(), place, language) for pk, name, place, language in people),
        form="person",
        **owned,
    )
    load(
        ContactPoint,
        ["id", "actor_id", "address", "raw"],
        (
            (uuid.uuid4(), each[0], number, number)
            for each, number in zip(people, numbers(len(people)), strict=True)
        ),
        channel="sms",
        number_kind="mobile",
        **owned,
    )
    load(
        Consent,
        ["id", "actor_id"],
        ((uuid.uuid4(), each[0]) for each in people),
        purpose="service",
        basis="legitimate_interest",
        **same,
    )
