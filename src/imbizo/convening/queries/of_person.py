"""What gatherings hold of a person, for the page where all about them stands; and what goes into their own file."""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.base.components import Event
from imbizo.convening.models import Answer, Attendance, Candidate, Input, Invitation, Nominee, Voter
from imbizo.convening.queries.inputs import own_inputs
from imbizo.convening.queries.needs import says_anything
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

MOST: Final = 100  # of each sort
_LETTERS: Final = 160
M = TypeVar("M", bound=Model)


def at_gatherings(actor: Actor, member: Membership) -> Iterator[Event]:
    """That they came, what they said under their name, where they were nominated, came forward and voted.

    As far as the member may see it: names at gatherings are for the partner that convenes. Five queries.
    """
    for rows, told in _sources(actor, member):
        for row in rows[:MOST]:
            yield told(row)


def in_full(actor: Actor, member: Membership) -> Iterator[Event]:
    """For the person's own file: what they need, each answer in their words, what they agreed to. Three queries."""
    asked = _own(Invitation, member, Permission.INVITED_VIEW, "gathering").filter(actor=actor)
    yield from (_needs(row) for row in asked if says_anything(row))
    answers = _own(Answer, member, Permission.INVITED_VIEW, "invitation__gathering")
    yield from (_answer(row) for row in answers.filter(invitation__actor=actor).exclude(words=""))
    came = _own(Attendance, member, Permission.DAY_REGISTER, "gathering").filter(actor=actor)
    yield from (_consents(row) for row in came)


def _sources(actor: Actor, member: Membership) -> list[tuple[QuerySet[Any], Callable[[Any], Event]]]:
    invited = Permission.INVITED_VIEW
    came = _own(Attendance, member, Permission.DAY_REGISTER, "gathering").filter(withdrawn_at=None)
    said = own_inputs(member).select_related("gathering", "programme").filter(speaker__actor=actor)
    named = _own(Nominee, member, invited, "nomination__gathering").select_related("nomination__institution")
    forward = _own(Candidate, member, invited, "selection__gathering")
    votes = _own(Voter, member, invited, "poll__gathering").exclude(voted_at=None)
    return [
        (came.filter(actor=actor).order_by("-arrived_at"), _came),
        (said.order_by("-said_at"), _said),
        (named.filter(actor=actor).order_by("-created_at"), _named),
        (forward.filter(actor=actor).order_by("-created_at"), _came_forward),
        (votes.filter(actor=actor).order_by("-voted_at"), _voted),
    ]


def _own(model: type[M], member: Membership, permission: Permission, path: str) -> QuerySet[M]:
    rows = of_gatherings(model, member, permission, path=path, only_own=True)
    return rows.select_related("programme", f"{path}__programme")


def _came(row: Attendance) -> Event:
    title = _("Came to %(gathering)s") % {"gathering": row.gathering.name}
    return Event(row.arrived_at, title, str(row.get_way_display()), row.get_absolute_url())


def _said(row: Input) -> Event:
    words = Truncator(" ".join(row.text.split())).chars(_LETTERS)
    title = _("“%(words)s”") % {"words": words}
    note = _("Said at %(gathering)s") % {"gathering": row.gathering.name}
    return Event(row.said_at, title, note, row.get_absolute_url())


def _named(row: Nominee) -> Event:
    names = {"who": row.nomination.institution, "gathering": row.nomination.gathering.name}
    title = _("Nominated by %(who)s for %(gathering)s") % names
    return Event(row.created_at, title, row.mandate, row.nomination.get_absolute_url())


def _came_forward(row: Candidate) -> Event:
    title = _("Came forward for an open place at %(gathering)s")
    note = ", ".join(str(value) for value in row.attributes.values())
    return Event(
        row.created_at, title % {"gathering": row.selection.gathering.name}, note, row.get_absolute_url()
    )


def _needs(row: Invitation) -> Event:
    title = _("What you need at %(gathering)s") % {"gathering": row.gathering.name}
    said = {
        _("interpreter"): row.interpreter,
        _("children to look after"): row.children,
        _("transport from"): row.transport_from,
        _("food"): row.diet,
        _("access"): row.access,
        _("data voucher"): row.data_voucher,
    }
    return Event(
        row.updated_at, title, "\n".join(f"{name}: {value}" for name, value in said.items() if value)
    )


def _answer(row: Answer) -> Event:
    title = _("Answered to %(gathering)s") % {"gathering": row.invitation.gathering.name}
    return Event(row.at, title, row.words)


def _consents(row: Attendance) -> Event:
    title = _("What was noted of you at %(gathering)s") % {"gathering": row.gathering.name}
    said = [
        (_("name as given"), row.name),
        (_("organisation as given"), row.organisation),
        (_("guardian"), row.guardian),
        (_("consent to keep what they say"), row.get_consent_display()),
        (_("consent to be named beside it"), row.get_name_consent_display()),
        (_("consent to photos"), row.get_photo_consent_display()),
        (_("transport paid"), row.transport_paid),
    ]
    return Event(row.arrived_at, title, "\n".join(f"{name}: {value}" for name, value in said if value))


def _voted(row: Voter) -> Event:
    title = _("Voted on the date of %(gathering)s") % {"gathering": row.poll.gathering.name}
    return Event(row.voted_at or row.created_at, title, str(row.get_via_display()), row.get_absolute_url())
