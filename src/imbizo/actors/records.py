"""The kinds of records that the register gives to the thread, and who sees them.

Whoever isn't shown a person learns nothing of them: every kind here hides even that it exists.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import (
    Actor,
    ActorList,
    ActorName,
    Affiliation,
    Assignment,
    ColumnMapping,
    Consent,
    ContactPoint,
    Expectation,
    ImportBatch,
    Merge,
    Note,
    Objection,
    Pair,
    RetentionNotice,
    SubjectRequest,
    Tag,
)
from imbizo.actors.queries import affiliations, contacts, notes, other_names
from imbizo.actors.queries.seeing import sees
from imbizo.actors.states import ActorState, Kind
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, Sharing
from imbizo.thread.registry import RecordKind, SearchText, register
from imbizo.thread.states import Hidden

VisibleTo = Callable[[Membership], QuerySet[Any]]


def _seen_actors(member: Membership) -> QuerySet[Actor]:
    rows: QuerySet[Actor] = Actor.objects.visible_to(member)
    return rows.exclude(state=ActorState.ERASED)


def _allowed(permission: Permission, visible_to: VisibleTo) -> VisibleTo:
    def narrowed(member: Membership) -> QuerySet[Any]:
        rows = visible_to(member)
        return rows if member.may(permission) else rows.none()

    return narrowed


def _with_actor(model: type[Model], *paths: str) -> VisibleTo:
    """Records that are seen with the actors they hang on: with all of them."""

    def visible_to(member: Membership) -> QuerySet[Any]:
        rows = model._default_manager.filter(programme_id=member.programme_id)
        return rows.filter(*(sees(member, path) for path in paths)).select_related(*paths)

    return visible_to


def _of_programme(model: type[Model]) -> VisibleTo:
    return lambda member: model._default_manager.filter(programme_id=member.programme_id)


def _shared(model: Any) -> VisibleTo:
    def visible_to(member: Membership) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(member)
        return rows

    return visible_to


def _requests(member: Membership) -> QuerySet[SubjectRequest]:
    rows = SubjectRequest.objects.filter(programme_id=member.programme_id)
    return rows.filter(Q(actor=None) | sees(member, "actor"))


def _assignments(member: Membership) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(programme_id=member.programme_id)
    return rows.filter(Q(found=None) | sees(member, "found"))


def _reached(member: Membership) -> QuerySet[ContactPoint]:
    return contacts(member).select_related("actor__programme")


def _held(member: Membership) -> QuerySet[Affiliation]:
    return affiliations(member).select_related("organisation")


def _noted(member: Membership) -> QuerySet[Note]:
    return notes(member).select_related("actor__programme")


def _actor_text(actor: Actor) -> SearchText:
    names = [name.name for name in actor.other_names.all()]
    places = [actor.place_text, str(actor.place or ""), str(actor.municipality or "")]
    words = [actor.title, actor.acronym, *names, *places, *_public_bodies(actor)]
    line = [str(Kind(actor.kind).label), str(actor.municipality or actor.place or actor.place_text or "")]
    return SearchText(
        title=actor.name, body=" ".join(filter(None, words)), subtitle=", ".join(filter(None, line))
    )


def _public_bodies(actor: Actor) -> list[str]:
    """Organisations of the person that all partners see: others would tell of themselves by being found."""
    bodies = (affiliation.organisation for affiliation in actor.affiliations.all())
    return [f"{body.name} {body.acronym}".strip() for body in bodies if body.sharing == Sharing.ALL]


def _actor_sources(rows: QuerySet[Any]) -> QuerySet[Any]:
    found = rows.filter(state=ActorState.ACTIVE)
    return found.select_related("place", "municipality").prefetch_related(
        "other_names", "affiliations__organisation"
    )


def _contact_text(contact: ContactPoint) -> SearchText | None:
    if not contact.raw:  # Emptied with an erased person.
        return None
    digits = contact.address.removeprefix("+")
    home = f"0{digits[2:]}" if digits.startswith("27") else ""
    return SearchText(
        title=contact.actor.name,
        body=" ".join(filter(None, [contact.address, digits, home])),
        subtitle=contact.address or contact.raw,
    )


def _named_after(actors: Sequence[Actor]) -> Iterator[tuple[str, UUID]]:
    """What search shows under these actors' names: their numbers, notes on them, and people of an organisation."""
    ids = [actor.pk for actor in actors]
    sources = {
        "actors.contact": ContactPoint.objects.filter(actor__in=ids).values_list("pk", flat=True),
        "actors.note": Note.objects.filter(actor__in=ids).values_list("pk", flat=True),
        "actors.actor": Affiliation.objects.filter(organisation__in=ids).values_list("person_id", flat=True),
    }
    for kind, found in sources.items():
        for identifier in found:
            yield kind, identifier


