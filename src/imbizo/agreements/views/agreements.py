"""The list of agreements, one agreement, its making and its description."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.agreements import queries
from imbizo.agreements.forms.agreements import (
    AgreementForm,
    ChecklistForm,
    EndForm,
    MakeForm,
    WhichForm,
    WorkshopForm,
)
from imbizo.agreements.models import Agreement
from imbizo.agreements.operations import agreements as operations
from imbizo.agreements.operations.texts import settle_text
from imbizo.agreements.queries import clauses as clause_queries
from imbizo.agreements.queries import parties as party_queries
from imbizo.agreements.queries.choosing import strategies
from imbizo.agreements.queries.templates import checklist_of, clause_template
from imbizo.agreements.states import AgreementKind, EffectRule
from imbizo.agreements.tables.agreements import AgreementsTable
from imbizo.agreements.views.frame import address, crumbs, found, frame, own
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Fact
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.models import Document
from imbizo.programmes.states import Permission

_STRATEGIES = 20  # a programme writes one or a few


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def agreements(request: MemberRequest) -> HttpResponse:
    """The agreements that the member sees."""
    may_add = request.member.may(Permission.AGREEMENTS_WRITE)
    empty = Empty(
        _("No agreements yet"),
        _(
            "A memorandum is made from chosen sections of the strategy. Each clause remembers where it comes from."
        ),
        _("Make an agreement") if may_add else "",
        address(request, "agreement-make") if may_add else "",
        "file-certificate",
    )
    rows = party_queries.with_counts(queries.agreements(request.member))
    context = {"table": AgreementsTable(request, rows, empty=empty), "may_add": may_add}
    context["strategies"] = list(strategies(request.member)[:_STRATEGIES])
    return render(request, "agreements/agreements/list.html", context)


@requires(Permission.AGREEMENTS_WRITE)
@require_safe
def agreement_make(request: MemberRequest) -> HttpResponse:
    """What is it, and from which strategy: the first of two pages."""
    return form_page(
        request,
        WhichForm(member=request.member),
        heading=_("Make an agreement"),
        lede=_(
            "It gets a clause for each thing that such an agreement must say, in plain words with blanks to fill."
        ),
        action=_("Choose the sections"),
        back_url=address(request, "agreements"),
        crumbs=crumbs(request),
        template="agreements/agreements/which.html",
        next_url=address(request, "agreement-fill"),
    )


@requires(Permission.AGREEMENTS_WRITE)
def agreement_fill(request: MemberRequest) -> HttpResponse:
    """Its title and the sections that become clauses: the second of two pages."""
    strategy, kind = _chosen(request)
    form = MakeForm(request.POST or None, strategy=strategy)

    def make(given: dict[str, Any]) -> Agreement:
        return operations.make_agreement(kind=kind, strategy=strategy, by=request.member, **given)

    made = attempt(form, make) if request.method == "POST" else None
    if made is not None:
        say_done(request, _("It is made. Fill in the blanks, and name the parties."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Choose its sections"),
        lede=_(clause_template(kind).about),
        action=_("Make it"),
        back_url=address(request, "agreement-make"),
        crumbs=crumbs(request),
    )


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def agreement(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The agreement at a glance: where each party stands, how each clause stands, what is next."""
    one = found(request, pk)
    parties, clauses = party_queries.standing(one), clause_queries.standing(one)
    context = frame(request, one) | {
        "parties": parties,
        "clauses": clauses,
        "next": party_queries.next_step(one, parties, clauses),
        "facts": _facts(one),
        "records": one.meeting_records.select_related(
            "gathering__programme", "text__programme", "programme"
        ).prefetch_related("parties__institution"),
        "checklist": _checklist(one),
        "is_all_agreed": bool(clauses) and all(each.is_agreed for each in clauses),
        "public_url": one.is_public and request.build_absolute_uri(_public(one)),
    }
    return render(request, "agreements/agreements/agreement.html", context)


@requires(Permission.AGREEMENTS_WRITE)
def agreement_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Its title, when it takes effect, how long it lasts."""
    one = own(request, pk)
    form = AgreementForm.of(one, request.POST or None)

    def change(given: dict[str, Any]) -> Agreement:
        return operations.change_agreement(agreement=one, changes=given, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(one.get_absolute_url())
    return form_page(
        request, form, heading=_("Change the agreement"), action=_("Save"),
        back_url=one.get_absolute_url(), crumbs=crumbs(request, one),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_DECIDE)
@require_POST
def agreement_public(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Open or close its public page."""
    one, is_public = own(request, pk), request.POST.get("do") == "open"
    shown = tried(
        request, lambda: operations.show_in_public(agreement=one, is_public=is_public, by=request.member)
    )
    if shown is not None:
        say_done(request, _("Anyone can read it now.") if is_public else _("Its public page is closed."))
    return redirect(one.get_absolute_url())


