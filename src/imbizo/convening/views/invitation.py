"""One invitation: its answers, what was written, and what the organiser notes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.invitations import (
    InvitationNeedsForm,
    NoteAnswerForm,
    SubstituteForm,
    WordingForm,
)
from imbizo.convening.models import Answer, Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.convening.operations.invitations.needs import NEEDS
from imbizo.convening.queries import invitations as queries
from imbizo.convening.queries import wordings
from imbizo.convening.queries.needs import interpreted
from imbizo.convening.states import InvitationState, NoticeKind
from imbizo.convening.tables.invitations import state_of
from imbizo.convening.views.frame import address, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_VIEW)
@require_safe
def invitation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How one person was asked and answered."""
    found = _found(request, pk)
    return _page(request, found, NoteAnswerForm())


@requires(Permission.INVITED_WRITE)
@require_POST
def note(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note an answer that came by telephone or in person."""
    found = _found(request, pk)
    form = NoteAnswerForm(request.POST)

    def take(given: dict[str, Any]) -> Answer:
        return operations.note_answer(invitation=found, by=request.member, **given)

    if (answer := attempt(form, take)) is None:
        return _page(request, found, form)
    say_done(request, _("Noted: %(outcome)s.") % {"outcome": answer.get_outcome_display()})
    return redirect(found.get_absolute_url())


@requires(Permission.INVITED_WRITE)
def needs(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write what the person needs."""
    found = _found(request, pk)
    initial = {name: getattr(found, name) for name in NEEDS}
    form = InvitationNeedsForm(request.POST or None, initial=initial)

    def keep(_given: dict[str, Any]) -> Invitation:
        return operations.set_needs(invitation=found, needs=form.needs, by=request.member)

    if request.method == "POST" and attempt(form, keep) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return _form(request, found, form, heading=_("What %(name)s needs"), action=_("Save"))


@requires(Permission.INVITED_WRITE)
def substitute(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put whoever comes instead on the list."""
    found = _found(request, pk)
    last = found.answers.exclude(instead_name="").order_by("-at").first()
    initial = {"name": last.instead_name, "number": last.instead_number} if last else {}
    form = SubstituteForm(request.POST or None, initial=initial)

    def put(given: dict[str, Any]) -> Invitation:
        return operations.add_substitute(invitation=found, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, put)):
        say_done(request, _("On the list. Invite them next."))
        return redirect(made.get_absolute_url())
    return _form(
        request, found, form, heading=_("Who comes instead of %(name)s"), action=_("Put on the list")
    )


@requires(Permission.INVITED_WRITE)
@require_POST
def offer(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Offer a free place to somebody who waits."""
    found = _found(request, pk)
    if tried(request, lambda: operations.offer_place(invitation=found, by=request.member)):
        say_done(request, _("Offered. They have been written to, where they can be."))
    return redirect(found.get_absolute_url())


@requires(Permission.INVITED_VIEW)
@require_safe
def texts(request: MemberRequest, pk: UUID, kind: str) -> HttpResponse:
    """What is written, in every language, with its parts and its cost."""
    gathering = own(request, pk)
    shown = kind if kind in wordings.KINDS else NoticeKind.INVITATION
    context = frame(request, gathering) | {
        "kind": NoticeKind(shown),
        "may_write": request.member.may(Permission.INVITED_WRITE),
        "kinds": [NoticeKind(each) for each in wordings.KINDS],
        "previews": wordings.previews(gathering, shown, link=_("(their link)"), sample="Thandi Mokoena"),
    }
    return render(request, "convening/invitations/texts.html", context)


@requires(Permission.INVITED_WRITE)
def text(request: MemberRequest, pk: UUID, kind: str, language: str) -> HttpResponse:
    """Write a text of the gathering's own."""
    gathering = own(request, pk)
    if kind not in wordings.KINDS or language not in wordings.LANGUAGES:
        return redirect(address(request, "invitations", pk))
    words = wordings.words_of(gathering, kind)[language]
    initial = {name: getattr(words, name) for name in ("subject", "text", "letter", "checked_by")}
    form = WordingForm(request.POST or None, initial=initial)

    def keep(given: dict[str, Any]) -> bool:
        operations.word(gathering=gathering, kind=kind, language=language, texts=given, by=request.member)
        return True

    back = address(request, "invitations-texts", pk, kind)
    if request.method == "POST" and attempt(form, keep):
        say_done(request, _("Saved."))
        return redirect(back)
    marks = {"kind": NoticeKind(kind).label, "language": language}
    known = ", ".join(f"{{{name}}}" for name in wordings.TOKENS)
    return form_page(
        request,
        form,
        heading=_("Text: %(kind)s (%(language)s)") % marks,
        action=_("Save"),
        back_url=back,
        lede=_("Between braces stand words that are filled in: %(words)s.") % {"words": known},
        crumbs=frame(request, gathering)["crumbs"],
    )


def _found(request: MemberRequest, pk: UUID) -> Invitation:
    found: Invitation = get_object_or_404(queries.invitations(request.member), pk=pk)
    return found


def _page(request: MemberRequest, found: Invitation, form: NoteAnswerForm) -> HttpResponse:
    may_write = request.member.may(Permission.INVITED_WRITE)
    context = frame(request, found.gathering) | {
        "invitation": found,
        "state": state_of(found),
        "facts": _facts(found),
        "answers": queries.answers(request.member, found),
        "written": queries.messages(request.member, found),
        "form": form,
        "may_write": may_write,
        "may_note": may_write and found.state != InvitationState.WITHDRAWN and not found.gathering.is_over,
        "waits": found.state == InvitationState.WAITING,
    }
    return render(request, "convening/invitations/invitation.html", context)


def _facts(found: Invitation) -> list[Fact]:
    """What is known of it; what they didn't say is left out."""
    lines = [
        Fact(_("Person"), found.actor.name, found.actor.get_absolute_url()),
        Fact(_("Number of the place"), found.place_number),
        Fact(_("Offer holds until"), when(found.offer_until) if found.offer_until else ""),
        Fact(_("Invited"), when(found.invited_at) if found.invited_at else ""),
        Fact(_("Reminded"), when(found.reminded_at) if found.reminded_at else ""),
        Fact(_("Named by"), found.proposed_by.name if found.proposed_by else ""),
        Fact(_("Interpreter for"), interpreted(found.interpreter)),
        Fact(_("Children to look after"), found.children),
        Fact(_("Transport from"), found.transport_from),
        Fact(_("Food"), found.diet),
        Fact(_("Access"), found.access),
        Fact(_("Why withdrawn"), found.withdrawn_because),
    ]
    return [line for line in lines if line.value not in ("", None)]


def _form(request: MemberRequest, found: Invitation, form: Any, *, heading: str, action: str) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=heading % {"name": found.actor.name},
        action=action,
        back_url=found.get_absolute_url(),
        crumbs=frame(request, found.gathering)["crumbs"],
    )
