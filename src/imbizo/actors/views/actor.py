"""One actor: its page, and changing it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors import operations, queries
from imbizo.actors.forms.actor import OtherNameForm, changed_form, new_form
from imbizo.actors.forms.note import NewNoteForm
from imbizo.actors.models import Actor
from imbizo.actors.operations.actors import NOT_YOURS
from imbizo.actors.rules import may_edit
from imbizo.actors.states import ActorState, Form, Language
from imbizo.base.attempts import attempt, is_done, tried
from imbizo.base.components import Fact, Link
from imbizo.base.form_pages import form_page, sharing_page
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Permission


@requires(Permission.ACTORS_VIEW)
@require_safe
def actor(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Everything about one actor that the member may see, in time order."""
    found = get_object_or_404(queries.openable(request.member), pk=pk)
    if found.state == ActorState.MERGED:
        return redirect("actors:actor", request.member.programme.slug, found.merged_into_id)
    member = request.member
    context = {
        "actor": found,
        "dossier": queries.dossier(found, member),
        "crumbs": crumbs(request, None),
        "facts": _facts(found),
        "is_ours": may_edit(found, member),
        "may_add": member.may(Permission.ACTORS_EDIT),
        "may_merge": member.may(Permission.ACTORS_MERGE),
        "sees_numbers": member.may(Permission.CONTACTS_VIEW),
        "sees_notes": member.may(Permission.NOTES_VIEW),
        "note_form": NewNoteForm(),
        "name_form": OtherNameForm(auto_id="name_%s"),
    }
    return render(request, "actors/actor.html", context)


def _facts(found: Actor) -> list[Fact]:
    """What is known beside how to reach them."""
    others = [str(Language(code).label) for code in found.other_languages if code in Language.values]
    first = str(Language(found.language).label) if found.language in Language.values else found.language
    facts = [Fact(_("Written to in"), first)]
    if others:
        facts.append(Fact(_("Also speaks") if found.is_person else _("Also uses"), ", ".join(others)))
    if found.place_text:
        facts.append(Fact(_("Place as written"), found.place_text))
    since = Fact(_("In the register since"), when(found.created_at.date()))
    return [*facts, Fact(_("Owner"), found.owner.label), since]


@requires(Permission.ACTORS_EDIT)
def person_add(request: MemberRequest) -> HttpResponse:
    """Add a person."""
    return _add(request, Form.PERSON, _("Add a person"))


@requires(Permission.ACTORS_EDIT)
def organisation_add(request: MemberRequest) -> HttpResponse:
    """Add an organisation."""
    return _add(request, Form.ORGANISATION, _("Add an organisation"))


def _add(request: MemberRequest, kind_of: Form, heading: str) -> HttpResponse:
    slug = request.member.programme.slug
    form = new_form(kind_of)(request.POST or None, member=request.member)

    def add(given: dict[str, Any]) -> Actor:
        tags, sharing = given.pop("tags"), given.pop("sharing") or None
        made = operations.add_actor(form=kind_of, sharing=sharing, by=request.member, **given)
        return operations.set_tags(actor=made, names=tags, by=request.member)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(
            request,
            _("%(name)s is in the register. Add how to reach them.") % {"name": made.name},
            undo=reverse("actors:actor-withdraw", args=[slug, made.pk]),
        )
        return redirect("actors:actor", slug, made.pk)
    back = reverse("actors:register", args=[slug])
    lede = _("Only the name is needed; the rest can follow.")
    return form_page(
        request, form, heading=heading, lede=lede, action=heading, back_url=back, crumbs=crumbs(request, None)
    )


@requires(Permission.ACTORS_EDIT)
@transaction.atomic
def actor_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change an actor. The row is held while two who save at once are told apart."""
    found = get_object_or_404(queries.for_update(request.member), pk=pk, state=ActorState.ACTIVE)
    if not may_edit(found, request.member):
        messages.error(request, NOT_YOURS)
        return redirect("actors:actor", request.member.programme.slug, pk)
    # Before the form writes what was typed into the instance.
    heading, way_back = _("Change %(name)s") % {"name": found.name}, crumbs(request, found)
    form = changed_form(found)(request.POST or None, instance=found, member=request.member)

    def change(_given: dict[str, Any]) -> Actor:
        fields = {name: value for name, value in form.changes.items() if name != "tags"}
        changed = operations.change_actor(actor=found, changes=fields, by=request.member)
        if "tags" in form.changes:
            operations.set_tags(actor=changed, names=form.changes["tags"], by=request.member)
        return changed

    if request.method == "POST" and is_done(form, change):
        say_done(request, _saved_words(form))
        return redirect("actors:actor", request.member.programme.slug, pk)
    return form_page(
        request,
        form,
        heading=heading,
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way_back,
    )


def _saved_words(form: Any) -> str:
    if not form.kept:
        return _("Saved.")
    kept = ", ".join(f"{each.label} ({each.theirs})" for each in form.kept)
    return _("Saved. Somebody else changed this meanwhile, and it is kept: %(kept)s") % {"kept": kept}


@requires(Permission.ACTORS_EDIT)
@require_POST
def actor_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take an actor out of lists and counts."""
    found = get_object_or_404(queries.openable(request.member), pk=pk)
    if tried(request, lambda: operations.withdraw(actor=found, by=request.member)):
        undo = reverse("actors:actor-restore", args=[request.member.programme.slug, pk])
        say_done(request, _("%(name)s was withdrawn from the register.") % {"name": found.name}, undo=undo)
    return redirect("actors:actor", request.member.programme.slug, pk)


@requires(Permission.ACTORS_EDIT)
@require_POST
def actor_restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo a withdrawal."""
    found = get_object_or_404(queries.openable(request.member), pk=pk)
    if tried(request, lambda: operations.restore(actor=found, by=request.member)):
        say_done(request, _("%(name)s is back in the register.") % {"name": found.name})
    return redirect("actors:actor", request.member.programme.slug, pk)


@requires(Permission.ACTORS_EDIT)
def actor_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose who sees an actor."""
    found = get_object_or_404(queries.openable(request.member), pk=pk, state=ActorState.ACTIVE)
    return share_page(request, found, _("Who sees %(name)s?") % {"name": found.name}, found)


def share_page(request: MemberRequest, record: Any, heading: str, back_to: Any) -> HttpResponse:
    """The page on which the owner chooses who sees a record."""
    return sharing_page(
        request,
        record,
        partial(operations.set_sharing, record=record),
        partners=other_partners(request.member),
        back_url=back_to.get_absolute_url(),
        heading=heading,
        lede=_("Partners to whom you don't show it don't learn that it exists."),
    )


def crumbs(request: MemberRequest, found: Actor | None) -> list[Link]:
    """The way back to the register."""
    way = [Link(_("People"), reverse("actors:register", args=[request.member.programme.slug]))]
    return [*way, Link(found.name, found.get_absolute_url())] if found else way
