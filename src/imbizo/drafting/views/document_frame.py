"""What the pages of one document share: finding it, the way here, a page with one form."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from imbizo.base.attempts import attempt
from imbizo.base.components import Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest
from imbizo.drafting import queries
from imbizo.drafting.forms.documents import ReasonForm, SharingForm
from imbizo.drafting.models import Component, Document, Section
from imbizo.drafting.operations.documents import share
from imbizo.drafting.rules.writing import CLOSED, may_decide, may_write
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Sharing


def found(request: MemberRequest, pk: UUID) -> Document:
    """The document, where the member sees it; else 404."""
    document: Document = get_object_or_404(queries.documents(request.member), pk=pk)
    return document


def own(request: MemberRequest, pk: UUID) -> Document:
    """The document, where it is the member's partner's own; else 404."""
    document: Document = get_object_or_404(
        queries.own(queries.documents(request.member), request.member), pk=pk
    )
    return document


def own_section(request: MemberRequest, pk: UUID) -> Section:
    """The section of a document of the member's partner; else 404."""
    rows = queries.of_documents(Section, request.member, only_own=True)
    section: Section = get_object_or_404(rows.select_related("programme", "document__programme"), pk=pk)
    return section


def crumbs(request: MemberRequest, document: Document | None = None, *more: Link) -> list[Link]:
    """The way here."""
    way = [Link(_("Drafts"), address(request, "documents"))]
    return [*way, Link(document.title, document.get_absolute_url()), *more] if document else way


def frame(request: MemberRequest, document: Document) -> dict[str, Any]:
    """The context that every page of one document shares."""
    is_open = document.state not in CLOSED
    return {
        "document": document,
        "crumbs": crumbs(request, document),
        "may_write": is_open and may_write(request.member, document),
        "may_publish": is_open and may_decide(request.member, document),
        "may_decide": may_decide(request.member, document),
    }


def form_page(
    request: MemberRequest,
    form: Any,
    *,
    heading: str,
    action: str,
    back_url: str,
    lede: str = "",
    way: Sequence[Link] = (),
    **more: Any,
) -> HttpResponse:
    """A page with one form; `action` is the verb on its button."""
    context = {
        "form": form, "heading": heading, "lede": lede, "action": action, "back_url": back_url, "crumbs": way,
    }  # fmt: skip
    return render(request, "drafting/documents/form.html", context | more)


def reason_page(
    request: MemberRequest,
    act: Callable[[str], Any],
    *,
    done: str,
    undo: str = "",
    then: str,
    **page: Any,
) -> HttpResponse:
    """A page that asks why, then does it; `done` is said on the page `then`."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(form, lambda given: act(given["because"])) is not None:
        say_done(request, done, undo=undo)
        return redirect(then)
    return form_page(request, form, **page)


def sharing_page(request: MemberRequest, record: Document | Component, way: Sequence[Link]) -> HttpResponse:
    """The page on which a partner chooses who reads a document or component of its own."""
    initial = {"sharing": record.sharing, "shared_with": list(record.shared_with.all())}
    form = SharingForm(request.POST or None, member=request.member, initial=initial)

    def choose(given: dict[str, Any]) -> bool:
        share(record=record, sharing=given["sharing"], partners=given["shared_with"], by=request.member)
        return True

    if request.method == "POST" and attempt(form, choose):
        shown = Sharing(form.cleaned_data["sharing"]).label
        say_done(request, _("Shared as you chose: %(with)s.") % {"with": shown})
        return redirect(record.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Who reads “%(name)s”?") % {"name": record.title},
        lede=_(
            "They read it with its comments. Only you write in it, and names in the reference group stay with you."
        ),
        action=_("Save"),
        back_url=record.get_absolute_url(),
        way=way,
    )
