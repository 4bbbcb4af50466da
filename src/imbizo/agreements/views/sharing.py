"""Who reads an agreement."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from imbizo.agreements.forms.sharing import SharingForm
from imbizo.agreements.models import Agreement
from imbizo.agreements.operations.sharing import share_agreement
from imbizo.agreements.views.frame import crumbs, form_page, own
from imbizo.base.attempts import attempt
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission, Sharing


@requires(Permission.AGREEMENTS_WRITE)
def agreement_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners read an agreement and its text."""
    one = own(request, pk)
    initial = {"sharing": one.sharing, "shared_with": list(one.shared_with.all())}
    form = SharingForm(request.POST or None, member=request.member, initial=initial)

    def choose(given: dict[str, Any]) -> Agreement:
        named = given["shared_with"]
        return share_agreement(agreement=one, sharing=given["sharing"], partners=named, by=request.member)

    if request.method == "POST" and attempt(form, choose) is not None:
        shown = Sharing(form.cleaned_data["sharing"]).label
        say_done(request, _("Shared as you chose: %(with)s.") % {"with": shown})
        return redirect(one.get_absolute_url())
    return form_page(
        request, form, heading=_("Who reads “%(name)s”?") % {"name": one}, action=_("Save"),
        lede=_("They read it with its clauses, parties and measures. Only you change it."),
        back_url=one.get_absolute_url(), way=crumbs(request, one),
    )  # fmt: skip
