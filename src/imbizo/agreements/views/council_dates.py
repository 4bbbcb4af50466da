"""When councils and committees sit, recesses and elections."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.agreements.forms.adoption import BreakForm, MeetingsForm
from imbizo.agreements.operations import council_dates as operations
from imbizo.agreements.queries import adoption as queries
from imbizo.agreements.states import BreakKind
from imbizo.agreements.views.frame import address
from imbizo.base.attempts import attempt
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def body_meetings(request: MemberRequest) -> HttpResponse:
    """The meetings to come, with the last day on which each agenda takes something."""
    programme = request.member.programme
    today = queries.today_of(programme)
    context = {
        "meetings": queries.meetings(programme, today),
        "breaks": queries.breaks(programme, today),
        "today": today,
        "may_write": request.member.may(Permission.AGREEMENTS_WRITE),
    }
    return render(request, "agreements/adoption/dates.html", context)


@requires(Permission.AGREEMENTS_WRITE)
def meetings_add(request: MemberRequest) -> HttpResponseBase:
    """Several days of one body at once."""
    form = MeetingsForm(request.POST or None, member=request.member)

    made = attempt(form, lambda data: operations.add_meetings(by=request.member, **data))
    if made is not None:
        text = ngettext("%(count)s day is noted.", "%(count)s days are noted.", len(made))
        say_done(request, text % {"count": len(made)})
        return redirect(address(request, "body-meetings"))
    return form_page(
        request, form, heading=_("When does it sit?"), action=_("Note the days"),
        lede=_("Days that are noted already stay as they are."),
        back_url=address(request, "body-meetings"), crumbs=_way(request),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_WRITE)
def break_add(request: MemberRequest) -> HttpResponseBase:
    """A recess, or an election."""
    form = BreakForm(request.POST or None, member=request.member)
    made = attempt(
        form,
        lambda data: operations.add_break(by=request.member, **(data | {"kind": BreakKind(data["kind"])})),
    )
    if made is not None:
        return redirect(address(request, "body-meetings"))
    return form_page(
        request, form, heading=_("A recess or an election"), action=_("Note it"),
        back_url=address(request, "body-meetings"), crumbs=_way(request),
    )  # fmt: skip


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def meeting_drop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It isn't held."""
    programme = request.member.programme
    meeting = get_object_or_404(queries.meetings(programme, queries.today_of(programme)), pk=pk)
    operations.drop_meeting(meeting=meeting, by=request.member)
    say_done(request, _("The day is taken away."))
    return redirect(address(request, "body-meetings"))


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def break_drop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It isn't so."""
    programme = request.member.programme
    pause = get_object_or_404(queries.breaks(programme, queries.today_of(programme)), pk=pk)
    operations.drop_break(pause=pause, by=request.member)
    say_done(request, _("It is taken away."))
    return redirect(address(request, "body-meetings"))


def _way(request: MemberRequest) -> list[Link]:
    return [Link(_("Council dates"), address(request, "body-meetings"))]
