"""Who reads an agreement."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from imbizo.agreements.operations.sharing import share_agreement
from imbizo.agreements.views.frame import crumbs, own
from imbizo.base.form_pages import sharing_page
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Permission


@requires(Permission.AGREEMENTS_WRITE)
def agreement_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners read an agreement and its text."""
    one = own(request, pk)
    return sharing_page(
        request,
        one,
        partial(share_agreement, agreement=one),
        partners=other_partners(request.member),
        heading=_("Who reads “%(name)s”?") % {"name": one},
        lede=_("They read it with its clauses, parties and measures. Only you change it."),
        crumbs=crumbs(request, one),
    )
