"""Recording bases, objections, and the wish not to be written to."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from imbizo.actors.forms.consent import BasisForm, HowForm, InPersonForm, ObjectForm, WithdrawForm
from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.operations import consent as operations
from imbizo.actors.operations.consent import Recorded
from imbizo.actors.queries import consent as queries
from imbizo.actors.queries import register
from imbizo.actors.views.frame import address
from imbizo.base.attempts import is_done
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission

MOST_AT_ONCE = 10_000
ROWS_SHOWN = 50


@requires(Permission.CONSENT_RECORD)
def basis_record(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Record a basis for one actor."""
    actor = _actor_or_404(request, pk)
    form = BasisForm(request.POST or None)
    if form.is_valid():
        done = operations.record_basis(actors=[actor], by=request.member, **form.cleaned_data)
        _say_recorded(request, done)
        return redirect(actor)
    return _about(request, actor, form, heading=_("Record a lawful basis"), action=_("Record it"))


@requires(Permission.CONSENT_RECORD)
def basis_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """End a basis."""
    consent = get_object_or_404(queries.consents(request.member), pk=pk, withdrawn_on=None)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        operations.withdraw_basis(consent=consent, by=request.member, **form.cleaned_data)
        say_done(request, _("The basis has ended."))
        return redirect(consent.actor)
    heading = _("End this basis: %(basis)s") % {"basis": consent}
    return _about(request, consent.actor, form, heading=heading, action=_("End it"))


@requires(Permission.CONSENT_RECORD)
def objection_record(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note an objection."""
    actor = _actor_or_404(request, pk)
    form = ObjectForm(request.POST or None)
    if form.is_valid():
        objection = operations.object_to(actor=actor, by=request.member, **form.cleaned_data)
        undo = address(request, "objection-lift", objection.pk)
        say_done(request, _("The objection holds from now."), undo=undo)
        return redirect(actor)
    return _about(request, actor, form, heading=_("They object"), action=_("Note the objection"))


@requires(Permission.CONSENT_RECORD)
@require_POST
def objection_lift(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note that an objection was taken back."""
    objection = get_object_or_404(queries.objections(request.member), pk=pk)
    operations.take_back_objection(objection=objection, by=request.member)
    say_done(request, _("The objection is taken back. Record a basis before you write to them."))
    return redirect(objection.actor)


@requires(Permission.CONSENT_RECORD)
def contact_stop(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send nothing more to one address."""
    contact = _contact_or_404(request, pk)
    form = HowForm(request.POST or None)
    if is_done(form, lambda given: operations.opt_out(contact=contact, by=request.member, **given)):
        say_done(request, _("Nothing is sent there any more."))
        return redirect(contact.actor)
    heading = _("Send nothing more to %(address)s") % {"address": contact}
    return _about(request, contact.actor, form, heading=heading, action=_("Stop"))


@requires(Permission.CONSENT_RECORD)
def contact_start(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let messages go to one address again."""
    contact = _contact_or_404(request, pk)
    form = HowForm(request.POST or None)
    if is_done(form, lambda given: operations.start_again(contact=contact, by=request.member, **given)):
        say_done(request, _("Messages can go there again."))
        return redirect(contact.actor)
    heading = _("They want to hear from us again at %(address)s") % {"address": contact}
    return _about(request, contact.actor, form, heading=heading, action=_("Start again"))


@requires(Permission.CONSENT_RECORD)
def in_person(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Keep an actor out of bulk sends."""
    actor = _actor_or_404(request, pk)
    form = InPersonForm(request.POST or None, initial={"reason": actor.in_person_reason})
    if form.is_valid():
        operations.handle_in_person(actor=actor, by=request.member, **form.cleaned_data)
        undo = address(request, "as-others", actor.pk)
        say_done(request, _("They are spoken to in person only."), undo=undo)
        return redirect(actor)
    return _about(request, actor, form, heading=_("Speak to them in person only"), action=_("Save"))


@requires(Permission.CONSENT_RECORD)
@require_POST
def as_others(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let bulk sends reach the actor again."""
    actor = _actor_or_404(request, pk)
    operations.handle_as_others(actor=actor, by=request.member)
    say_done(request, _("Messages to many reach them again."))
    return redirect(actor)


@requires(Permission.CONSENT_RECORD)
def basis(request: MemberRequest) -> HttpResponse:
    """Who has no basis yet, and a form that records one for those selected or for all of them."""
    chosen = request.POST.getlist("selected") or request.GET.getlist("selected")
    rows = _chosen(request, chosen)
    form = BasisForm(request.POST if "purpose" in request.POST else None)
    if form.is_valid():
        done = operations.record_basis(actors=rows[:MOST_AT_ONCE], by=request.member, **form.cleaned_data)
        _say_recorded(request, done)
        return redirect(address(request, "basis"))
    shown = list(rows[:ROWS_SHOWN])
    context = {
        "form": form,
        "actors": shown,
        "total": rows.count() if chosen else queries.count_without_basis(request.member),
        "selected": [str(actor.pk) for actor in rows[:MOST_AT_ONCE]] if chosen else [],
        "is_chosen": bool(chosen),
        "most": MOST_AT_ONCE,
    }
    return render(request, "actors/consent/bulk.html", context)


def _chosen(request: MemberRequest, chosen: list[str]) -> Any:
    """Those selected, as far as the member sees them; without a selection all that have no basis."""
    if not chosen:
        return queries.without_basis(request.member).order_by("sort_name", "id").select_related("programme")
    ids = [UUID(each) for each in chosen if _is_id(each)]
    return (
        register.actors(request.member)
        .filter(pk__in=ids)
        .order_by("sort_name", "id")
        .select_related("programme")
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _about(
    request: HttpRequest, actor: Actor, form: forms.Form, *, heading: str, action: str
) -> HttpResponse:
    """The page of one form about one actor."""
    back = actor.get_absolute_url()
    return form_page(request, form, heading=heading, lede=actor.name, action=action, back_url=back)


def _say_recorded(request: HttpRequest, done: Recorded) -> None:
    text = ngettext("Recorded for %(count)s actor.", "Recorded for %(count)s actors.", len(done.new))
    words = [text % {"count": len(done.new)}]
    if done.stood:
        words.append(
            ngettext("%(n)s had it already.", "%(n)s had it already.", done.stood) % {"n": done.stood}
        )
    if done.objecting:
        text = ngettext("%(n)s objects and was left out.", "%(n)s object and were left out.", done.objecting)
        words.append(text % {"n": done.objecting})
    level = messages.SUCCESS if done.new else messages.WARNING
    messages.add_message(request, level, " ".join(words))


def _actor_or_404(request: MemberRequest, pk: UUID) -> Actor:
    return get_object_or_404(register.actors(request.member).select_related("programme"), pk=pk)


def _contact_or_404(request: MemberRequest, pk: UUID) -> ContactPoint:
    rows = (
        register.contacts(request.member).exclude(address="").select_related("actor__programme", "programme")
    )
    return get_object_or_404(rows, pk=pk)