def _note_text(note: Note) -> SearchText | None:
    if not note.text:  # Emptied with an erased person.
        return None
    return SearchText(title=note.actor.name, body=note.text, subtitle=note.text[:120])


def _list_text(actor_list: ActorList) -> SearchText:
    return SearchText(title=actor_list.name, body=actor_list.description, subtitle=actor_list.description)


def _register(
    kind: str, model: type[Model], noun: Promise, icon: str, visible_to: VisibleTo, **more: Any
) -> None:
    register(
        RecordKind(
            kind=kind,
            model=model,
            noun=noun,
            icon=icon,
            visible_to=visible_to,
            hidden=Hidden.EXISTENCE,
            **more,
        )
    )


_VIEW, _NUMBERS, _NOTES = Permission.ACTORS_VIEW, Permission.CONTACTS_VIEW, Permission.NOTES_VIEW

_register(
    "actors.actor", Actor, _("person or organisation"), "user", _allowed(_VIEW, _seen_actors),
    search=_actor_text, search_sources=_actor_sources, also_search=_named_after,
)  # fmt: skip
_register(
    "actors.contact", ContactPoint, _("number or address"), "phone", _allowed(_NUMBERS, _reached),
    search=_contact_text, search_sources=lambda rows: rows.select_related("actor"),
)  # fmt: skip
_register(
    "actors.note", Note, _("note"), "note", _allowed(_NOTES, _noted),
    search=_note_text, search_sources=lambda rows: rows.select_related("actor"),
)  # fmt: skip
_register(
    "actors.list", ActorList, _("list"), "list", _allowed(_VIEW, _shared(ActorList)), search=_list_text
)  # fmt: skip
_register(
    "actors.name", ActorName, _("other spelling"), "language", _allowed(_VIEW, other_names),
    also_search=lambda names: [("actors.actor", name.actor_id) for name in names],
)  # fmt: skip
_register(
    "actors.affiliation", Affiliation, _("affiliation"), "building", _allowed(_VIEW, _held),
    also_search=lambda rows: [("actors.actor", affiliation.person_id) for affiliation in rows],
)  # fmt: skip
_register("actors.tag", Tag, _("tag"), "tag", _allowed(_VIEW, _of_programme(Tag)))
_register(
    "actors.consent", Consent, _("lawful basis"), "scale", _allowed(_VIEW, _with_actor(Consent, "actor"))
)
_register(
    "actors.objection", Objection, _("objection"), "scale", _allowed(_VIEW, _with_actor(Objection, "actor"))
)
_register(
    "actors.notice", RetentionNotice, _("notice of what is forgotten"), "clock",
    _allowed(Permission.PROGRAMME_MANAGE, _of_programme(RetentionNotice)),
)  # fmt: skip
_register(
    "actors.request", SubjectRequest, _("request by a person"), "shield-check",
    _allowed(Permission.REQUESTS_HANDLE, _requests),
)  # fmt: skip
_register("actors.assignment", Assignment, _("search for an actor"), "search", _allowed(_VIEW, _assignments))
_register(
    "actors.expectation",
    Expectation,
    _("expected actor"),
    "layout-grid",
    _allowed(_VIEW, _of_programme(Expectation)),
)
_register(
    "actors.batch", ImportBatch, _("import"), "file-import",
    _allowed(Permission.ACTORS_IMPORT, _shared(ImportBatch)),
)  # fmt: skip
_register(
    "actors.mapping", ColumnMapping, _("meaning of columns"), "file-import",
    _allowed(Permission.ACTORS_IMPORT, _of_programme(ColumnMapping)),
)  # fmt: skip
_register(
    "actors.pair", Pair, _("possible duplicate"), "users",
    _allowed(Permission.ACTORS_MERGE, _with_actor(Pair, "first", "second")),
)  # fmt: skip
_register(
    "actors.merge",
    Merge,
    _("merge"),
    "arrow-merge",
    _allowed(_VIEW, _with_actor(Merge, "survivor", "absorbed")),
)
