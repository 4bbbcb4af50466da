"""One session of a design or of a gathering, and what is asked in it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening import queries
from imbizo.convening.forms.designs import NewQuestionForm, NewSessionForm, QuestionForm, SessionForm
from imbizo.convening.models import AgendaItem, Design
from imbizo.convening.operations import agenda as operations
from imbizo.convening.queries import agendas
from imbizo.convening.queries.agendas import Holder, holder_of
from imbizo.convening.views.frame import address, crumbs, own
from imbizo.programmes.states import Permission

_UP = "up"


@requires(Permission.GATHERINGS_PLAN)
def design_session_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a session to a design."""
    rows = queries.designs(request.member).filter(owner_id=request.member.partner_id)
    return _add(request, get_object_or_404(rows, pk=pk))


@requires(Permission.GATHERINGS_PLAN)
def agenda_session_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a session to a gathering."""
    return _add(request, own(request, pk))


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def session_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a session. What another editor changed meanwhile is shown beside it."""
    rows = agendas.sessions(request.member).select_for_update(of=("self",))
    found: AgendaItem = get_object_or_404(rows, pk=pk)
    form = SessionForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> AgendaItem:
        return operations.change_session(session=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(_page(request, holder_of(found)))
    context = {
        "form": form,
        "session": found,
        "questions": found.questions.all(),
        "back_url": _page(request, holder_of(found)),
        "crumbs": _way(request, holder_of(found)),
    }
    return render(request, "convening/agenda/session.html", context)


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def session_move(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Move a session up or down by one place."""
    found: AgendaItem = get_object_or_404(agendas.sessions(request.member), pk=pk)
    steps = -1 if request.POST.get("to") == _UP else 1
    tried(request, lambda: operations.move_session(session=found, steps=steps, by=request.member))
    return redirect(_page(request, holder_of(found)))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def session_duplicate(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put a copy of a session behind it."""
    found: AgendaItem = get_object_or_404(agendas.sessions(request.member), pk=pk)
    form = IdempotentForm(request.POST)
    wanted = form.cleaned_data["id"] if form.is_valid() else None
    made = tried(request, lambda: operations.duplicate_session(session=found, by=request.member, id=wanted))
    if made:
        say_done(request, _("“%(title)s” stands there twice now.") % {"title": made.title})
    return redirect(_page(request, holder_of(found)))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def session_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a session away."""
    found: AgendaItem = get_object_or_404(agendas.sessions(request.member), pk=pk)
    if entry := tried(request, lambda: operations.remove_session(session=found, by=request.member)):
        undo = address(request, "session-put-back", entry.pk)
        say_done(request, _("“%(title)s” was taken away.") % {"title": found.title}, undo=undo)
    return redirect(_page(request, holder_of(found)))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def session_put_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo taking away a session or a question."""
    entry = get_object_or_404(agendas.removed(request.member), pk=pk)
    back = tried(request, lambda: operations.put_back(entry=entry, by=request.member))
    if back is None:
        return redirect(address(request, "designs"))
    say_done(request, _("Put back."))
    if isinstance(back, AgendaItem):
        return redirect(_page(request, holder_of(back)))
    return redirect(address(request, "session-edit", back.item_id))


@requires(Permission.GATHERINGS_PLAN)
def question_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a question to a session."""
    found: AgendaItem = get_object_or_404(agendas.sessions(request.member), pk=pk)
    form = NewQuestionForm(request.POST or None, languages=request.member.programme.languages)

    def add(given: dict[str, Any]) -> Any:
        return operations.add_question(session=found, by=request.member, **given)

    if request.method == "POST" and attempt(form, add) is not None:
        say_done(request, _("Added."))
        return redirect(address(request, "session-edit", found.pk))
    return _question_page(request, found, form, heading=_("Add a question"), action=_("Add it"))


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def question_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a question or its translations."""
    rows = agendas.questions(request.member).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=pk)
    languages = request.member.programme.languages
    form = QuestionForm(request.POST or None, instance=found, languages=languages)

    def change(_given: dict[str, Any]) -> Any:
        return operations.change_question(question=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(address(request, "session-edit", found.item_id))
    return _question_page(request, found.item, form, heading=_("Change the question"), action=_("Save"))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def question_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a question away."""
    found = get_object_or_404(agendas.questions(request.member), pk=pk)
    if entry := tried(request, lambda: operations.remove_question(question=found, by=request.member)):
        undo = address(request, "session-put-back", entry.pk)
        say_done(request, _("The question was taken away."), undo=undo)
    return redirect(address(request, "session-edit", found.item_id))


def _add(request: MemberRequest, holder: Holder) -> HttpResponse:
    behind = holder.items.filter(pk=wanted).first() if (wanted := _wanted(request)) else None
    form = NewSessionForm(request.POST or None, initial={"minutes": 30})

    def add(given: dict[str, Any]) -> AgendaItem:
        return operations.add_session(of=holder, by=request.member, behind=behind, **given)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(request, _("“%(title)s” is on the agenda.") % {"title": made.title})
        return redirect(_page(request, holder))
    return form_page(
        request,
        form,
        heading=_("Add a session"),
        lede=_("It comes behind “%(title)s”.") % {"title": behind.title} if behind else "",
        action=_("Add it"),
        back_url=_page(request, holder),
        crumbs=_way(request, holder),
    )


def _wanted(request: MemberRequest) -> UUID | None:
    """Behind which session, as the address says."""
    try:
        return UUID(request.GET.get("behind", ""))
    except ValueError:
        return None


def _question_page(
    request: MemberRequest, session: AgendaItem, form: Any, *, heading: str, action: str
) -> HttpResponse:
    back = address(request, "session-edit", session.pk)
    context = {
        "form": form,
        "heading": heading,
        "action": action,
        "back_url": back,
        "crumbs": [*_way(request, holder_of(session)), Link(session.title, back)],
    }
    return render(request, "convening/agenda/question.html", context)


def _page(request: MemberRequest, holder: Holder) -> str:
    """Where the agenda is looked at."""
    return address(request, "design" if isinstance(holder, Design) else "agenda", holder.pk)


def _way(request: MemberRequest, holder: Holder) -> list[Link]:
    if isinstance(holder, Design):
        return [
            Link(_("Designs"), address(request, "designs")),
            Link(holder.name, holder.get_absolute_url()),
        ]
    return [*crumbs(request, holder), Link(_("Agenda"), address(request, "agenda", holder.pk))]
