"""What evidence holds of a person, for the page where all about them stands; and what goes into their own file."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.base.components import Event
from imbizo.evidence.models import Interview, Practice
from imbizo.evidence.queries.seeing import of_sources, own, sources
from imbizo.programmes.models import Membership


def in_evidence(actor: Actor, member: Membership) -> Iterator[Event]:
    """The interviews with them, and the practices about which they, or their institution, can be asked. Two queries.

    Who was interviewed is for the partner that holds the interview alone.
    """
    yield from (_interviewed(row) for row in _interviews(actor, member))
    yield from (_practice(row, actor) for row in _practices(actor, member))


def in_full(actor: Actor, member: Membership) -> Iterator[Event]:
    """For the person's own file: what they agreed to, and all that was written down of what they said. One query."""
    yield from (_whole(row) for row in _interviews(actor, member))


def _interviews(actor: Actor, member: Membership) -> QuerySet[Interview]:
    mine = own(sources(member), member).order_by().values("pk")
    rows: QuerySet[Interview] = Interview.objects.filter(actor=actor, source__in=mine)
    return rows.select_related("source__programme", "programme").order_by("-held_on")


def _practices(actor: Actor, member: Membership) -> QuerySet[Practice]:
    rows = of_sources(Practice, member).filter(Q(contact=actor) | Q(institution=actor))
    return rows.select_related("source__programme").order_by("-created_at")


def _interviewed(row: Interview) -> Event:
    return Event(_day(row), _("Interviewed"), str(row.get_consent_display()), row.get_absolute_url())


def _practice(row: Practice, actor: Actor) -> Event:
    asked = _("Can be asked about %(what)s") if row.contact_id == actor.pk else _("Made %(what)s")
    return Event(row.created_at, asked % {"what": row}, str(row.get_worked_display()), row.get_absolute_url())


def _whole(row: Interview) -> Event:
    said = [
        (_("called in what we write"), row.called),
        (_("consent"), row.get_consent_display()),
        (_("agreed on"), row.consent_on),
        (_("conditions"), row.conditions),
        (_("not to be shown before"), row.embargo_until),
        (_("file"), row.source.file_name),
        (_("note"), row.source.note),
        (_("summary"), row.source.abstract),
        (_("what was said"), row.source.text),
    ]
    title = _("Interview with you")
    return Event(_day(row), title, "\n".join(f"{name}: {value}" for name, value in said if value))


def _day(row: Interview) -> datetime:
    return datetime.combine(row.held_on, time(12), row.programme.zone)
