"""Sections in the outline: added, set, moved, divided, joined, taken away."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.forms.outline import (
    JoinForm,
    NewSectionForm,
    PlaceForm,
    SettingsForm,
    SplitForm,
    StepForm,
)
from imbizo.drafting.models import Section
from imbizo.drafting.operations import dividing
from imbizo.drafting.operations import outline as operations
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.queries.outline import beginnings, joinable, outline
from imbizo.drafting.views.document_frame import crumbs, ours, own_section
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_WRITE)
def section_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a section."""
    document = ours(request, pk)
    initial = request.GET.dict()
    form = NewSectionForm(request.POST or None, document=document, entries=outline(document), initial=initial)

    def add(given: dict[str, Any]) -> Section:
        return operations.add_section(document=document, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(request, _("“%(title)s” is added.") % {"title": made.title})
        return redirect(_row(document.get_absolute_url(), made))
    return form_page(
        request,
        form,
        heading=_("Add a section"),
        lede=_("It stands at the end. You can move it from there."),
        action=_("Add it"),
        back_url=document.get_absolute_url(),
        crumbs=crumbs(request, document),
    )


@requires(Permission.DRAFTS_WRITE)
@transaction.atomic
def section_settings(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The heading of a section, who writes it, and how far it is."""
    hold(own_section(request, pk).document_id)
    section = own_section(request, pk)
    form = SettingsForm(request.POST or None, instance=section, member=request.member)

    def change(_given: dict[str, Any]) -> Section:
        return operations.change_section(section=section, changes=form.changes, by=request.member)

    is_from_section = "section" in request.GET
    back = (
        section.get_absolute_url() if is_from_section else _row(section.document.get_absolute_url(), section)
    )
    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Heading, writer and state"),
        action=_("Save"),
        back_url=back,
        crumbs=_way(request, section),
    )


@requires(Permission.DRAFTS_WRITE)
@require_POST
def section_move(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Move a section one step."""
    section, form = own_section(request, pk), StepForm(request.POST)
    if form.is_valid():
        tried(request, lambda: operations.step(section=section, how=form.step, by=request.member))
    return redirect(_row(section.document.get_absolute_url(), section))


@requires(Permission.DRAFTS_WRITE)
@require_POST
def section_place(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put a section where it was dragged."""
    section = own_section(request, pk)
    form = PlaceForm(request.POST, entries=outline(section.document))
    if form.is_valid():
        tried(request, lambda: operations.place(section=section, by=request.member, **form.cleaned_data))
    else:
        messages.error(request, _("The outline has changed meanwhile. Look at it again."))
    return redirect(_row(section.document.get_absolute_url(), section))


@requires(Permission.DRAFTS_WRITE)
def section_split(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Divide a section."""
    section = own_section(request, pk)
    initial = {"base_version": section.version}
    form = SplitForm(request.POST or None, beginnings=beginnings(section), initial=initial)

    def divide(given: dict[str, Any]) -> Section:
        return dividing.split(section=section, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, divide)):
        say_done(request, _("Divided. “%(title)s” stands behind it.") % {"title": made.title})
        return redirect(_row(section.document.get_absolute_url(), made))
    lede = _("Comments and citations go with their words, parts with the second half.")
    return form_page(
        request,
        form,
        heading=_("Divide “%(title)s”") % {"title": section.title},
        lede=lede
        if beginnings(section)
        else _("It has one paragraph only, so there is nowhere to divide it."),
        action=_("Divide it"),
        back_url=section.document.get_absolute_url(),
        crumbs=_way(request, section),
    )


@requires(Permission.DRAFTS_WRITE)
def section_join(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Join a section to another."""
    section = own_section(request, pk)
    targets, before = joinable(section)
    form = JoinForm(request.POST or None, entries=targets, initial={"into": before})

    def join(given: dict[str, Any]) -> Section:
        return dividing.join(section=section, into=given["into"], by=request.member)

    if request.method == "POST" and (target := attempt(form, join)):
        say_done(request, _("Joined. Comments, citations and references went along."))
        return redirect(_row(section.document.get_absolute_url(), target))
    return form_page(
        request,
        form,
        heading=_("Join “%(title)s” to another section") % {"title": section.title},
        lede=_(
            "Its words stand at the end of the other, below its heading. Whoever refers to it is led there."
        ),
        action=_("Join them"),
        back_url=section.document.get_absolute_url(),
        crumbs=_way(request, section),
    )


@requires(Permission.DRAFTS_WRITE)
def section_take_away(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a section out of the document."""
    section = own_section(request, pk)
    url = section.document.get_absolute_url()
    return because_page(
        request,
        partial(operations.take_away, section=section),
        done=_("“%(title)s” is taken away.") % {"title": section.title},
        undo=address(request, "section-put-back", section.pk),
        heading=_("Take away “%(title)s”") % {"title": section.title},
        lede=_("Its words, comments and thread are kept, and its parts take its place."),
        action=_("Take it away"),
        back_url=url,
        crumbs=_way(request, section),
    )


@requires(Permission.DRAFTS_WRITE)
@require_POST
def section_put_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo taking away."""
    section = own_section(request, pk)
    if tried(request, lambda: operations.put_back(section=section, by=request.member)):
        say_done(request, _("“%(title)s” is put back.") % {"title": section.title})
    return redirect(_row(section.document.get_absolute_url(), section))


def _row(url: str, section: Section) -> str:
    """The place of a section in the outline of its document."""
    return f"{url}#s-{section.pk}"


def _way(request: MemberRequest, section: Section) -> list[Link]:
    return crumbs(request, section.document, Link(section.title, section.get_absolute_url()))
