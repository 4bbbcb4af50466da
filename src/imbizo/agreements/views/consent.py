"""Consent: meetings and rounds, a round's page, and the page on which an official speaks for a party."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.agreements.exports.positions import sheet
from imbizo.agreements.forms.consent import EnteredForm, PositionForm, RoundForm
from imbizo.agreements.models import ConsentRound, Party
from imbizo.agreements.operations import rounds as operations
from imbizo.agreements.operations.asking import ask, issue_links
from imbizo.agreements.operations.parties import LINK
from imbizo.agreements.operations.positions import take_positions
from imbizo.agreements.queries import rounds as queries
from imbizo.agreements.queries.deciding import Decided, decided
from imbizo.agreements.queries.outcomes import last_said, lines, party_lines, summary
from imbizo.agreements.views.frame import address, crumbs, found, frame, own
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.documents.workbooks import as_xlsx
from imbizo.base.files import saved
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.drafting.queries.drawing import drawn
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR: Final = 60 * 60  # seconds


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def rounds(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What was agreed at meetings, and the rounds."""
    one = found(request, pk)
    shown = queries.rounds(request.member).filter(agreement=one)
    context = frame(request, one) | {
        "rounds": [(each, summary(each)) for each in shown],
        "records": one.meeting_records.select_related(
            "gathering__programme", "text__programme", "programme"
        ).prefetch_related("parties__institution"),
        "is_running": any(each.state == "open" and each.deadline > timezone.now() for each in shown),
    }
    return render(request, "agreements/consent/rounds.html", context)


