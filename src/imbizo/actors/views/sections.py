"""The row of tabs over the register's main pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest
from imbizo.programmes.states import Permission

_SECTIONS = (
    ("actors:register", _("People and organisations"), Permission.ACTORS_VIEW),
    ("actors:lists", _("Lists"), Permission.ACTORS_VIEW),
    ("actors:coverage", _("Who is missing"), Permission.ACTORS_VIEW),
    ("actors:imports", _("Files brought in"), Permission.ACTORS_IMPORT),
    ("actors:pairs", _("Possible doubles"), Permission.ACTORS_MERGE),
)


def sections(request: MemberRequest, current: str) -> list[Link]:
    """The pages that the member may open; `current` is the name of the one that is drawn."""
    slug = request.member.programme.slug
    return [
        Link(label, reverse(name, args=[slug]), is_current=name == current)
        for name, label, permission in _SECTIONS
        if request.member.may(permission)
    ]
