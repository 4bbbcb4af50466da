"""One party, one clause: their pages, and what is changed on them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.agreements.forms.agreements import ClauseForm, MeetingForm, PartyForm, WithdrawalForm
from imbizo.agreements.models import Clause, MeetingRecord, Party
from imbizo.agreements.operations import clauses as clause_operations
from imbizo.agreements.operations import parties as operations
from imbizo.agreements.operations.meetings import record_meeting
from imbizo.agreements.queries import clauses as clause_queries
from imbizo.agreements.queries import parties as queries
from imbizo.agreements.queries.seeing import measures, positions
from imbizo.agreements.queries.templates import prompt_for
from imbizo.agreements.views.frame import address, crumbs, frame, own
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.queries.drawing import drawn
from imbizo.programmes.states import Permission


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def party(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A party: where it stands, who speaks for it, what it said."""
    one = get_object_or_404(queries.parties(request.member), pk=pk)
    stands = next(each for each in queries.standing(one.agreement) if each.party.pk == one.pk)
    said = positions(request.member).filter(party=one).select_related("clause__section", "round")
    context = frame(request, one.agreement) | {
        "party": one,
        "stands": stands,
        "said": said.order_by("-said_at"),
        "facts": _facts(one),
    }
    return render(request, "agreements/agreements/party.html", context)


@requires(Permission.AGREEMENTS_WRITE)
def party_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """An institution takes part."""
    agreement = own(request, pk)
    form = PartyForm(request.POST or None, member=request.member)

    def add(given: dict[str, Any]) -> Party:
        return operations.add_party(agreement=agreement, by=request.member, **given)

    if request.method == "POST" and attempt(form, add) is not None:
        say_done(request, _("Added."))
        return redirect(agreement.get_absolute_url())
    return form_page(
        request, form, heading=_("Add a party"), action=_("Add it"),
        back_url=agreement.get_absolute_url(), crumbs=crumbs(request, agreement),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_WRITE)
def party_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who speaks for it, its role, how many sign for it."""
    one = _own_party(request, pk)
    initial = {"role": one.role, "official": one.official, "signatures_needed": one.signatures_needed}
    form = PartyForm(request.POST or None, member=request.member, is_new=False, initial=initial)

    def change(given: dict[str, Any]) -> Party:
        return operations.change_party(party=one, changes=given, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(one.get_absolute_url())
    return form_page(
        request, form, heading=str(one), action=_("Save"), back_url=one.get_absolute_url(),
        crumbs=crumbs(request, one.agreement),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_DECIDE)
def party_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A party leaves."""
    one = _own_party(request, pk)
    form = WithdrawalForm(request.POST or None, initial={"on": _today(request)})

    def withdraw(given: dict[str, Any]) -> Party:
        return operations.withdraw_party(party=one, by=request.member, **given)

    if request.method == "POST" and attempt(form, withdraw) is not None:
        say_done(request, _("Noted. What it said stays on record, and counts no more."))
        return redirect(one.agreement.get_absolute_url())
    return form_page(
        request, form, heading=_("%(party)s withdraws") % {"party": one}, action=_("Note it"),
        lede=_("A quorum is counted among the parties that remain. What was decided before stays as it was."),
        back_url=one.get_absolute_url(), crumbs=crumbs(request, one.agreement),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_DECIDE)
@require_POST
def party_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    """It takes part again."""
    one = _own_party(request, pk)
    if tried(request, lambda: operations.return_party(party=one, by=request.member)) is not None:
        say_done(request, _("It takes part again."))
    return redirect(one.get_absolute_url())