@requires(Permission.AGREEMENTS_DECIDE)
def round_open(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose the rules, and ask."""
    one = own(request, pk)
    form = RoundForm(request.POST or None)

    def begin(_given: dict[str, Any]) -> ConsentRound:
        return operations.open_round(agreement=one, by=request.member, **form.rules)

    made = attempt(form, begin) if request.method == "POST" else None
    if made is not None:
        _say_asked(request, len(ask(row=made, parties=decided(made).voices, by=request.member)))
        return redirect(made.get_absolute_url())
    return form_page(
        request, form, heading=_("Ask all parties"), action=_("Open the round"),
        lede=_("The rules hold from the moment it opens; nobody can change them then. The text is published first."),
        back_url=address(request, "rounds", one.pk), crumbs=crumbs(request, one),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def round_(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A round: who has answered, and once it may be seen, what."""
    row = get_object_or_404(queries.rounds(request.member), pk=pk)
    stands = decided(row)
    context = frame(request, row.agreement) | {
        "round": row,
        "stands": stands,
        "summary": summary(row, stands),
        "lines": lines(stands),
        "parties": party_lines(stands),
    }
    context["crumbs"] = [*context["crumbs"], Link(_("Consent"), address(request, "rounds", row.agreement_id))]
    return render(request, "agreements/consent/round.html", context)


@requires(Permission.AGREEMENTS_DECIDE)
def round_call_off(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Nobody is asked any more."""
    row = _own(request, pk)
    return because_page(
        request,
        partial(operations.call_off_round, row=row),
        done=_("It is called off. The officials' links are closed."),
        heading=_("Call off the round"),
        action=_("Call it off"),
        back_url=row.get_absolute_url(),
        crumbs=crumbs(request, row.agreement),
    )


@requires(Permission.AGREEMENTS_DECIDE)
def round_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    """End it before its day, once everybody has answered."""
    row = _own(request, pk)
    return because_page(
        request,
        partial(operations.close_early, row=row),
        done=_("The round is closed. What came of each clause stands below."),
        heading=_("Close the round before its day"),
        action=_("Close it now"),
        back_url=row.get_absolute_url(),
        crumbs=crumbs(request, row.agreement),
    )


@requires(Permission.AGREEMENTS_DECIDE)
@require_POST
def round_remind(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write once more to who is silent."""
    row = _own(request, pk)
    reached = tried(request, lambda: operations.remind_round(row=row, by=request.member))
    if reached is not None:
        _say_asked(request, reached)
    return redirect(row.get_absolute_url())


@requires(Permission.AGREEMENTS_DECIDE)
@require_POST
def round_link(request: MemberRequest, pk: UUID, party: UUID) -> HttpResponse:
    """A link to hand over to a party's official."""
    row = _own(request, pk)
    one = _voice(row, party)
    link = issue_links(row, [one], by=request.member)[one.pk]
    text = _("The page of %(party)s, to hand over yourself (shown only now): %(link)s")
    messages.info(request, text % {"party": one, "link": link})
    return redirect(row.get_absolute_url())


@requires(Permission.AGREEMENTS_DECIDE)
def position_enter(request: MemberRequest, pk: UUID, party: UUID) -> HttpResponse:
    """Enter what a party said by letter, telephone or in the room, on its behalf."""
    row = _own(request, pk)
    one, stands = _voice(row, party), decided(row)
    form = EnteredForm(
        request.POST or None, clauses=stands.clauses, last={}, text_version=row.text.number,
        initial={"said_by": str(one.official or "")},
    )  # fmt: skip

    def take(_given: dict[str, Any]) -> list[Any]:
        return take_positions(row=row, party=one, said=form.said, speaking=form.speaking, by=request.member)

    if request.method == "POST" and attempt(form, take) is not None:
        say_done(request, _("Noted for %(party)s.") % {"party": one})
        return redirect(row.get_absolute_url())
    context = frame(request, row.agreement) | {"form": form, "party": one, "round": row}
    return render(request, "agreements/consent/enter.html", context)


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def positions_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The positions as a spreadsheet: those that may be seen."""
    row = get_object_or_404(queries.rounds(request.member), pk=pk)
    return saved(as_xlsx(sheet(decided(row))), f"positions-{row.number}.xlsx")


@public
@never_cache
@limited(limit=120, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str) -> HttpResponseBase:
    """The official of a party reads the text, and says what the party says; until the close they can change it."""
    party = _behind(token)
    row = queries.latest(party.agreement) if party else None
    if party is None or row is None:
        return link_closed(request)
    stands, before = decided(row), last_said(row, party)
    form = _own_form(request, party, stands)
    if request.method == "POST" and attempt(form, lambda _given: _take(row, party, form)) is not None:
        messages.success(request, _("Thank you. You can change it here until the round closes."))
        return redirect("agreements:consent", token=token)
    words = [(clause, fields, drawn(clause.section)) for clause, fields in form.by_clause]
    context = {"party": party, "round": row, "stands": stands, "form": form, "words": words, "before": before}
    context |= {"agreement": party.agreement, "programme_name": party.programme.name}
    context |= {"asked_by": party.agreement.owner.name, "check_number": party.programme.contact_number}
    if not stands.is_open:
        context |= {"lines": lines(stands), "summary": summary(row, stands)}
    return render(request, "agreements/public/consent.html", context)


def _own_form(request: HttpRequest, party: Party, stands: Decided) -> PositionForm:
    row = stands.row
    before = last_said(row, party)
    latest = max(before.values(), key=lambda each: each.said_at, default=None)
    initial: dict[str, Any] = {"said_by": latest.said_by if latest else str(party.official or "")}
    if latest is not None:
        initial |= {"capacity": latest.capacity, "resolution_number": latest.resolution_number}
    return PositionForm(
        request.POST or None,
        clauses=stands.clauses,
        last=before,
        text_version=row.text.number,
        initial=initial,
    )


def _take(row: ConsentRound, party: Party, form: PositionForm) -> list[Any]:
    return take_positions(row=row, party=party, said=form.said, speaking=form.speaking)


def _behind(token: str) -> Party | None:
    try:
        return queries.behind(open_public_link(token, purpose=LINK))
    except LinkClosed:
        return None


def _own(request: MemberRequest, pk: UUID) -> ConsentRound:
    return get_object_or_404(queries.rounds(request.member, only_own=True), pk=pk)


def _voice(row: ConsentRound, party: UUID) -> Party:
    return get_object_or_404(row.agreement.parties.select_related("institution", "official"), pk=party)


def _say_asked(request: MemberRequest, count: int) -> None:
    text = ngettext(
        "%(count)s official gets a message. Hand a link to the others yourself.",
        "%(count)s officials get a message. Hand a link to the others yourself.",
        count,
    )
    say_done(request, text % {"count": count})
