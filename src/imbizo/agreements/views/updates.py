"""How a measure goes: noted by a member, said by its owner on a page without an account, and the file that shows it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.agreements.forms.measures import OwnReportForm, ReportForm
from imbizo.agreements.models import Measure, MeasureUpdate
from imbizo.agreements.operations import updates as operations
from imbizo.agreements.operations.evidence_files import SNIFFED, ending_of
from imbizo.agreements.operations.measures import LINK
from imbizo.agreements.queries import measuring as queries
from imbizo.agreements.states import Came, MeasureState
from imbizo.agreements.views.frame import crumbs
from imbizo.base.attempts import attempt
from imbizo.base.files import saved
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@requires(Permission.AGREEMENTS_WRITE)
def update_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note how it goes, also what came by telephone, by mail or at a meeting."""
    one = get_object_or_404(queries.own(request.member), pk=pk)
    initial = {"state": _state_now(one), "progress": one.progress}
    form = ReportForm(request.POST or None, request.FILES or None, measure=one, initial=initial)
    if attempt(form, lambda data: _report(one, data, request)) is None:
        return form_page(
            request, form, heading=_("How does it go?"), lede=one.title, action=_("Note it"),
            back_url=one.get_absolute_url(), crumbs=crumbs(request, one.agreement),
        )  # fmt: skip
    say_done(request, _("It is noted."))
    return redirect(one.get_absolute_url())


@requires(Permission.AGREEMENTS_WRITE)
def update_withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It was wrong: it stays in sight as withdrawn."""
    update = get_object_or_404(queries.updates(request.member), pk=pk)
    get_object_or_404(queries.own(request.member), pk=update.measure_id)
    return because_page(
        request,
        partial(operations.withdraw_update, update=update),
        heading=_("Withdraw this report"),
        lede=_("It stays in sight with your reason, and the measure stands as it was reported before."),
        action=_("Withdraw it"),
        back_url=update.get_absolute_url(),
        crumbs=crumbs(request, update.measure.agreement),
    )


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
@never_cache
def update_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The file that shows what was done."""
    update = get_object_or_404(queries.updates(request.member).exclude(file=""), pk=pk)
    with update.file.open("rb") as kept:
        ending = ending_of(kept.read(SNIFFED))
    return saved(update.file.open("rb"), f"{update.pk}.{ending}")


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def measure_ask(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Ask the person who reports how it goes."""
    one = get_object_or_404(queries.own(request.member), pk=pk)
    link, is_on_its_way = operations.ask(measure=one, by=request.member)
    if is_on_its_way:
        say_done(request, _("They are asked how it goes."))
    text = _("Their page, to hand over yourself (shown only now): %(link)s")
    messages.info(request, text % {"link": link})
    return redirect(one.get_absolute_url())


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_measure(request: HttpRequest, token: str) -> HttpResponseBase:
    """Somebody without an account says how what they answer for goes."""
    one = _behind(token)
    if one is None:
        return link_closed(request)
    initial = {"state": _state_now(one), "progress": one.progress, "name": _reporter(one)}
    form = OwnReportForm(request.POST or None, request.FILES or None, measure=one, initial=initial)
    if attempt(form, lambda data: _report(one, data)) is not None:
        messages.success(request, _("Thank you. It is noted."))
        return redirect("agreements:open-measure", token=token)
    programme = one.programme
    context: dict[str, Any] = {
        "measure": one,
        "form": form,
        "updates": queries.standing_updates(one)[:3],
        "programme_name": programme.name,
        "asked_by": one.agreement.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
    return render(request, "agreements/public/measure.html", context)


def _behind(token: str) -> Measure | None:
    try:
        return queries.behind(open_public_link(token, purpose=LINK))
    except LinkClosed:
        return None


def _report(one: Measure, data: dict[str, Any], request: MemberRequest | None = None) -> MeasureUpdate:
    given = data | {"state": MeasureState(data["state"]), "via": Came(data.get("via") or Came.PAGE)}
    return operations.report(measure=one, by=request.member if request else None, **given)


def _state_now(one: Measure) -> str:
    return MeasureState.PLANNED if one.state == MeasureState.STOPPED else one.state


def _reporter(one: Measure) -> str:
    return one.official.name if one.official else ""
