"""What the pages of sources share: finding one's own source, the way here, a page with one form."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest
from imbizo.evidence.models import Source
from imbizo.evidence.queries import in_library as queries
from imbizo.evidence.views.frame import address


def way(request: MemberRequest, *sources: Source) -> list[Link]:
    """The way here."""
    return [
        Link(_("Sources"), address(request, "sources")),
        *(Link(each.title, each.get_absolute_url()) for each in sources),
    ]


def own_source(request: MemberRequest, pk: UUID) -> Source:
    """A source of the member's own partner; else Http404."""
    found: Source = get_object_or_404(queries.own(request.member), pk=pk)
    return found