@requires(Permission.AGREEMENTS_WRITE)
@require_POST
def party_move(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One place up or down."""
    one, up = _own_party(request, pk), request.POST.get("do") == "up"
    tried(request, lambda: operations.move_party(party=one, up=up, by=request.member))
    return redirect(one.agreement.get_absolute_url() + "#parties")


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def clause(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A clause: its words, where they come from, what the parties said, what is to follow."""
    one = get_object_or_404(clause_queries.clauses(request.member), pk=pk)
    said = positions(request.member).filter(clause=one).select_related("party__institution", "round")
    context = frame(request, one.agreement) | {
        "clause": one,
        "stands": clause_queries.standing_of(one),
        "words": drawn(one.section),
        "prompt": prompt_for(one.agreement.kind, one.kind),
        "said": said.order_by("-said_at"),
        "measures": measures(request.member).filter(clause=one),
    }
    return render(request, "agreements/agreements/clause.html", context)


@requires(Permission.AGREEMENTS_WRITE)
def clause_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One more clause."""
    agreement = own(request, pk)
    form = ClauseForm(request.POST or None, strategy=agreement.strategy)

    def add(given: dict[str, Any]) -> Clause:
        return clause_operations.add_clause(agreement=agreement, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, add)) is not None:
        say_done(request, _("Added. Its words are written in the document."))
        return redirect(made.get_absolute_url())
    return form_page(
        request, form, heading=_("Add a clause"), action=_("Add it"),
        back_url=agreement.get_absolute_url(), crumbs=crumbs(request, agreement),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_DECIDE)
def clause_reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Open a clause again for all parties."""
    one = _own_clause(request, pk)
    return because_page(
        request,
        partial(clause_operations.reopen, clauses=[one]),
        done=_("It is open again. Ask the parties anew."),
        heading=_("Open it again for all parties"),
        lede=_("What was agreed of this clause counts no more until all parties agree again."),
        action=_("Open it again"),
        back_url=one.get_absolute_url(),
        crumbs=crumbs(request, one.agreement),
    )


@requires(Permission.AGREEMENTS_WRITE)
def clause_drop(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a clause out."""
    one = _own_clause(request, pk)
    return because_page(
        request,
        partial(clause_operations.drop_clause, clause=one),
        then=one.agreement.get_absolute_url(),
        done=_("It is taken out. Its words are kept with the document."),
        heading=_("Take the clause out"),
        action=_("Take it out"),
        back_url=one.get_absolute_url(),
        crumbs=crumbs(request, one.agreement),
    )


@requires(Permission.AGREEMENTS_DECIDE)
def meeting_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The plain case: agreed at the meeting, subject to council."""
    agreement = own(request, pk)
    initial = {"agreed_on": _today(request), "gathering": agreement.final_workshop_id}
    form = MeetingForm(request.POST or None, agreement=agreement, member=request.member, initial=initial)

    def record(given: dict[str, Any]) -> MeetingRecord:
        return record_meeting(agreement=agreement, by=request.member, **given)

    if request.method == "POST" and attempt(form, record) is not None:
        say_done(request, _("Noted, with the text as it stands."))
        return redirect(agreement.get_absolute_url())
    return form_page(
        request, form, heading=_("Agreed at a meeting"), action=_("Note it"),
        lede=_("The text as it stands now is published for it, so that nobody wonders later what was agreed on."),
        back_url=address(request, "rounds", agreement.pk), crumbs=crumbs(request, agreement),
    )  # fmt: skip


def _own_party(request: MemberRequest, pk: UUID) -> Party:
    return get_object_or_404(queries.parties(request.member, only_own=True), pk=pk)


def _own_clause(request: MemberRequest, pk: UUID) -> Clause:
    rows = clause_queries.clauses(request.member).filter(agreement__owner=request.member.partner)
    return get_object_or_404(rows, pk=pk)


def _today(request: MemberRequest) -> Any:
    return timezone.localdate(timezone=request.member.programme.zone)


def _facts(one: Party) -> list[Fact]:
    institution, official = one.institution, one.official
    return [
        Fact(_("Institution"), str(institution), institution.get_absolute_url()),
        Fact(_("Takes part as"), str(one.get_role_display())),
        Fact(
            _("Speaks for it"),
            str(official) if official else _("nobody yet"),
            official.get_absolute_url() if official else "",
        ),
        Fact(_("Signatures needed"), one.signatures_needed),
    ]
