"""What a member should know."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.desk.forms import ReadForm
from imbizo.desk.operations import mark_read
from imbizo.desk.queries import notices
from imbizo.programmes.states import Permission


@requires(Permission.PROGRAMME_VIEW)
@require_safe
def notifications_page(request: MemberRequest) -> HttpResponse:
    """The newest notifications."""
    return render(request, "desk/notifications.html", {"notices": notices(request.member)})


@requires(Permission.PROGRAMME_VIEW)
@require_POST
def read(request: MemberRequest) -> HttpResponse:
    """Mark one notification as read, or all of them."""
    form = ReadForm(request.POST)
    if form.is_valid():
        mark_read(by=request.member, ids=form.ids())
    return redirect("desk:notifications", request.member.programme.slug)
