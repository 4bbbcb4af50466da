"""A strategy of two sections, published, and out with its reference group."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import Actor, Consent
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.states import Form
from imbizo.drafting.models import (
    Circulation,
    Document,
    Publication,
    Reader,
    ReferenceGroup,
    ReferenceMember,
    Section,
)
from imbizo.drafting.operations import circulating, reference_groups
from imbizo.drafting.operations.publishing import publish
from imbizo.drafting.queries.circulating import READ_LINK
from imbizo.drafting.queries.circulating import readers as readers_of
from imbizo.thread.operations import add_public_links
from tests.cast import Cast
from tests.convening.making import keep_no_quiet_hours
from tests.drafting.making import make_document, make_section

FIRST = "The parties shall meet quarterly. Each sends two people."
SECOND = "Complaints are answered within a week."


def make_published(cast: Cast) -> Publication:
    document = make_document(cast)
    make_section(document, FIRST, title="Meeting")
    make_section(document, SECOND, title="Complaints")
    return publish(document=document, by=cast.amina)


def section(document: Document, title: str = "Meeting") -> Section:
    return Section.objects.get(document=document, title=title)


def make_person(cast: Cast, name: str, email: str = "") -> Actor:
    made = add_actor(form=Form.PERSON, name=name, by=cast.amina)
    if email:
        add_contact(actor=made, channel="email", raw=email, by=cast.amina)
        for purpose in ("service", "invitation"):
            Consent.objects.create(actor=made, purpose=purpose, basis="consent", programme=cast.programme)
    return made


def make_group(cast: Cast, document: Document) -> ReferenceGroup:
    return reference_groups.keep_group(
        document=document, name="Reference group", terms="We read.", by=cast.amina
    )


def seat(cast: Cast, group: ReferenceGroup, person: Actor, **more: Any) -> ReferenceMember:
    return reference_groups.add_reference_member(group=group, actor=person, by=cast.amina, **more)


def make_circulation(cast: Cast, publication: Publication | None = None, **more: Any) -> Circulation:
    """Out with Nomsa, who speaks for farm workers, and Pieter; a week to answer."""
    keep_no_quiet_hours(cast.programme)
    sent = publication or make_published(cast)
    group = make_group(cast, sent.document)
    seat(cast, group, make_person(cast, "Nomsa Dube"), speaks_for="farm workers")
    seat(cast, group, make_person(cast, "Pieter Louw"))
    given: dict[str, Any] = {"deadline": timezone.now() + dt.timedelta(days=7)} | more
    return circulating.circulate(publication=sent, by=cast.amina, **given)


def reader(circulation: Circulation, name: str = "Nomsa Dube") -> Reader:
    return next(each for each in readers_of(circulation) if each.member.actor.name == name)


def token_of(reader: Reader) -> str:
    return add_public_links([reader], purpose=READ_LINK, days=30, by=None)[reader.pk]


def page_of(reader: Reader) -> str:
    return reverse("drafting:open-read", args=[token_of(reader)])
