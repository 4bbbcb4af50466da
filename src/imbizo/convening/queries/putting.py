"""What was put to institutions: by when they answer, what is overdue, and where a letter about it can go."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.queries.gate import needs_neutral
from imbizo.actors.states import ContactState
from imbizo.convening.models import Gathering, Input, PutTo
from imbizo.convening.queries.inputs import puts
from imbizo.convening.states import PutState
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership, Partner
from imbizo.thread.models import PublicLink

LINK = "put_to"
"""The purpose of the link by which an institution answers."""


def own_puts(member: Membership) -> QuerySet[PutTo]:
    """Those that the member's own partner put."""
    return puts(member).filter(input__gathering__owner_id=member.partner_id)


def puts_of(said: Input, member: Membership) -> QuerySet[PutTo]:
    return puts(member).filter(input=said).order_by("answer_by", "pk")


def tally(member: Membership) -> dict[str, int]:
    """How many wait, are overdue, are answered."""
    states = puts(member).order_by().values_list("state", flat=True)
    found = list(states)
    return {state: found.count(state) for state in PutState.values}


def behind(link: PublicLink) -> PutTo | None:
    """What the link opens; None where it was taken back."""
    rows = PutTo.objects.filter(pk=link.record_id).exclude(state=PutState.WITHDRAWN)
    return rows.select_related(
        "programme", "institution", "input__gathering__owner", "input__question"
    ).first()


def to_remind(today: date, until: date) -> QuerySet[PutTo]:
    """Those whose day comes by `until` and who weren't reminded yet."""
    rows = PutTo.objects.filter(state=PutState.WAITING, reminded_on=None, answer_by__range=(today, until))
    return rows.select_related(*_FOR_WRITING)


def overdue(today: date) -> QuerySet[PutTo]:
    """Those whose day has passed without an answer."""
    rows = PutTo.objects.filter(state=PutState.WAITING, answer_by__lt=today)
    return rows.select_related(*_FOR_WRITING)


def address_of(institution: Actor, owner: Partner) -> ContactPoint | None:
    """Where a letter to the institution can go: its mail, else its mobile, as far as the partner sees them.

    None where there is none to which a question can go with its words.
    """
    reader = Membership(programme_id=institution.programme_id, partner_id=owner.pk)
    points = ContactPoint.objects.visible_to(reader).filter(actor=institution).exclude(address="")
    points = points.filter(channel__in=(Channel.EMAIL, Channel.SMS)).exclude(state=ContactState.DEAD)
    open_ones = [point for point in points if not needs_neutral(point)]
    return min(
        open_ones, key=lambda each: (each.channel != Channel.EMAIL, not each.is_preferred), default=None
    )


def same_day(gathering: Gathering) -> date:
    """Today, in the programme's zone."""
    return timezone.localdate(timezone=gathering.programme.zone)


def put_before(said: Input, institution: Actor) -> PutTo | None:
    return PutTo.objects.filter(input=said, institution=institution).first()


def has_open_link(pk: UUID) -> bool:
    return PublicLink.objects.usable().filter(record_id=pk, purpose=LINK).exists()


_FOR_WRITING = ("programme", "institution", "input__gathering__owner", "input__question")
