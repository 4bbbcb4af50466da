"""The evidence beside the editor: what stands behind a section, what a search finds, and citing it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt
from imbizo.base.errors import DomainError
from imbizo.base.form_pages import form_page
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.forms.writing import LocatorForm
from imbizo.drafting.operations import citations as operations
from imbizo.drafting.queries import sidebar
from imbizo.drafting.queries.drawing import cited_words
from imbizo.drafting.queries.writing import own_citations
from imbizo.drafting.views.writing import found, frame
from imbizo.programmes.states import Permission

_REFUSED = 422


@requires(Permission.DRAFTS_VIEW)
def evidence(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The cards of the sidebar: of the section, or of the words that are searched for."""
    section = found(request, pk)
    words = request.GET.get("q", "")[:200]
    context = frame(request, section) | {
        "words": words,
        "groups": sidebar.groups(section, request.member, words),
    }
    template = "drafting/writing/cards.html" if request.GET.get("part") else "drafting/writing/evidence.html"
    return render(request, template, context)


@require_POST
@requires(Permission.DRAFTS_WRITE)
def cite(request: MemberRequest, pk: UUID) -> JsonResponse:
    """Make a citation of what a card offers; the editor puts it into the text."""
    section = found(request, pk)
    try:
        kind, record_id, label = sidebar.unsealed(request.POST.get("token", ""))
        made = operations.cite(
            section=section, kind=kind, id=record_id, label=label, by=request.member,
            locator=request.POST.get("locator", ""),
        )  # fmt: skip
    except DomainError as error:
        return JsonResponse({"error": str(error)}, status=_REFUSED)
    return JsonResponse({"id": str(made.pk), "words": f"({cited_words(made)})"})


@requires(Permission.DRAFTS_WRITE)
def locator(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say on which page, or at which question, cited words stand."""
    cited = get_object_or_404(own_citations(request.member), pk=pk)
    form = LocatorForm(request.POST or None, initial={"locator": cited.locator})
    changed = attempt(form, lambda data: operations.place_locator(citation=cited, by=request.member, **data))
    if changed is not None:
        return redirect(cited.section)
    return form_page(
        request,
        form,
        heading=_("Where the words stand"),
        lede=cited.label,
        action=_("Save"),
        back_url=cited.section.get_absolute_url(),
        **frame(request, cited.section),
    )
