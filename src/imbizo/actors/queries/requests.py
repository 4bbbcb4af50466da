"""What people asked about their own data, and all that is held about one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.models import (
    Actor,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    Note,
    Objection,
    SubjectRequest,
)
from imbizo.actors.queries.traces import family
from imbizo.actors.registry import file_sources
from imbizo.actors.states import ActorState, RequestState
from imbizo.base.components import Event, Fact, Text
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.queries import members, partners
from imbizo.programmes.states import Permission, Sharing
from imbizo.thread.models import AuditEntry

_LABELS = {
    field.name: field.verbose_name
    for model in (Actor, ContactPoint, Affiliation)
    for field in model._meta.fields
}


@dataclass(frozen=True)
class Change:
    """An entry of the audit trail in words: when, who, and each value before and after."""

    at: Any
    verb: str
    by: str
    values: tuple[tuple[Text, str, str], ...]


@dataclass(frozen=True)
class Held:
    """All that is held about a person, for the file that they are given. `kept` counts what other partners keep."""

    actor: Actor
    facts: tuple[Fact, ...]
    names: tuple[str, ...]
    contacts: tuple[ContactPoint, ...]
    affiliations: tuple[Affiliation, ...]
    consents: tuple[Consent, ...]
    objections: tuple[Objection, ...]
    notes: tuple[Note, ...]
    lists: tuple[str, ...]
    requests: tuple[SubjectRequest, ...]
    elsewhere: tuple[Event, ...]
    changes: tuple[Change, ...]
    kept: tuple[tuple[Partner, int], ...]


def requests(member: Membership) -> QuerySet[SubjectRequest]:
    """The requests of the member's programme: those of people the member sees, and those not matched yet."""
    rows = SubjectRequest.objects.filter(programme_id=member.programme_id)
    seen = rows.filter(Q(actor=None) | Q(actor__in=Actor.objects.visible_to(member)))
    return seen.select_related("programme", "actor", "handler__user", "handler__partner")


def requests_kept_back(member: Membership) -> int:
    """How many open requests are about people whom the member doesn't see."""
    rows = SubjectRequest.objects.filter(programme_id=member.programme_id, state=RequestState.OPEN)
    return rows.exclude(actor=None).exclude(actor__in=Actor.objects.visible_to(member)).count()


def open_requests_of(member: Membership) -> QuerySet[SubjectRequest]:
    """What passes to a successor when the member leaves."""
    return SubjectRequest.objects.filter(handler=member, state=RequestState.OPEN)


def open_searches_of(member: Membership) -> QuerySet[Assignment]:
    """The searches that pass to a successor when the member leaves."""
    return Assignment.objects.filter(assignee=member, state="open")


def handlers(member: Membership) -> QuerySet[Membership]:
    """The members who may answer requests."""
    able = [each.pk for each in members(member) if each.may(Permission.REQUESTS_HANDLE)]
    return members(member).filter(pk__in=able)


def likely(member: Membership, request: SubjectRequest) -> QuerySet[Actor]:
    """Actors that the member sees and that a request may be about: by the number, the address or the name given."""
    digits = "".join(letter for letter in request.said_contact if letter.isdigit())
    match = Q(pk__in=[])
    if len(digits) >= 9:
        match |= Q(contacts__address__endswith=digits[-9:])
    if "@" in request.said_contact:
        match |= Q(contacts__address__iexact=request.said_contact.strip())
    if request.said_name.strip():
        match |= Q(name__icontains=request.said_name.strip())
    rows: QuerySet[Actor] = Actor.objects.visible_to(member).exclude(
        state__in=[ActorState.MERGED, ActorState.ERASED]
    )
    return rows.filter(match).distinct().select_related("programme", "owner").order_by("sort_name", "id")[:20]


def partners_to_ask(member: Membership) -> QuerySet[Partner]:
    """The other partners that keep people to themselves: each has to look for the person too.

    Whether one of them holds this person isn't said: what a partner doesn't share isn't even seen to exist.
    """
    hidden = Actor.objects.filter(programme_id=member.programme_id, state=ActorState.ACTIVE)
    owners = hidden.exclude(sharing=Sharing.ALL).exclude(owner_id=member.partner_id).values("owner_id")
    return partners(member).filter(pk__in=owners)


