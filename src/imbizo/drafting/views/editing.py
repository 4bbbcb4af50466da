"""The editor of a section: writing, saving while one writes, who else writes, choosing where words collide."""

import time
from typing import Any
from uuid import UUID

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.errors import DomainError
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.calc.merging import Choice
from imbizo.calc.plainediting import typed_over
from imbizo.calc.richtext import RichText
from imbizo.drafting.errors import Collision, NotNow
from imbizo.drafting.forms.writing import MOST_CHARACTERS, WordsForm
from imbizo.drafting.models import Section
from imbizo.drafting.operations import presence
from imbizo.drafting.operations import writing as operations
from imbizo.drafting.operations.sections import Written
from imbizo.drafting.operations.sections import write as write_words
from imbizo.drafting.queries import colliding, sidebar
from imbizo.drafting.queries import presence as who
from imbizo.drafting.queries import writing as queries
from imbizo.drafting.queries.drawing import for_trix
from imbizo.drafting.queries.saying import editor_texts
from imbizo.drafting.states import RevisionKind
from imbizo.drafting.views.writing import found, frame
from imbizo.programmes.states import Permission

_COLLIDES, _CLOSED, _REFUSED = 409, 410, 422
_CHOICES = frozenset(each.value for each in Choice)


@requires(Permission.DRAFTS_WRITE)
def write(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The editor; and where it posts when one is done, or when it can't run."""
    section = found(request, pk)
    if request.method != "POST":
        return _editor(request, section)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _editor(request, section, form)
    mine = _mine(section, form.cleaned_data, is_rich="rich" in request.POST)
    return _saved(request, section, mine, RevisionKind.SAVED)


def _editor(request: MemberRequest, section: Section, form: WordsForm | None = None) -> HttpResponseBase:
    if not queries.is_open_to(section, request.member):
        messages.info(request, _("This section can be read, but not changed now."))
        return redirect(section)
    context = frame(request, section) | {
        "form": form or WordsForm(initial=_initial(section)),
        "trix": for_trix(form["html"].value() or "" if form else section.html, section.document),
        "texts": editor_texts(),
        "places": sidebar.places(section),
        "others": who.others(section.pk, request.member, time.time()),
    }
    # Trix brings a little style sheet of its own: it may, with the page's nonce.
    allowed = csp_update({"style-src": [NONCE]})
    return allowed(lambda asked: render(asked, "drafting/writing/editor.html", context))(request)


def _initial(section: Section) -> dict[str, object]:
    return {
        "title": section.title,
        "typed": colliding.for_typing(section),
        "version": section.version,
    }


def _mine(section: Section, data: dict[str, Any], *, is_rich: bool) -> colliding.Mine:
    since = min(data["version"], section.version)
    html = data["html"] if is_rich else colliding.from_typed(section, data["typed"], since)
    return colliding.Mine(html, data["title"], data["version"], data["sent"])


def _saved(request: MemberRequest, section: Section, mine: colliding.Mine, kind: str) -> HttpResponseBase:
    """Save for good and go on to the page of the section; or to the choice where words collide."""
    try:
        write_words(
            section=section, html=mine.html, title=mine.title, base_version=mine.since, by=request.member,
            kind=kind,
        )  # fmt: skip
    except Collision:
        return _choice(request, section, mine)
    except DomainError as error:
        messages.error(request, str(error))
        return _kept(request, section, mine)
    presence.leave(section_id=section.pk, by=request.member)
    say_done(request, _("Saved."))
    return redirect(section)


def _kept(request: MemberRequest, section: Section, mine: colliding.Mine) -> HttpResponse:
    """What can't be saved any more, so that it can be copied elsewhere."""
    words = {"words": colliding.drawn(section, mine.html)}
    return render(request, "drafting/writing/kept.html", frame(request, section) | words, status=_CLOSED)


def _choice(request: MemberRequest, section: Section, mine: colliding.Mine) -> HttpResponse:
    section.refresh_from_db()
    context = frame(request, section) | {"colliding": colliding.colliding(section, mine, request.member)}
    return render(request, "drafting/writing/colliding.html", context, status=_COLLIDES)


@require_POST
@requires(Permission.DRAFTS_WRITE)
def choose(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Save what was chosen between two people's words."""
    section = found(request, pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _editor(request, section, form)
    mine = _mine(section, form.cleaned_data, is_rich=True)
    until = _until(request.POST, section)
    try:
        choices = _choices(request.POST, section, mine, until)
        html = operations.chosen(section=section, mine=mine, until=until, choices=choices)
    except Collision:
        return _choice(request, section, mine)
    return _saved(request, section, colliding.Mine(html, mine.title, until), RevisionKind.CHOSEN)


def _until(posted: QueryDict, section: Section) -> int:
    typed = posted.get("until", "")
    return min(int(typed), section.version) if typed.isdigit() else section.version


def _choices(
    posted: QueryDict, section: Section, mine: colliding.Mine, until: int
) -> list[Choice | RichText]:
    """What was chosen for each hunk, as far as something was."""
    choices: list[Choice | RichText] = []
    for at, hunk in enumerate(colliding.merged(section, mine, until).hunks):
        chosen = posted.get(f"choice-{at}", "")
        if chosen == "anew":
            choices.append(typed_over(hunk.mine, posted.get(f"anew-{at}", "")[:MOST_CHARACTERS]))
        elif chosen in _CHOICES:
            choices.append(Choice(chosen))
    return choices


@require_POST
@requires(Permission.DRAFTS_WRITE)
def save(request: MemberRequest, pk: UUID) -> JsonResponse:
    """Save while one writes. Gives the new version, and the words where another's were joined with them."""
    section = found(request, pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        refused = [str(each) for errors in form.errors.values() for each in errors]
        return JsonResponse({"error": " ".join(refused)}, status=_REFUSED)
    mine = _mine(section, form.cleaned_data, is_rich=True)
    try:
        written = operations.autosave(section=section, mine=mine, by=request.member)
    except Collision as error:
        return JsonResponse({"error": str(error)}, status=_COLLIDES)
    except NotNow as error:
        return JsonResponse({"error": str(error)}, status=_CLOSED)
    except DomainError as error:
        return JsonResponse({"error": str(error)}, status=_REFUSED)
    return JsonResponse(_answer(request, written, mine))


def _answer(request: MemberRequest, written: Written, mine: colliding.Mine) -> dict[str, object]:
    section = written.section
    answer: dict[str, object] = {
        "version": section.version,
        "at": f"{timezone.localtime():%H:%M}",
        "title": section.title,
    }
    others_wrote = section.version > mine.since + written.is_new
    # Whoever was ahead of the answer before hasn't the joined words on their page yet.
    if others_wrote or written.is_merged or mine.sent:
        until = section.version - written.is_new
        news = queries.news(section, mine.since, until, request.member)
        answer |= {"html": for_trix(section.html, section.document), "who": news.who, "what": news.what}
    return answer


@require_POST
@requires(Permission.DRAFTS_WRITE)
def here(request: MemberRequest, pk: UUID) -> JsonResponse:
    """A heartbeat of the editor: who else writes here, and which version stands."""
    section = found(request, pk)
    if "leave" in request.POST:
        presence.leave(section_id=section.pk, by=request.member)
    else:
        presence.be_here(section=section, by=request.member, at=time.time())
    others = who.others(section.pk, request.member, time.time())
    is_open = queries.is_open_to(section, request.member)
    return JsonResponse({"others": others, "version": section.version, "open": is_open})
