"""Answers that are ready in several languages."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt
from imbizo.base.components import Empty, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.forms.inbox import CannedForm
from imbizo.outreach.models import CannedAnswer
from imbizo.outreach.operations import inbox as operations
from imbizo.outreach.queries import inbox as queries
from imbizo.outreach.views.inbox_links import crumbs
from imbizo.programmes.states import Permission


@requires(Permission.INBOX_VIEW)
@require_safe
def canned_answers(request: MemberRequest) -> HttpResponse:
    """The ready answers of the programme."""
    may_change = request.member.may(Permission.INBOX_ANSWER)
    url = reverse("outreach:canned-add", args=[request.member.programme.slug]) if may_change else ""
    text = _(
        "What you write again and again (where, when, whom to ask) can be written once, in each language."
    )
    context = {
        "canned": queries.canned_answers(request.member),
        "may_change": may_change,
        "nothing": Empty(_("No ready answers yet"), text, _("Write one"), url, "message"),
        "crumbs": crumbs(request),
    }
    return render(request, "outreach/inbox/canned.html", context)


@requires(Permission.INBOX_ANSWER)
def canned_add(request: MemberRequest) -> HttpResponse:
    """Write a ready answer."""
    form = CannedForm(request.POST or None, programme=request.member.programme)
    return _form_page(request, form, _("Write a ready answer"))


@requires(Permission.INBOX_ANSWER)
def canned_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write a ready answer anew."""
    found = get_object_or_404(queries.canned_answers(request.member), pk=pk)
    form = CannedForm(request.POST or None, programme=request.member.programme, canned=found)
    return _form_page(request, form, _("Change the ready answer"), found)


@requires(Permission.INBOX_ANSWER)
@require_POST
def canned_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a ready answer away."""
    found = get_object_or_404(queries.canned_answers(request.member), pk=pk)
    operations.remove_canned(canned=found, by=request.member)
    say_done(request, _("The ready answer is gone."))
    return redirect("outreach:canned-answers", request.member.programme.slug)


def _form_page(
    request: MemberRequest, form: CannedForm, heading: str, found: CannedAnswer | None = None
) -> HttpResponse:
    def save(given: dict[str, Any]) -> CannedAnswer:
        pk = found.pk if found else given["id"]
        return operations.save_canned(title=given["title"], texts=form.texts, by=request.member, id=pk)

    back = reverse("outreach:canned-answers", args=[request.member.programme.slug])
    if request.method == "POST" and attempt(form, save) is not None:
        say_done(request, _("Saved."))
        return redirect(back)
    return form_page(
        request,
        form,
        heading=heading,
        action=_("Save"),
        back_url=back,
        crumbs=[*crumbs(request), Link(_("Ready answers"), back)],
        template="outreach/inbox/canned_form.html",
        found=found,
    )
