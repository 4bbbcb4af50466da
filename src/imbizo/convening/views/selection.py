"""The draw for the open places of a gathering: what is offered, quotas, the draw and what follows."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact, Link
from imbizo.base.documents.workbooks import as_csv
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page
from imbizo.base.forms.because import BecauseForm
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.errors import Untold
from imbizo.convening.exports import selection as exports
from imbizo.convening.forms.selection import QuotaForm, TermsForm
from imbizo.convening.models import Gathering, Quota, Selection
from imbizo.convening.operations import drawing
from imbizo.convening.operations import selection as operations
from imbizo.convening.queries import selection as queries
from imbizo.convening.queries.reserves import openings, with_invitations
from imbizo.convening.states import SelectionState
from imbizo.convening.tables.nominations import CandidatesTable
from imbizo.convening.views.frame import address, crumbs, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_VIEW)
def selection(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The open places of a gathering, from the first quota to the result."""
    gathering = own(request, pk)
    chosen = queries.selection_of(gathering, request.member)
    context = {
        **frame(request, gathering),
        "may_write": request.member.may(Permission.INVITED_WRITE) and not gathering.is_over,
    }
    if chosen is None:
        return render(request, "convening/selection/none.html", context)
    rows = with_invitations(queries.candidates(request.member).filter(selection=chosen))
    links = [Link("CSV", address(request, "selection-export", gathering.pk))]
    context |= {
        "selection": chosen,
        "table": CandidatesTable(request, rows, words=queries.Words(chosen), exports=links),
        "checks": queries.checks(chosen) if chosen.state == SelectionState.OPEN else [],
        "met": queries.met(chosen.result),
        "openings": openings(chosen),
        "facts": _facts(chosen),
    }
    return render(request, "convening/selection/selection.html", context)


@requires(Permission.INVITED_WRITE)
def selection_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Offer open places, or change what is offered."""
    gathering = own(request, pk)
    before = queries.selection_of(gathering, request.member)
    form = TermsForm(request.POST or None, member=request.member, selection=before)
    done = attempt(
        form, lambda data: operations.set_up(gathering=gathering, terms=form.terms, by=request.member)
    )
    if done is not None:
        return redirect(done.get_absolute_url())
    lede = _("Anybody may come forward; the places are drawn so that those who must be there are there.")
    back = address(request, "selection", gathering.pk)
    return _form(request, gathering, form, heading=_("Open places"), lede=lede, back=back)


@requires(Permission.INVITED_WRITE)
def quota_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Add a quota."""
    return _quota(request, _selection(request, pk), None)


@requires(Permission.INVITED_WRITE)
def quota_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Change a quota."""
    quota = get_object_or_404(queries.quotas(request.member), pk=pk)
    return _quota(request, quota.selection, quota)


@require_POST
@requires(Permission.INVITED_WRITE)
def quota_remove(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take a quota away."""
    quota = get_object_or_404(queries.quotas(request.member), pk=pk)
    tried(request, lambda: operations.drop_quota(quota=quota, by=request.member))
    return redirect(quota.selection.get_absolute_url())


