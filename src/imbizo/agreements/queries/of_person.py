"""What agreements hold of a person or an institution, for the page where all about them stands, and for their file."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.agreements.models import AdoptionPath, Measure, MeasureUpdate, Party, Position, Signatory
from imbizo.agreements.queries.seeing import measures, of_agreements, paths, positions
from imbizo.base.components import Event
from imbizo.programmes.models import Membership

MOST: Final = 100  # of each sort
_LETTERS: Final = 160


def in_agreements(actor: Actor, member: Membership) -> Iterator[Event]:
    """Where they are a party or speak for one, which paths they confirm, what they sign, see to and reported.

    As far as the member may see it. Five queries.
    """
    for rows, told in _sources(actor, member):
        for row in rows[:MOST]:
            yield told(row)


def in_full(actor: Actor, member: Membership) -> Iterator[Event]:
    """For the person's own file: what was noted as said or reported by them, or for whom they speak. Two queries."""
    said = (
        positions(member)
        .filter(_whose("party", actor))
        .select_related("party__institution", "clause__section")
    )
    yield from (_position(row) for row in said.order_by("said_at"))
    told = of_agreements(MeasureUpdate, member, path="measure__agreement").filter(_whose("measure", actor))
    yield from (_update(row) for row in told.select_related("measure").order_by("at"))


def _sources(actor: Actor, member: Membership) -> list[tuple[QuerySet[Any], Callable[[Any], Event]]]:
    whose = Q(institution=actor) | Q(official=actor)
    parties = of_agreements(Party, member).filter(whose).select_related("programme", "agreement__document")
    signing = of_agreements(Signatory, member, path="party__agreement").filter(actor=actor)
    signing = signing.select_related(
        "programme", "party__institution", "party__agreement__document", "signature"
    )
    confirmed = paths(member).filter(official=actor).select_related("document", "party__agreement__document")
    seen_to: QuerySet[Measure] = measures(member).filter(whose)
    return [
        (parties.order_by("-created_at"), lambda row: _party(row, actor)),
        (confirmed.order_by("-created_at"), _path),
        (signing.order_by("-created_at"), _signs),
        (seen_to.order_by("-created_at"), lambda row: _measure(row, actor)),
    ]


def _whose(path: str, actor: Actor) -> Q:
    return Q(**{f"{path}__official": actor}) | Q(**{f"{path}__institution": actor})


def _party(row: Party, actor: Actor) -> Event:
    is_itself = row.institution_id == actor.pk
    title = _("In the agreement %(what)s") if is_itself else _("Speaks for a party in %(what)s")
    note = str(row.get_role_display()) if row.withdrew_on is None else str(_("withdrew"))
    return Event(row.created_at, title % {"what": row.agreement}, note, row.get_absolute_url())


def _path(row: AdoptionPath) -> Event:
    title = _("Confirms how %(institution)s adopts a text") % {"institution": row.institution}
    note = _("confirmed") if row.confirmed_on else _("not confirmed yet")
    return Event(row.confirmed_on or row.created_at, title, note, row.get_absolute_url())


def _signs(row: Signatory) -> Event:
    made = getattr(row, "signature", None)
    names = {"what": row.party.agreement, "who": row.party.institution}
    title = _("Signed %(what)s for %(who)s") if made else _("Named to sign %(what)s for %(who)s")
    at = made.signed_at if made else row.created_at
    return Event(at, title % names, f"{row.office}, {row.get_state_display()}", row.get_absolute_url())


def _measure(row: Measure, actor: Actor) -> Event:
    title = _("Sees to %(what)s") if row.institution_id == actor.pk else _("Reports on %(what)s")
    return Event(row.created_at, title % {"what": row}, str(row.get_state_display()), row.get_absolute_url())


def _position(row: Position) -> Event:
    title = _("Position of %(party)s") % {"party": row.party.institution}
    said = [
        (_("clause"), row.clause),
        (_("position"), row.get_stance_display()),
        (_("capacity"), row.get_capacity_display()),
        (_("resolution number"), row.resolution_number),
        (_("reason or reservation"), row.reason),
        (_("said by"), row.said_by),
    ]
    return Event(row.said_at, title, "\n".join(f"{name}: {value}" for name, value in said if value))


def _update(row: MeasureUpdate) -> Event:
    words = Truncator(str(row.measure)).chars(_LETTERS)
    said = [
        (_("state"), row.get_state_display()),
        (_("progress in percent"), "" if row.progress is None else str(row.progress)),
        (_("what was done"), row.text),
        (_("what stands in the way"), row.problem),
        (_("evidence"), row.file_name),
        (_("or a web address"), row.link),
        (_("reported by"), row.name),
    ]
    note = "\n".join(f"{name}: {value}" for name, value in said if value)
    return Event(row.at, _("Reported on %(what)s") % {"what": words}, note)