@requires(Permission.AGREEMENTS_DECIDE)
@require_POST
def agreement_settle(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make the agreed words the text that is adopted and signed."""
    one = own(request, pk)
    if tried(request, lambda: settle_text(agreement=one, by=request.member)) is not None:
        say_done(request, _("This is the text now: each party adopts it in its own way."))
    return redirect(one.get_absolute_url())


@requires(Permission.AGREEMENTS_WRITE)
def agreement_checklist(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What the law asks of a protocol between spheres: done, or what is missing."""
    one = own(request, pk)
    form = ChecklistForm(request.POST or None, items=checklist_of(one.kind), kept=one.checklist)
    if request.method == "POST" and form.is_valid():
        done = tried(request, lambda: operations.tick(agreement=one, ticked=form.ticked, by=request.member))
        if done is not None:
            say_done(request, _("Saved."))
        return redirect(one.get_absolute_url())
    return form_page(
        request, form, heading=_("What a protocol must hold"), action=_("Save"),
        lede=_(
            "After section 35 of the Intergovernmental Relations Framework Act, in our own words. A reminder, no legal "
            "advice: have it checked against the Act itself."
        ),
        back_url=one.get_absolute_url(), crumbs=crumbs(request, one),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_WRITE)
def final_workshop(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose the gathering at which the text is settled."""
    one = own(request, pk)
    form = WorkshopForm(
        request.POST or None, member=request.member, initial={"gathering": one.final_workshop_id}
    )

    def choose(given: dict[str, Any]) -> Agreement:
        return operations.plan_final_workshop(agreement=one, gathering=given["gathering"], by=request.member)

    if request.method == "POST" and attempt(form, choose) is not None:
        say_done(request, _("Saved. Invite its participants on the page of the gathering."))
        return redirect(one.get_absolute_url())
    return form_page(
        request, form, heading=_("Final workshop"), action=_("Save"),
        lede=_("The gathering at which the parties settle the text. Publish and send round the text before it."),
        back_url=one.get_absolute_url(), crumbs=crumbs(request, one),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_DECIDE)
def agreement_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Nobody works on it any more."""
    one = own(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_agreement, agreement=one),
        done=_("It is withdrawn. Nothing of it is lost."),
        heading=_("Withdraw the agreement"),
        lede=_("It stays to be read, and nothing changes in it any more."),
        action=_("Withdraw it"),
        back_url=one.get_absolute_url(),
        crumbs=crumbs(request, one),
    )


@requires(Permission.AGREEMENTS_DECIDE)
def agreement_end(request: MemberRequest, pk: UUID) -> HttpResponse:
    """It has run out, or the parties ended it."""
    one = own(request, pk)
    form = EndForm(request.POST or None, initial={"on": one.ends_on})
    ended = attempt(form, lambda data: operations.end_agreement(agreement=one, by=request.member, **data))
    if ended is not None:
        say_done(request, _("It has ended. It stays to be read, and nothing changes in it any more."))
        return redirect(one.get_absolute_url())
    return form_page(
        request, form, heading=_("Note the end of the agreement"), action=_("It has ended"),
        lede=_("It ran out, or the parties ended it. Its measures aren't asked after any more."),
        back_url=one.get_absolute_url(), crumbs=crumbs(request, one),
    )  # fmt: skip


def _chosen(request: MemberRequest) -> tuple[Document | None, str]:
    """The strategy and the kind that the first page chose, which stand in the address."""
    wanted = request.GET.get("strategy", "")
    kind = request.GET.get("kind", "")
    strategy = None
    if wanted:
        rows = strategies(request.member)
        strategy = get_object_or_404(rows, pk=UUID(wanted)) if _is_id(wanted) else None
    return strategy, kind if kind in AgreementKind.values else AgreementKind.MOU


def _is_id(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True


def _public(one: Agreement) -> str:
    return reverse("agreements:public-agreement", args=[one.code])


def _checklist(one: Agreement) -> dict[str, int] | None:
    items = checklist_of(one.kind)
    done = sum(bool(one.checklist.get(item.key, {}).get("done")) for item in items)
    return {"done": done, "total": len(items)} if items else None


def _facts(one: Agreement) -> list[Fact]:
    strategy, text, workshop = one.strategy, one.text, one.final_workshop
    rule = (
        _("when %(count)s parties have signed") % {"count": one.effect_needed}
        if one.effect_rule == EffectRule.SOME
        else str(one.get_effect_rule_display())
    )
    return [
        Fact(_("Kind"), str(one.get_kind_display())),
        Fact(
            _("Made from"),
            str(strategy) if strategy else _("the template"),
            strategy.get_absolute_url() if strategy else "",
        ),
        Fact(_("Its words"), _("read and write them"), one.document.get_absolute_url()),
        Fact(_("Agreed text"), str(text) if text else _("none yet"), text.get_absolute_url() if text else ""),
        Fact(_("Takes effect"), rule),
        Fact(_("In effect since"), _day(one.took_effect_on) or _("not yet")),
        Fact(_("Ends"), _day(one.ends_on)),
        Fact(_("Review by"), _day(one.review_on)),
        Fact(
            _("Final workshop"),
            str(workshop) if workshop else _("none yet"),
            workshop.get_absolute_url() if workshop else "",
        ),
        Fact(_("Kept by"), one.owner.label),
    ]


def _day(day: Any) -> str:
    return date_format(day, "j F Y") if day else ""