@require_POST
@requires(Permission.INVITED_WRITE)
def selection_try(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Whether all quotas can be met together, without drawing anybody."""
    chosen = _selection(request, pk)
    found = tried(request, lambda: drawing.try_out(selection=chosen, by=request.member))
    missed = [each for each in found or [] if not each.is_met]
    for each in missed:
        messages.warning(request, f"{each.label}: {each.text}")
    if found is not None and not missed:
        say_done(request, _("All quotas can be met together. Nobody was drawn."))
    return redirect(chosen.get_absolute_url())


@require_POST
@requires(Permission.INVITED_WRITE)
def selection_draw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Draw."""
    chosen = _selection(request, pk)
    drawn = tried(request, lambda: drawing.draw(selection=chosen, by=request.member))
    if drawn is not None:
        say_done(request, _("Drawn. Everybody's own page tells them the result and why."))
    return redirect(chosen.get_absolute_url())


@require_POST
@requires(Permission.INVITED_VIEW)
def selection_repeat(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Draw once more with the same seed, and compare."""
    chosen = _selection(request, pk)
    is_same = queries.repeats(chosen) if chosen.state != SelectionState.OPEN else None
    if is_same:
        say_done(request, _("Drawn again with the same seed: the same people in the same order."))
    elif is_same is None:
        text = _(
            "It can't be repeated: what it was made of has changed since, such as somebody who was erased."
        )
        messages.warning(request, text)
    else:
        messages.error(request, _("Drawn again, the result is another one. Tell whoever runs the system."))
    return redirect(chosen.get_absolute_url())


@require_POST
@requires(Permission.INVITED_WRITE)
def selection_undo(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put the draw back."""
    chosen = _selection(request, pk)
    if tried(request, lambda: drawing.undo_draw(selection=chosen, by=request.member)) is not None:
        say_done(request, _("The draw is undone."))
    return redirect(chosen.get_absolute_url())


@require_POST
@requires(Permission.INVITED_WRITE)
def selection_reserves(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Whether reserves move up by themselves."""
    chosen = _selection(request, pk)
    moves_up = request.POST.get("moves_up") == "yes"
    tried(
        request,
        lambda: operations.choose_how_reserves_move(selection=chosen, moves_up=moves_up, by=request.member),
    )
    return redirect(chosen.get_absolute_url())


@require_POST
@requires(Permission.INVITED_WRITE)
def selection_take(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put the chosen on the list."""
    chosen = _selection(request, pk)
    count = tried(request, lambda: drawing.take_chosen(selection=chosen, by=request.member))
    if count is None:
        return redirect(chosen.get_absolute_url())
    text = ngettext(
        "%(n)s person is on the list. Invite them here.",
        "%(n)s people are on the list. Invite them here.",
        count,
    )
    say_done(request, text % {"n": count})
    return redirect(address(request, "invitations", pk))


@require_POST
@requires(Permission.INVITED_WRITE)
def selection_link(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A new link of the public page; where somebody must be told first, it asks why it goes on before that."""
    chosen = _selection(request, pk)
    form = BecauseForm(request.POST if "because" in request.POST else None)
    because = form.cleaned_data["because"] if form.is_valid() else ""
    try:
        token = operations.open_call(selection=chosen, because=because, by=request.member)
    except Untold as error:
        heading, back = _("Invite the public before they are told?"), chosen.get_absolute_url()
        return _form(request, chosen.gathering, form, heading=heading, lede=str(error), back=back)
    link = request.build_absolute_uri(reverse("convening:apply", args=[token]))
    text = _("The public page, shown only now; earlier links are closed: %(link)s")
    messages.info(request, text % {"link": link})
    return redirect(chosen.get_absolute_url())


@requires(Permission.INVITED_VIEW)
def selection_export(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The candidates and the result as a file; whoever takes it is logged."""
    chosen = _selection(request, pk)
    rows = list(queries.candidates(request.member).filter(selection=chosen).order_by("rank", "created_at"))
    operations.log_export(selection=chosen, count=len(rows), by=request.member)
    return saved(as_csv(exports.sheet(chosen, rows)), "selection.csv")


def _selection(request: MemberRequest, pk: UUID) -> Selection:
    found: Selection = get_object_or_404(queries.selections(request.member), gathering_id=pk)
    return found


def _facts(chosen: Selection) -> list[Fact]:
    result = chosen.result
    facts = [
        Fact(_("Places"), chosen.places),
        Fact(_("Come forward by"), when(chosen.apply_by) or _("no day")),
        Fact(_("Seed"), chosen.seed),
    ]
    if chosen.state == SelectionState.OPEN:
        return facts
    facts += [
        Fact(_("Drawn"), when(chosen.drawn_at)),
        Fact(_("By"), chosen.drawn_by.user if chosen.drawn_by else ""),
        Fact(_("Candidates"), result.get("candidates")),
        Fact(_("Chosen"), result.get("chosen")),
        Fact(_("Places left"), result.get("places_left")),
    ]
    return facts


def _quota(request: MemberRequest, chosen: Selection, quota: Quota | None) -> HttpResponseBase:
    form = QuotaForm(request.POST or None, selection=chosen, quota=quota)
    done = attempt(
        form,
        lambda data: operations.put_quota(selection=chosen, wish=form.wish, quota=quota, by=request.member),
    )
    if done is not None:
        return redirect(chosen.get_absolute_url())
    lede = _("Who has one of the ticked answers to each question counts. A question without a tick is open.")
    heading = quota.label if quota else _("Add a quota")
    back = chosen.get_absolute_url()
    return _form(request, chosen.gathering, form, heading=heading, lede=lede, back=back)


def _form(
    request: MemberRequest, gathering: Gathering, form: forms.Form, *, heading: str, lede: str, back: str
) -> HttpResponse:
    way = [*crumbs(request, gathering), Link(_("Open places"), address(request, "selection", gathering.pk))]
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede,
        action=_("Save"),
        back_url=back,
        crumbs=way,
    )
