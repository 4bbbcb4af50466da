"""Marking a theme grave, merging it, withdrawing it and bringing it back."""

from functools import partial
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.themes import IntoForm
from imbizo.evidence.operations import themes as operations
from imbizo.evidence.queries import in_themes as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.themes import own, way
from imbizo.programmes.states import Permission


@requires(Permission.THEMES_DECIDE)
def theme_grave(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Mark it grave, with the reason."""
    found = own(request, pk)
    return because_page(
        request,
        partial(operations.mark_grave, theme=found),
        done=_("Done."),
        heading=_("Mark it grave"),
        lede=_("It stays in sight, however few raised it."),
        action=_("Mark it"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@requires(Permission.THEMES_DECIDE)
def theme_withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Withdraw it, with the reason."""
    found = own(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_theme, theme=found),
        done=_("Done."),
        undo=address(request, "theme-back", found.pk),
        heading=_("Withdraw the theme"),
        lede=_("Its sentences stay, and are listed as unanswered where no other theme has them."),
        action=_("Withdraw it"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@require_POST
@requires(Permission.THEMES_DECIDE)
def theme_ungrave(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take the mark off."""
    found = own(request, pk)
    if tried(request, lambda: operations.unmark_grave(theme=found, by=request.member)) is not None:
        say_done(request, _("The mark is off."))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.THEMES_DECIDE)
def theme_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Bring a withdrawn theme back."""
    found = get_object_or_404(seeing.own(seeing.themes(request.member), request.member), pk=pk)
    if tried(request, lambda: operations.bring_back(theme=found, by=request.member)) is not None:
        say_done(request, _("The theme is on the list again."))
    return redirect(found.get_absolute_url())


@requires(Permission.THEMES_DECIDE)
def theme_merge(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put it into another theme."""
    found = own(request, pk)
    others = queries.own(request.member).exclude(pk=found.pk)
    form = IntoForm(request.POST or None, others=others)
    into = attempt(
        form, lambda data: operations.merge_theme(theme=found, into=data["into"], by=request.member)
    )
    if into is not None:
        say_done(request, _("The two are one theme now."))
        return redirect(into.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Merge with another theme"),
        lede=_("Its codes and sentences go there. What came of it stays on the thread."),
        action=_("Merge"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )
