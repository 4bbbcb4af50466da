"""A question of a scan: what sources say to it, and the answer written from that."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.scans import AnswerForm, FindingChangeForm, FindingForm
from imbizo.evidence.models import Finding, ScanQuestion
from imbizo.evidence.operations import findings as operations
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.queries.answering import begun, cited
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.scan_frame import may_change, own_question, way
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_question(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The answer, and each finding with its citation and the words that say so."""
    found: ScanQuestion = get_object_or_404(queries.questions(request.member), pk=pk)
    rows = list(queries.findings(request.member).filter(question=found))
    context = {
        "question": found,
        "scan": found.scan,
        "rows": [{"finding": each, "cited": cited(each)} for each in rows if not each.withdrawn_because],
        "gone": [each for each in rows if each.withdrawn_because],
        "included": queries.included(found.scan).count(),
        "may_write": may_change(request, found.scan),
        "crumbs": way(request, found.scan),
    }
    return render(request, "evidence/scans/question.html", context)


@requires(Permission.EVIDENCE_WRITE)
@transaction.atomic
def scan_question_answer(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Write the answer; where it is empty, it can begin with what was found."""
    own_question(request, pk)
    found = queries.held_question(pk)
    rows = list(queries.findings(request.member).filter(question=found, withdrawn_because=""))
    initial = {"answer": begun(found.answer, rows)} if "begin" in request.GET else {}
    form = AnswerForm(request.POST or None, instance=found, initial=initial)

    def write(_given: dict[str, Any]) -> ScanQuestion:
        return operations.write_answer(question=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, write) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    context = {
        "form": form, "question": found, "rows": [{"finding": each, "cited": cited(each)} for each in rows],
        "crumbs": way(request, found.scan, found),
    }  # fmt: skip
    return render(request, "evidence/scans/answer.html", context)


@requires(Permission.EVIDENCE_WRITE)
def finding_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say what a source answers."""
    question = own_question(request, pk)
    form = FindingForm(request.POST or None, question=question, source=request.GET.get("source"))
    made = attempt(form, lambda given: operations.add_finding(question=question, by=request.member, **given))
    if made is not None:
        say_done(request, _("The finding is there."))
        return redirect(f"{question.get_absolute_url()}#finding-{made.pk}")
    return form_page(
        request,
        form,
        heading=_("Add a finding"),
        lede=question.text,
        action=_("Add it"),
        back_url=question.get_absolute_url(),
        crumbs=way(request, question.scan, question),
    )


@requires(Permission.EVIDENCE_WRITE)
@transaction.atomic
def finding_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Word it anew."""
    found = _own_finding(request, pk)
    form = FindingChangeForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> Finding:
        return operations.change_finding(finding=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the finding"),
        lede=found.source.title,
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found.question.scan),
    )


@requires(Permission.EVIDENCE_WRITE)
def finding_withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take it away, with the reason."""
    found = _own_finding(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_finding, finding=found),
        done=_("The finding is withdrawn."),
        undo=address(request, "finding-back", found.pk),
        heading=_("Withdraw the finding"),
        lede=found.text[:200],
        action=_("Withdraw it"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found.question.scan),
    )


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def finding_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Bring a finding back."""
    found = _own_finding(request, pk)
    if tried(request, lambda: operations.restore_finding(finding=found, by=request.member)):
        say_done(request, _("It is back."))
    return redirect(found.get_absolute_url())


def _own_finding(request: MemberRequest, pk: UUID) -> Finding:
    rows = queries.findings(request.member).filter(question__scan__owner_id=request.member.partner_id)
    found: Finding = get_object_or_404(rows.select_related("question__scan__owner"), pk=pk)
    return found
