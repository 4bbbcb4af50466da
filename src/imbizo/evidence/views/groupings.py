"""Suggested groups: asking for them, looking at them, making a theme of one or dismissing it."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.themes import GroupForm, SuggestForm
from imbizo.evidence.models import Grouping
from imbizo.evidence.operations import groupings as operations
from imbizo.evidence.queries import groupings as queries
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.themes import way
from imbizo.programmes.states import Permission

MOST_LISTED = 300


@requires(Permission.THEMES_DECIDE)
def grouping_ask(request: MemberRequest) -> HttpResponseBase:
    """Ask for groups of what was said."""
    form = SuggestForm(request.POST or None)
    made = attempt(form, lambda data: operations.ask_for_groups(by=request.member, **data))
    if made is not None:
        return redirect(made.get_absolute_url())
    lede = _("Sentences that share words are put together. They are suggestions: you decide what is a theme.")
    return form_page(
        request,
        form,
        heading=_("Suggest groups"),
        lede=lede,
        action=_("Suggest"),
        back_url=address(request, "themes"),
        crumbs=way(request),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def grouping(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The groups, and what stands in none; while the worker is at it, that it is."""
    found = _found(request, pk)
    context = {"grouping": found, "is_stalled": queries.is_stalled(found), "crumbs": way(request)}
    context["may_decide"] = request.member.may(Permission.THEMES_DECIDE)
    if request.GET.get("part"):
        return _progress(request, found)
    if found.is_done:
        context |= {
            "groups": queries.suggested(found, request.member),
            "left": queries.left(found, request.member),
        }
    return render(request, "evidence/groupings/grouping.html", context)


@requires(Permission.THEMES_DECIDE)
def grouping_theme(request: MemberRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Make a theme of one group: what it says, and which of its sentences belong."""
    found = _found(request, pk)
    try:
        said = queries.in_group(found, number, request.member)
    except LookupError as error:
        raise Http404 from error
    form = GroupForm(request.POST or None)
    ticked = set(request.POST.getlist("selected"))
    chosen = [each for each in said[:MOST_LISTED] if str(each.pk) in ticked]
    if request.POST.get("rest"):
        chosen += said[MOST_LISTED:]
    made = attempt(
        form,
        lambda data: operations.make_theme_of(
            grouping=found, number=number, said=chosen, by=request.member, **data
        ),
    )
    if made is not None:
        say_done(request, _("The theme is there. The suggestion stays on its page."))
        return redirect(made.get_absolute_url())
    listed = said[:MOST_LISTED]
    context = {
        "form": form,
        "rows": [(each, not form.is_bound or str(each.pk) in ticked) for each in listed],
        "more": len(said) - len(listed),
        "suggested": ", ".join(found.groups[number]["words"]),
        "back_url": found.get_absolute_url(),
        "crumbs": way(request),
    }
    return render(request, "evidence/groupings/theme.html", context)


@require_POST
@requires(Permission.THEMES_DECIDE)
def grouping_dismiss(request: MemberRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Say that a group isn't a theme, or take that back."""
    found = _found(request, pk)
    is_back = "back" in request.GET

    def dismiss() -> bool:
        operations.dismiss(grouping=found, number=number, by=request.member, is_back=is_back)
        return True

    if tried(request, dismiss) and not is_back:
        undo = f"{address(request, 'grouping-dismiss', found.pk, number)}?back=1"
        say_done(request, _("The group is dismissed. Its sentences stay unanswered."), undo=undo)
    return redirect(found.get_absolute_url())


def _found(request: MemberRequest, pk: UUID) -> Grouping:
    found: Grouping = get_object_or_404(queries.recent(request.member), pk=pk)
    return found


def _progress(request: MemberRequest, found: Grouping) -> HttpResponse:
    """The line on how far it is; once it is done, the page is loaded anew."""
    if found.is_done:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"grouping": found, "is_stalled": queries.is_stalled(found)}
    return render(request, "evidence/groupings/progress.html", context)
