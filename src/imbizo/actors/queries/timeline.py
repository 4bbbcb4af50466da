"""Everything about an actor in time order: what was done, what is known with its day, what later apps know."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import Actor, Affiliation, Consent, Note
from imbizo.actors.registry import timeline_sources
from imbizo.base.components import Event
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread import registry as kinds
from imbizo.thread.errors import UnknownKind
from imbizo.thread.models import AuditEntry

MOST = 300
_WORDS: dict[tuple[str, str], Promise] = {
    ("actors.actor", "create"): gettext_lazy("Came into the register"),
    ("actors.actor", "import"): gettext_lazy("Came into the register from a file"),
    ("actors.actor", "change"): gettext_lazy("Changed: %(fields)s"),
    ("actors.actor", "withdraw"): gettext_lazy("Withdrawn from the register"),
    ("actors.actor", "restore"): gettext_lazy("Back in the register"),
    ("actors.actor", "share"): gettext_lazy("Sharing changed"),
    ("actors.actor", "tag"): gettext_lazy("Tagged: %(added)s"),
    ("actors.actor", "untag"): gettext_lazy("Tags taken away"),
    ("actors.actor", "merge"): gettext_lazy("A duplicate was merged into this record"),
    ("actors.actor", "unmerge"): gettext_lazy("A merge was undone"),
    ("actors.actor", "handle_in_person"): gettext_lazy("To be spoken to in person only"),
    ("actors.actor", "handle_as_others"): gettext_lazy("Messages may reach them again"),
    ("actors.actor", "make_link"): gettext_lazy("A link to their own page was made for them"),
    ("actors.actor", "opt_out"): gettext_lazy("All their numbers and addresses were stopped"),
    ("actors.contact", "opt_out"): gettext_lazy("They want no messages at one of their addresses"),
    ("actors.contact", "start_again"): gettext_lazy("They want messages again at one of their addresses"),
    ("actors.contact", "create"): gettext_lazy("A number or an address was added"),
    ("actors.contact", "change"): gettext_lazy("A number or an address was changed"),
    ("actors.contact", "share"): gettext_lazy("Sharing of a number or an address changed"),
    ("actors.contact", "put_back"): gettext_lazy("A number or an address was put back"),
    ("actors.name", "create"): gettext_lazy("Another spelling was added"),
    ("actors.affiliation", "create"): gettext_lazy("An affiliation was noted"),
    ("actors.affiliation", "change"): gettext_lazy("An affiliation was changed"),
    ("actors.affiliation", "end_office"): gettext_lazy("The end of an office was noted"),
    ("actors.affiliation", "reopen_office"): gettext_lazy("The end of an office was taken back"),
}
# Notes and bases of law stand in the timeline themselves.
_TOLD_OTHERWISE = frozenset({"actors.note", "actors.consent"})


def timeline(
    *,
    actor: Actor,
    member: Membership,
    affiliations: Iterable[Affiliation],
    notes: Iterable[Note],
    consents: Iterable[Consent],
    parts: Iterable[UUID],
) -> list[Event]:
    """The events, newest first. The caller gives what it has read already, all of it visible to the member.

    `parts` are the ids of contact points, names and affiliations whose history belongs here: one query for all.
    """
    events = [
        *(_history([actor.pk, *parts]) if member.may(Permission.ACTIVITY_VIEW) else ()),
        *(event for each in affiliations for event in _of_affiliation(actor, each)),
        *(Event(each.created_at, each.text, _by(each.by, each.owner), "") for each in notes),
        *(event for each in consents for event in _of_consent(each)),
    ]
    for source in timeline_sources():
        events += source(actor, member)
    return sorted(events, key=lambda event: _moment(event.at), reverse=True)


def _history(ids: list[UUID]) -> Iterator[Event]:
    entries = (
        AuditEntry.objects.filter(subject_id__in=ids).select_related("by", "partner").order_by("-id")[:MOST]
    )
    for entry in entries:
        if entry.subject_kind not in _TOLD_OTHERWISE:
            yield Event(entry.at, _sentence(entry), _by(entry.by, entry.partner))


def _sentence(entry: AuditEntry) -> str:
    words = _WORDS.get((entry.subject_kind, entry.verb))
    if words is None:
        return _("%(what)s: %(verb)s") % {
            "what": _noun(entry.subject_kind),
            "verb": entry.verb.replace("_", " "),
        }
    return str(words) % {"fields": _fields(entry), "added": _added(entry)}


def _noun(kind: str) -> str:
    found = kinds.find(kind)
    return str(found.noun).capitalize() if found else kind


def _fields(entry: AuditEntry) -> str:
    try:
        model = kinds.get(entry.subject_kind).model
    except UnknownKind:
        return ""
    known: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    labels = [
        str(known[name].verbose_name) for name in entry.changes if name in known and known[name].editable
    ]
    return str(get_text_list(labels, _("and")))


def _added(entry: AuditEntry) -> str:
    pair = entry.changes.get("tags_added") or entry.changes.get("tags") or [None, []]
    return ", ".join(pair[1] or [])


def _of_affiliation(actor: Actor, affiliation: Affiliation) -> Iterator[Event]:
    other = affiliation.organisation if affiliation.person_id == actor.pk else affiliation.person
    url = reverse("actors:actor", args=[actor.programme.slug, other.pk])
    said = {"position": affiliation.position or _("Member"), "name": other.name}
    if affiliation.starts_on:
        yield Event(affiliation.starts_on, _("%(position)s: begins") % said, other.name, url)
    if affiliation.ends_on and affiliation.ends_on <= timezone.localdate():
        yield Event(affiliation.ends_on, _("%(position)s: ends") % said, other.name, url)


def _of_consent(consent: Consent) -> Iterator[Event]:
    said = {"purpose": consent.get_purpose_display(), "basis": consent.get_basis_display()}
    yield Event(consent.given_on, _("Lawful basis for %(purpose)s: %(basis)s") % said, consent.how)
    if consent.withdrawn_on:
        text = _("Lawful basis for %(purpose)s withdrawn: %(basis)s") % said
        yield Event(consent.withdrawn_on, text, consent.withdrawn_how)


def _by(user: object, partner: object) -> str:
    if user is None:
        return ""
    label = getattr(partner, "label", "")
    return f"{user} ({label})" if label else str(user)


def _moment(at: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(at, dt.datetime):
        return at
    return timezone.make_aware(dt.datetime.combine(at, dt.time()))
