"""What the pages below the page of the day share: the way back to it."""

from typing import Any

from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest
from imbizo.convening.models import Gathering
from imbizo.convening.views.frame import address, frame
from imbizo.programmes.states import Permission


def day_frame(request: MemberRequest, gathering: Gathering) -> dict[str, Any]:
    """The context of a page of one gathering, with the page of the day on the way here for those who may open it."""
    context = frame(request, gathering)
    if context["is_ours"] and request.member.may(Permission.DAY_REGISTER):
        day = Link(_("The day"), address(request, "day", gathering.pk))
        context["crumbs"] = [*context["crumbs"], day]
    return context
