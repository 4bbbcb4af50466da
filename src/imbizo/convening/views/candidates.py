"""Those who came forward for an open place, as the convening partner's staff see them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.selection import CandidateForm, ChangeCandidateForm
from imbizo.convening.models import Candidate
from imbizo.convening.operations import applying, drawing
from imbizo.convening.operations import selection as operations
from imbizo.convening.queries import selection as queries
from imbizo.convening.states import SelectionState
from imbizo.convening.views.frame import address, crumbs, frame
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_WRITE)
def candidate_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Add somebody who came forward by telephone or in person."""
    chosen = get_object_or_404(queries.selections(request.member), gathering_id=pk)
    form = CandidateForm(request.POST or None, member=request.member, selection=chosen)
    done = attempt(
        form,
        lambda data: operations.add_candidate(
            selection=chosen,
            actor=data["actor"],
            attributes=form.attributes,
            is_required=data["is_required"],
            id=data["id"],
            by=request.member,
        ),
    )
    if done is not None:
        return redirect(chosen.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Add somebody who came forward"),
        lede=_("Ask them each question, and say that they needn't answer it."),
        action=_("Add"),
        back_url=chosen.get_absolute_url(),
        **frame(request, chosen.gathering),
    )


@requires(Permission.INVITED_VIEW)
def candidate(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One candidate: what they said, how they stand and why."""
    found = _found(request, pk)
    words = queries.Words(found.selection)
    answers = [
        Fact(each.label, each.words(value))
        if (value := found.attributes.get(each.key))
        else Fact(each.label, "")
        for each in words.criteria
    ]
    context = frame(request, found.selection.gathering) | {
        "candidate": found,
        "facts": answers,
        "why": words.why(found),
        "invitation": queries.invitation_of(found),
        "may_change": _may_change(request, found),
        "may_write": request.member.may(Permission.INVITED_WRITE),
        "crumbs": _way(request, found),
    }
    return render(request, "convening/selection/candidate.html", context)


@requires(Permission.INVITED_WRITE)
def candidate_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """What they said, must they be there, why they aren't considered."""
    found = _found(request, pk)
    form = ChangeCandidateForm(request.POST or None, candidate=found)
    done = attempt(
        form,
        lambda data: operations.change_candidate(
            candidate=found,
            attributes=form.attributes,
            is_required=data["is_required"],
            excluded_because=data["excluded_because"],
            by=request.member,
        ),
    )
    if done is not None:
        return redirect("convening:candidate", request.member.programme.slug, found.pk)
    return form_page(
        request,
        form,
        heading=found.actor.name,
        action=_("Save"),
        back_url=address(request, "candidate", found.pk),
        crumbs=_way(request, found),
    )


@require_POST
@requires(Permission.INVITED_WRITE)
def candidate_link(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Send them the link to their own page once more; it is told here too, to hand over."""
    found = _found(request, pk)
    link, is_on_its_way = applying.send_own_link(candidate=found, by=request.member)
    if is_on_its_way:
        say_done(request, _("A message with the link to their own page is on its way."))
    messages.info(request, _("Their own page, shown only now: %(link)s") % {"link": link})
    return redirect("convening:candidate", request.member.programme.slug, found.pk)


@require_POST
@requires(Permission.INVITED_WRITE)
def candidate_move_up(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The next reserve takes the place of somebody who doesn't come."""
    found = _found(request, pk)
    if tried(request, lambda: drawing.take_reserve(candidate=found, by=request.member)) is not None:
        text = _("%(name)s moves up and is on the list, to be invited.")
        say_done(request, text % {"name": found.actor.name})
    return redirect(found.selection.get_absolute_url())


def _found(request: MemberRequest, pk: UUID) -> Candidate:
    found: Candidate = get_object_or_404(queries.candidates(request.member), pk=pk)
    return found


def _may_change(request: MemberRequest, found: Candidate) -> bool:
    is_open = found.selection.state == SelectionState.OPEN
    return is_open and request.member.may(Permission.INVITED_WRITE)


def _way(request: MemberRequest, found: Candidate) -> list[Link]:
    return [
        *crumbs(request, found.selection.gathering),
        Link(_("Open places"), found.selection.get_absolute_url()),
    ]