def held_about(actor: Actor, member: Membership) -> Held:
    """Everything held about the person, from whichever record it was merged.

    Notes and addresses that other partners keep to themselves aren't in it, only how many each keeps: the law gives
    the person those too, and the partner who keeps them answers for them.
    """
    whole = family([actor])
    contacts, notes = ContactPoint.objects.filter(actor__in=whole), Note.objects.filter(actor__in=whole)
    return Held(
        actor=actor,
        facts=_facts(actor),
        names=tuple(name.name for each in whole for name in each.other_names.all()),
        contacts=tuple(_seen(contacts, member)),
        affiliations=tuple(Affiliation.objects.filter(person__in=whole).select_related("organisation")),
        consents=tuple(Consent.objects.filter(actor__in=whole).select_related("batch")),
        objections=tuple(Objection.objects.filter(actor__in=whole)),
        notes=tuple(_seen(notes, member).select_related("by", "owner")),
        lists=tuple(entry.list.name for entry in actor.list_entries.select_related("list")),
        requests=tuple(SubjectRequest.objects.filter(actor__in=whole)),
        elsewhere=tuple(each for one in whole for source in file_sources() for each in source(one, member)),
        changes=tuple(_changes(whole, contacts, member)),
        kept=_kept_back(member, [contacts, notes]),
    )


def _facts(actor: Actor) -> tuple[Fact, ...]:
    source = actor.batch.source if actor.batch else ""
    return (
        Fact(_("Name"), actor.name),
        Fact(_("Title"), actor.title),
        Fact(_("Kind"), capfirst(actor.get_kind_display())),
        Fact(_("Sphere"), capfirst(actor.get_sphere_display())),
        Fact(_("Place"), actor.place or actor.place_text),
        Fact(_("Language"), ", ".join(filter(None, [actor.language, *actor.other_languages]))),
        Fact(_("Spoken to in person only"), actor.in_person_reason if actor.handle_in_person else _("no")),
        Fact(_("Where it came from"), source or _("entered by a member of the programme")),
        Fact(_("In the register since"), timezone.localdate(actor.created_at)),
    )


def _seen(rows: QuerySet[Any], member: Membership) -> QuerySet[Any]:
    return rows.filter(rows.model.objects.sharing_filter(member))


def _kept_back(member: Membership, all_rows: Iterable[QuerySet[Any]]) -> tuple[tuple[Partner, int], ...]:
    kept: dict[Any, int] = {}
    for rows in all_rows:
        hidden = rows.exclude(pk__in=_seen(rows, member).values("pk")).order_by()
        for owner, number in hidden.values_list("owner_id").annotate(number=Count("pk")):
            kept[owner] = kept.get(owner, 0) + number
    return tuple((partner, kept[partner.pk]) for partner in partners(member).filter(pk__in=kept))


def _changes(
    whole: Sequence[Actor], contacts: QuerySet[ContactPoint], member: Membership
) -> Iterable[Change]:
    """What was written and when. Of addresses that other partners keep, nothing."""
    subjects = [actor.pk for actor in whole]
    subjects += _seen(contacts, member).values_list("pk", flat=True)
    for entry in AuditEntry.objects.filter(subject_id__in=subjects).select_related("by").order_by("id"):
        values = tuple((_label(name), _said(pair[0]), _said(pair[1])) for name, pair in entry.changes.items())
        yield Change(entry.at, entry.verb, str(entry.by or _("the system")), values)


def _label(name: str) -> Text:
    return _LABELS.get(name, name.replace("_", " "))


def _said(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def day_in_words(day: date) -> str:
    """A day as a sentence says it: "21 December"."""
    return date_format(day, "j F Y")


def due_in_words(day: date) -> str:
    """How long until then, for those who count days: "in 3 days", "2 days late"."""
    left = (day - timezone.localdate()).days
    if left < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    return ngettext("in %(days)s day", "in %(days)s days", left) % {"days": left} if left else _("today")
