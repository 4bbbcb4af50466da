"""Lists of actors: fixed ones, and ones that fill themselves by a filter."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors import operations, queries
from imbizo.actors.forms.lists import ListForm, NewListForm
from imbizo.actors.forms.register import RegisterFilters
from imbizo.actors.models import ActorList
from imbizo.actors.rules import may_edit
from imbizo.actors.tables import ListMembersTable, ListsTable, conditions_words
from imbizo.actors.views.actor import share_page
from imbizo.actors.views.exporting import answer
from imbizo.actors.views.register import FORMATS, selected
from imbizo.base.attempts import attempt, is_done, tried
from imbizo.base.components import Empty, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.ACTORS_VIEW)
@require_safe
def lists(request: MemberRequest) -> HttpResponse:
    """The lists that the member sees, with how many are on each."""
    table = ListsTable(request, queries.lists(request.member), empty=_empty(request))
    may_add = request.member.may(Permission.ACTORS_EDIT)
    context = {"table": table, "may_add": may_add}
    return render(request, "actors/lists.html", context)


def _empty(request: MemberRequest) -> Empty:
    url = reverse("actors:register", args=[request.member.programme.slug])
    text = _(
        "Filter the people and keep the filter: the list then fills itself. Or tick people and put them on one."
    )
    return Empty(_("No lists yet"), text, _("Go to the people"), url, "list-check")


@requires(Permission.ACTORS_EDIT)
def list_add(request: MemberRequest) -> HttpResponse:
    """Make a list: a smart one where the address carries a filter, else a fixed one."""
    conditions = RegisterFilters(request.GET, member=request.member).conditions if request.GET else None
    form = NewListForm(request.POST or None)

    def create(given: dict[str, Any]) -> ActorList:
        return operations.create_list(conditions=conditions, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        say_done(request, _("The list is made."))
        return redirect(made.get_absolute_url())
    heading = _("Make a list that fills itself") if conditions else _("Make a list")
    words = conditions_words(request.member, conditions or {})
    lede = _("It holds whoever matches, now and later: %(filter)s") % {"filter": words} if words else ""
    back = reverse("actors:lists", args=[request.member.programme.slug])
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede,
        action=_("Make the list"),
        back_url=back,
        crumbs=_crumbs(request),
    )


@requires(Permission.ACTORS_VIEW)
@require_safe
def actor_list(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A list with those on it whom the member sees."""
    found = get_object_or_404(queries.lists(request.member), pk=pk)
    slug, is_ours = request.member.programme.slug, may_edit(found, request.member)
    may_take_off = is_ours and not found.is_smart
    table = ListMembersTable(
        request,
        queries.on_list(request.member, found),
        exports=_exports(request, found),
        bulk_actions=[("remove", _("Take off this list"))] if may_take_off else [],
        bulk_url=reverse("actors:list-take-off", args=[slug, pk]),
        empty=_nobody(request, found),
    )
    context = {
        "actor_list": found,
        "table": table,
        "is_ours": is_ours,
        "filter_words": conditions_words(request.member, found.conditions),
        "count": queries.counts(request.member, [found])[found.pk],
        "crumbs": _crumbs(request),
    }
    return render(request, "actors/list.html", context)


def _nobody(request: MemberRequest, found: ActorList) -> Empty:
    url = reverse("actors:register", args=[request.member.programme.slug])
    if found.is_smart:
        later = _("Whoever matches the filter later appears here by itself.")
        return Empty(_("Nobody matches yet"), later, icon="list")
    text = _("Tick people in the register and choose “Put on a list”.")
    return Empty(_("Nobody is on this list yet"), text, _("Go to the people"), url, "list")


def _exports(request: MemberRequest, found: ActorList) -> list[Link]:
    if not request.member.may(Permission.ACTORS_EXPORT):
        return []
    slug, words = request.member.programme.slug, {"xlsx": "Excel", "csv": "CSV", "vcf": "vCard"}
    return [Link(words[form], reverse("actors:list-export", args=[slug, found.pk, form])) for form in FORMATS]


@requires(Permission.ACTORS_EXPORT)
@require_safe
def list_export(request: MemberRequest, pk: UUID, form: str) -> HttpResponseBase:
    """A list as a file."""
    if form not in FORMATS:
        raise Http404
    found = get_object_or_404(queries.lists(request.member), pk=pk)
    rows = queries.on_list(request.member, found)
    return answer(request.member, rows, form=form, conditions=found.conditions, of=found)


@requires(Permission.ACTORS_EDIT)
@transaction.atomic
def list_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what a list is called and what it is for."""
    found = get_object_or_404(queries.lists(request.member).select_for_update(of=("self",)), pk=pk)
    form = ListForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> ActorList:
        return operations.change_list(actor_list=found, changes=form.changes, by=request.member)

    if request.method == "POST" and is_done(form, change):
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    back = found.get_absolute_url()
    return form_page(
        request, form, heading=_("Change the list"), action=_("Save"), back_url=back, crumbs=_crumbs(request)
    )


@requires(Permission.ACTORS_EDIT)
def list_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose who sees a list. Whoever sees it still sees only the people that are shared with them."""
    found = get_object_or_404(queries.lists(request.member), pk=pk)
    return share_page(request, found, _("Who sees the list “%(name)s”?") % {"name": found.name}, found)


@requires(Permission.ACTORS_EDIT)
@require_POST
def list_take_off(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take those selected off a fixed list."""
    found = get_object_or_404(queries.lists(request.member), pk=pk)
    actors, slug = selected(request), request.member.programme.slug
    entry = tried(
        request, lambda: operations.remove_members(actor_list=found, actors=actors, by=request.member)
    )
    if entry:
        count = len(entry.changes["members"][1])
        text = ngettext("%(count)s was taken off the list.", "%(count)s were taken off the list.", count)
        say_done(
            request, text % {"count": count}, undo=reverse("actors:list-undo", args=[slug, pk, entry.pk])
        )
    return redirect(found.get_absolute_url())


@requires(Permission.ACTORS_EDIT)
@require_POST
def list_undo(request: MemberRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Undo putting on a list or taking off it."""
    found = get_object_or_404(queries.lists(request.member), pk=pk)
    done = get_object_or_404(queries.entries_by(request.member), pk=entry)
    if tried(request, lambda: operations.undo_members(actor_list=found, entry=done, by=request.member)):
        say_done(request, _("The list is as it was before."))
    return redirect(found.get_absolute_url())


def _crumbs(request: MemberRequest) -> list[Link]:
    slug = request.member.programme.slug
    return [
        Link(_("People"), reverse("actors:register", args=[slug])),
        Link(_("Lists"), reverse("actors:lists", args=[slug])),
    ]
