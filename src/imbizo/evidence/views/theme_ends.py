"""Marking a theme grave, merging it, withdrawing it and bringing it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.themes import BecauseForm, IntoForm
from imbizo.evidence.models import Theme
from imbizo.evidence.operations import themes as operations
from imbizo.evidence.queries import in_themes as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.themes import form_page, own
from imbizo.programmes.states import Permission

Words = tuple[str, str, str]


@requires(Permission.THEMES_DECIDE)
def theme_grave(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Mark it grave, with the reason."""
    words = (
        _("Mark it grave"),
        _("It stays in sight, however few raised it."),
        _("Mark it"),
    )
    return _because(request, own(request, pk), words, operations.mark_grave)


@requires(Permission.THEMES_DECIDE)
def theme_withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Withdraw it, with the reason."""
    words = (
        _("Withdraw the theme"),
        _("Its sentences stay, and are listed as unanswered where no other theme has them."),
        _("Withdraw it"),
    )
    found = own(request, pk)
    return _because(
        request, found, words, operations.withdraw_theme, undo=address(request, "theme-back", found.pk)
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
    words = (
        _("Merge with another theme"),
        _("Its codes and sentences go there. What came of it stays on the thread."),
        _("Merge"),
    )
    return form_page(request, form, words, back=found.get_absolute_url(), theme=found)


def _because(
    request: MemberRequest, found: Theme, words: Words, act: Callable[..., Any], *, undo: str = ""
) -> HttpResponseBase:
    form = BecauseForm(request.POST or None)
    if attempt(form, lambda data: act(theme=found, by=request.member, **data)) is not None:
        say_done(request, _("Done."), undo=undo)
        return redirect(found.get_absolute_url())
    return form_page(request, form, words, back=found.get_absolute_url(), theme=found)
