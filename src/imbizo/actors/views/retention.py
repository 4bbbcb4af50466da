"""Who is about to be forgotten, before anything happens."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.operations import retention as operations
from imbizo.actors.queries import retention as queries
from imbizo.actors.views.frame import address
from imbizo.base.components import Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.PROGRAMME_MANAGE)
@require_safe
def retention(request: MemberRequest) -> HttpResponse:
    """What is announced, whom it means today, and the rules behind it."""
    context = {
        "notices": queries.previews(request.member),
        "crumbs": [Link(_("Requests"), address(request, "requests")), Link(_("Who will be forgotten"), "")],
        "rules": queries.rules(request.member.programme, [*queries.PEOPLE, queries.UPLOADED_FILE]),
    }
    return render(request, "actors/requests/retention.html", context)


@requires(Permission.PROGRAMME_MANAGE)
@require_POST
def retention_confirm(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Have a notice carried out now."""
    notice = get_object_or_404(queries.notices(request.member), pk=pk)
    operations.confirm_notice(notice=notice, by=request.member)
    say_done(request, _("It is carried out within the next minutes."))
    return redirect(address(request, "retention"))
