"""Resolutions noted on a step, their scans, and the official's own page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from imbizo.agreements.forms.adoption import ConfirmForm, ResolutionForm
from imbizo.agreements.models import AdoptionPath
from imbizo.agreements.operations import paths as operations
from imbizo.agreements.operations.evidence_files import SNIFFED, ending_of
from imbizo.agreements.operations.resolutions import is_too_late, resolve
from imbizo.agreements.queries import adoption as queries
from imbizo.agreements.states import Outcome
from imbizo.agreements.views.frame import path_crumbs
from imbizo.base.attempts import attempt
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@requires(Permission.AGREEMENTS_WRITE)
def resolution_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note what a body decided. What doesn't fit is warned of, never refused: the minutes are theirs."""
    step = get_object_or_404(queries.own_steps(request.member), pk=pk)
    initial = {"text_hash": queries.hash_to_adopt(step.path), "decided_on": queries.today_of(step.programme)}
    form = ResolutionForm(request.POST or None, request.FILES or None, step=step, initial=initial)

    def note(data: dict[str, Any]) -> Any:
        return resolve(step=step, by=request.member, **(data | {"outcome": Outcome(data["outcome"])}))

    made = attempt(form, note)
    if made is None:
        return form_page(
            request, form, heading=_("Note a resolution"), action=_("Note it"),
            lede=f"{step.path.institution}: {queries.title_of(step.path)}", back_url=step.get_absolute_url(),
            crumbs=path_crumbs(request, step.path),
        )  # fmt: skip
    if is_too_late(made):
        text = _(
            "The resolution is kept. It opens no clause: the text is being signed already. Speak to the parties."
        )
        messages.warning(request, text)
    elif queries.is_about_the_text(made):
        say_done(request, _("The resolution is noted."))
    else:
        text = _("The resolution is kept, but it is on another text than this one: the step stays open.")
        messages.warning(request, text)
    return redirect(step.get_absolute_url())


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
@never_cache
def resolution_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The scan of the minutes."""
    row = get_object_or_404(queries.resolutions(request.member).exclude(file=""), pk=pk)
    with row.file.open("rb") as kept:
        ending = ending_of(kept.read(SNIFFED))
    return saved(row.file.open("rb"), f"{row.pk}.{ending}")


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_path(request: HttpRequest, token: str) -> HttpResponseBase:
    """An official sees the steps and confirms them, or says what is different."""
    one = _behind(token)
    if one is None:
        return link_closed(request)
    initial = {"name": one.official.name if one.official else "", "remark": one.remark}
    form = ConfirmForm(request.POST or None, initial=initial)
    if attempt(form, lambda data: operations.confirm_path(path=one, by=None, **data)) is not None:
        messages.success(request, _("Thank you. It is noted."))
        return redirect("agreements:open-path", token=token)
    (stand,) = queries.stands([one], queries.today_of(one.programme))
    programme = one.programme
    context: dict[str, Any] = {
        "path": one,
        "stand": stand,
        "title": queries.title_of(one),
        "form": form,
        "programme_name": programme.name,
        "asked_by": operations.owner_of(one).name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
    return render(request, "agreements/public/path.html", context)


def _behind(token: str) -> AdoptionPath | None:
    try:
        return queries.behind(open_public_link(token, purpose=operations.LINK))
    except LinkClosed:
        return None
