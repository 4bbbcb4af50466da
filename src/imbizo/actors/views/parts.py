"""What hangs on an actor: numbers, affiliations, other spellings, notes; taking away and putting back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from imbizo.actors import operations, queries
from imbizo.actors.forms.actor import EndOfficesForm, OtherNameForm
from imbizo.actors.forms.affiliation import AffiliationForm, NewAffiliationForm
from imbizo.actors.forms.contact import ContactForm, NewContactForm
from imbizo.actors.forms.note import NewNoteForm, NoteForm
from imbizo.actors.models import Actor, Affiliation, ContactPoint
from imbizo.actors.rules import may_edit
from imbizo.actors.states import ActorState
from imbizo.actors.views.actor import crumbs, share_page
from imbizo.base.attempts import attempt, is_done, tried
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_REMOVABLE: dict[str, Callable[[Membership], QuerySet[Any]]] = {
    "contact": queries.contacts,
    "affiliation": queries.affiliations,
    "name": queries.other_names,
    "note": queries.notes,
}


def _actor(request: MemberRequest, pk: UUID) -> Actor:
    return get_object_or_404(queries.openable(request.member), pk=pk, state=ActorState.ACTIVE)


def _to(actor: Actor) -> HttpResponse:
    return redirect("actors:actor", actor.programme.slug, actor.pk)


@requires(Permission.CONTACTS_VIEW)
def contact_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a number or an address."""
    actor = _actor(request, pk)
    form = NewContactForm(request.POST or None, member=request.member, actor=actor)

    def add(given: dict[str, Any]) -> ContactPoint:
        given = {name: value for name, value in given.items() if not name.startswith("through_name")}
        return operations.add_contact(actor=actor, through=form.through, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(request, _contact_words(made, form.cleaned_data["channel"]))
        return _to(actor)
    heading = _("How to reach %(name)s") % {"name": actor.name}
    return _page(request, actor, form, heading, _("Add"))


def _contact_words(contact: ContactPoint, asked: str) -> str:
    if asked == Channel.SMS and contact.channel == Channel.PHONE:
        kind = contact.get_number_kind_display()
        return _("Saved as a telephone: %(kind)s, which can't get SMS.") % {"kind": kind}
    return _("Saved: %(address)s.") % {"address": contact}


@requires(Permission.CONTACTS_VIEW)
@transaction.atomic
def contact_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a number or an address, or say that it no longer works."""
    rows = queries.contacts(request.member).select_for_update(of=("self",)).select_related("actor__programme")
    found = get_object_or_404(rows, pk=pk)
    form = ContactForm(request.POST or None, instance=found, member=request.member)

    def change(_given: dict[str, Any]) -> ContactPoint:
        return operations.change_contact(contact=found, changes=form.all_changes, by=request.member)

    if request.method == "POST" and is_done(form, change):
        say_done(request, _("Saved."))
        return _to(found.actor)
    return _page(request, found.actor, form, _("Change a number or an address"), _("Save"))


@requires(Permission.CONTACTS_VIEW)
def contact_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose who sees a number or an address."""
    found = get_object_or_404(queries.contacts(request.member).select_related("actor__programme"), pk=pk)
    return share_page(request, found, _("Who sees %(address)s?") % {"address": found}, found.actor)


@requires(Permission.ACTORS_EDIT)
def affiliation_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say who is what in which organisation."""
    actor = _actor(request, pk)
    form = NewAffiliationForm(request.POST or None, member=request.member, actor=actor)
    if request.method == "POST" and is_done(
        form, lambda given: _affiliate(request.member, actor, form, given)
    ):
        say_done(request, _("Saved."))
        return _to(actor)
    heading = _("Where %(name)s belongs") if actor.is_person else _("Who is in %(name)s")
    return _page(request, actor, form, heading % {"name": actor.name}, _("Add"))


@transaction.atomic
def _affiliate(by: Membership, actor: Actor, form: NewAffiliationForm, given: dict[str, Any]) -> Affiliation:
    """Join the two, after adding the other one where that was asked for."""
    other = form.picked or operations.add_actor(form=form.other_form, name=given["other"], by=by)
    person, organisation = (actor, other) if actor.is_person else (other, actor)
    return operations.add_affiliation(
        person=person, organisation=organisation, by=by, id=given["id"], **form.details
    )


@requires(Permission.ACTORS_EDIT)
@transaction.atomic
def affiliation_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a position, or say when it ended."""
    rows = queries.affiliations(request.member).select_for_update(of=("self",))
    found = get_object_or_404(rows.select_related("person__programme", "organisation"), pk=pk)
    form = AffiliationForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> Affiliation:
        return operations.change_affiliation(affiliation=found, changes=form.changes, by=request.member)

    if request.method == "POST" and is_done(form, change):
        say_done(request, _("Saved."))
        return _to(found.person)
    said = {"person": found.person.name, "organisation": found.organisation.name}
    return _page(request, found.person, form, _("%(person)s in %(organisation)s") % said, _("Save"))


@requires(Permission.ACTORS_EDIT)
def offices_end(request: MemberRequest, pk: UUID) -> HttpResponse:
    """End all offices of an organisation in one act, after an election."""
    actor = _actor(request, pk)
    if not may_edit(actor, request.member):
        raise Http404
    form = EndOfficesForm(request.POST or None)
    entries = (
        attempt(
            form,
            lambda given: operations.end_offices(organisation=actor, on=given["on"], by=request.member),
        )
        if request.method == "POST"
        else None
    )
    if entries is not None:
        _say_ended(request, actor, entries)
        return _to(actor)
    heading = _("End the term of %(name)s") % {"name": actor.name}
    lede = _(
        "Every office that is marked as ending with an election ends on that day. People stay in the register."
    )
    return _page(request, actor, form, heading, _("End these offices"), lede=lede)


def _say_ended(request: MemberRequest, actor: Actor, entries: Any) -> None:
    count = len(entries)
    text = ngettext("%(count)s office was ended.", "%(count)s offices were ended.", count) % {"count": count}
    span = [actor.programme.slug, actor.pk, entries[0].pk, entries[-1].pk] if entries else None
    say_done(request, text, undo=reverse("actors:offices-reopen", args=span) if span else "")


@requires(Permission.ACTORS_EDIT)
@require_POST
def offices_reopen(request: MemberRequest, pk: UUID, first: UUID, last: UUID) -> HttpResponse:
    """Undo the end of a council."""
    actor = _actor(request, pk)
    entries = list(queries.entries_between(request.member, verb="end_office", first=first, last=last))
    act = operations.reopen_offices
    if tried(request, lambda: act(organisation=actor, entries=entries, by=request.member)):
        say_done(request, _("These offices go on as before."))
    return _to(actor)


@requires(Permission.ACTORS_EDIT)
def name_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add another spelling."""
    actor = _actor(request, pk)
    form = OtherNameForm(request.POST or None)
    add = operations.add_name
    if request.method == "POST" and is_done(form, lambda given: add(actor=actor, by=request.member, **given)):
        say_done(request, _("Saved."))
        return _to(actor)
    heading = _("Another name for %(name)s") % {"name": actor.name}
    return _page(request, actor, form, heading, _("Add"))


@requires(Permission.NOTES_VIEW)
def note_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write a note."""
    actor = _actor(request, pk)
    form = NewNoteForm(request.POST or None)
    add = operations.add_note
    if request.method == "POST" and is_done(form, lambda given: add(actor=actor, by=request.member, **given)):
        say_done(request, _("The note is saved."))
        return _to(actor)
    return _page(request, actor, form, _("A note about %(name)s") % {"name": actor.name}, _("Save the note"))


@requires(Permission.NOTES_VIEW)
@transaction.atomic
def note_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a note."""
    rows = queries.notes(request.member).select_for_update(of=("self",)).select_related("actor__programme")
    found = get_object_or_404(rows, pk=pk)
    form = NoteForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> Any:
        text = form.changes.get("text", form.cleaned_data["text"])
        return operations.change_note(note=found, text=text, by=request.member)

    if request.method == "POST" and is_done(form, change):
        say_done(request, _("The note is saved."))
        return _to(found.actor)
    return _page(request, found.actor, form, _("Change a note"), _("Save the note"))


@requires(Permission.NOTES_VIEW)
def note_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose who sees a note."""
    found = get_object_or_404(queries.notes(request.member).select_related("actor__programme"), pk=pk)
    return share_page(request, found, _("Who sees this note?"), found.actor)


@requires(Permission.ACTORS_EDIT)
@require_POST
def part_remove(request: MemberRequest, kind: str, pk: UUID) -> HttpResponse:
    """Take away a number, an affiliation, a spelling or a note. It can be put back."""
    if kind not in _REMOVABLE:
        raise Http404
    found = get_object_or_404(_REMOVABLE[kind](request.member), pk=pk)
    actor = found.person if kind == "affiliation" else found.actor
    if entry := tried(request, lambda: operations.remove(record=found, by=request.member)):
        undo = reverse("actors:put-back", args=[request.member.programme.slug, entry.pk])
        say_done(request, _("Taken away."), undo=undo)
    return _to(actor)


@requires(Permission.ACTORS_EDIT)
@require_POST
def part_put_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo taking away."""
    entry = get_object_or_404(queries.entries_by(request.member), pk=pk)
    back: Any = tried(request, lambda: operations.put_back(entry=entry, by=request.member))
    if back is None:
        return redirect("actors:register", request.member.programme.slug)
    say_done(request, _("Put back."))
    return _to(back.person if isinstance(back, Affiliation) else back.actor)


def _page(
    request: MemberRequest, actor: Actor, form: Any, heading: str, action: str, *, lede: str = ""
) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede,
        action=action,
        back_url=actor.get_absolute_url(),
        crumbs=crumbs(request, actor),
    )
