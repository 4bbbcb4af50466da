"""Anonymous slips: of whom the room was made, typed from paper or filled in on a tablet that is passed around."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.limits import limited
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.errors import NotNow
from imbizo.convening.forms.slips import CategoryForm, SlipForm, SlipRowForm
from imbizo.convening.models import Gathering, SlipCategory
from imbizo.convening.operations import slips as operations
from imbizo.convening.queries import slips as queries
from imbizo.convening.queries.day import gathering_of_link
from imbizo.convening.states import GatheringState
from imbizo.convening.views.day_frame import day_frame
from imbizo.convening.views.frame import address, found, own
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import issue_public_link, open_public_link

ROWS = 10
SLIPS = "slips"  # the purpose of the link for a tablet
LINK_DAYS = 2
_READY = (GatheringState.OPEN, GatheringState.HELD)


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def slips(request: MemberRequest) -> HttpResponse:
    """What the programme's slips ask beside sex and age."""
    context = {
        "categories": queries.slip_categories(request.member),
        "form": CategoryForm(),
        "may_change": request.member.may(Permission.GATHERINGS_PLAN),
    }
    return render(request, "convening/day/categories.html", context)


@requires(Permission.GATHERINGS_PLAN)
def slip_add(request: MemberRequest) -> HttpResponse:
    """Ask something more."""
    form = CategoryForm(request.POST or None)

    def add(given: dict[str, Any]) -> SlipCategory:
        return operations.add_category(by=request.member, **form.given(given))

    return _category_page(
        request, form, add, heading=_("A question for the slip"), action=_("Add the question")
    )


@requires(Permission.GATHERINGS_PLAN)
def slip_category(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Mend a question's words or its answers."""
    category = get_object_or_404(queries.slip_categories(request.member), pk=pk)
    now = {"label": category.label, "choices": "\n".join(category.choices), "position": category.position}
    form = CategoryForm(request.POST or None, initial=now)

    def change(given: dict[str, Any]) -> SlipCategory:
        fields = {name: value for name, value in form.given(given).items() if name != "id"}
        return operations.change_category(category=category, by=request.member, **fields)

    return _category_page(request, form, change, heading=category.label, action=_("Save"))


def _category_page(
    request: MemberRequest,
    form: CategoryForm,
    act: Callable[[dict[str, Any]], SlipCategory],
    *,
    heading: str,
    action: str,
) -> HttpResponse:
    if request.method == "POST" and attempt(form, act) is not None:
        messages.success(request, _("It is saved."))
        return redirect(address(request, "slips"))
    return form_page(
        request,
        form,
        heading=heading,
        action=action,
        back_url=address(request, "slips"),
        crumbs=[Link(_("What the slips ask"), address(request, "slips"))],
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def slip_retire(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask it no longer."""
    category = get_object_or_404(queries.slip_categories(request.member), pk=pk)
    if tried(request, lambda: operations.retire_category(category=category, by=request.member)):
        text = _("New slips no longer ask it. What was answered stays counted.")
        say_done(request, text, undo=address(request, "slip-restore", pk))
    return redirect(address(request, "slips"))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def slip_restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask it again."""
    category = get_object_or_404(queries.slip_categories(request.member), pk=pk)
    tried(request, lambda: operations.restore_category(category=category, by=request.member))
    return redirect(address(request, "slips"))


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def gathering_slips(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The counts of one gathering; small ones are hidden from all but the partner that convenes it."""
    gathering = found(request, pk)
    questions = queries.slip_counts(gathering)
    context = day_frame(request, gathering)
    if not context["is_ours"]:
        questions = queries.without_small_cells(questions)
    may_enter = context["is_ours"] and request.member.may(Permission.DAY_REGISTER)
    context |= {"questions": questions, "is_ready": may_enter and gathering.state in _READY}
    return render(request, "convening/day/slips.html", context)


@requires(Permission.DAY_REGISTER)
def slips_type(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Slips from paper, by the keyboard alone."""
    gathering = own(request, pk)
    rows_of = formset_factory(SlipRowForm, extra=ROWS, max_num=100, absolute_max=100)
    asked = {"categories": list(queries.asked_now(gathering.programme))}
    rows = rows_of(request.POST or None, form_kwargs=asked)
    if request.method == "POST" and rows.is_valid():
        number = tried(request, lambda: _add_rows(gathering, rows))
        if number is not None:
            text = ngettext("%(number)s slip is counted.", "%(number)s slips are counted.", number)
            messages.success(request, text % {"number": number})
            return redirect(address(request, "slips-type", pk))
    context = {**day_frame(request, gathering), "rows": rows, "is_ready": gathering.state in _READY}
    return render(request, "convening/day/slips_type.html", context)


def _add_rows(gathering: Gathering, rows: Any) -> int:
    said = [row for row in rows if row.says_something]
    return sum(operations.add_slip(gathering=gathering, **row.slip()) for row in said)


@requires(Permission.DAY_REGISTER)
@require_POST
def slips_link(request: MemberRequest, pk: UUID) -> HttpResponse:
    """An address for the tablet that is passed around: it opens the slip and nothing else."""
    gathering = own(request, pk)
    token = issue_public_link(gathering, purpose=SLIPS, days=LINK_DAYS, by=request.member)
    url = request.build_absolute_uri(reverse("convening:slip-page", args=[token]))
    return render(request, "convening/day/slips_link.html", {**day_frame(request, gathering), "url": url})


@public
@limited(limit=240, seconds=60)
def slip_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """One empty slip after the other. Nobody who takes the tablet sees what was said before."""
    try:
        gathering = gathering_of_link(open_public_link(token, purpose=SLIPS))
    except LinkClosed as error:
        return render(request, "convening/public/slip_closed.html", {"problem": error}, status=404)
    form = SlipForm(request.POST or None, categories=queries.asked_now(gathering.programme))
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_slip(gathering=gathering, **form.slip())
        except NotNow as error:
            return render(request, "convening/public/slip_closed.html", {"problem": error}, status=404)
        return redirect(reverse("convening:slip-page", args=[token]) + "?thanks=1")
    context = {"form": form, "thanks": "thanks" in request.GET, "programme_name": gathering.programme.name}
    response = render(request, "convening/public/slip.html", context)
    # The way back mustn't show the slip of whoever had the tablet before.
    response["Cache-Control"] = "no-store"
    return response
