"""A scribe's page: one line after another, by keyboard; and anonymous slips typed from paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from imbizo.base.attempts import attempt
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.inputs import PaperForm, ScribeForm, WordsForm
from imbizo.convening.models import Gathering, Input, Table
from imbizo.convening.operations.inputs import Words, say, speaker_by_card
from imbizo.convening.queries import inputs as queries
from imbizo.convening.queries import sessions
from imbizo.convening.rules.speaking import takes_words
from imbizo.convening.states import Via
from imbizo.convening.views.frame import address, frame, own
from imbizo.convening.views.inputs import crumbs_of
from imbizo.programmes.states import Permission


@requires(Permission.INPUTS_WRITE)
def scribe(request: MemberRequest, pk: UUID, table: UUID) -> HttpResponseBase:
    """Write down what is said at a table. Session, question and language stay chosen from line to line."""
    gathering = own(request, pk)
    sits = get_object_or_404(queries.tables(gathering), pk=table)
    form = ScribeForm(request.POST or None, gathering=gathering, initial=_remembered(request, sits))
    said = attempt(form, lambda data: _take(request, form, data, sits))
    if said is not None:
        return redirect(_again(address(request, "scribe", pk, table), form))
    context = _page(request, gathering, form) | {
        "table": sits,
        "written": queries.written_by(gathering, request.member, sits),
        "heading": sits.name,
    }
    return render(request, "convening/inputs/scribe.html", context)


@requires(Permission.INPUTS_WRITE)
def paper(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Type anonymous slips. Nothing says who typed them, nor when but for the hour."""
    gathering = own(request, pk)
    form = PaperForm(request.POST or None, gathering=gathering, initial=_remembered(request, None))
    said = attempt(form, lambda data: _take_paper(request, form, data))
    if said is not None:
        say_done(request, _("Kept, without a name. Type the next one."))
        return redirect(_again(address(request, "paper-slips", pk), form))
    return render(request, "convening/inputs/paper.html", _page(request, gathering, form))


def _take(request: MemberRequest, form: ScribeForm, data: dict[str, Any], table: Table) -> Input:
    words = _words(form, data, Via.SCRIBE, table=table, speaker=speaker_by_card(form.gathering, data["card"]))
    return say(gathering=form.gathering, words=words, by=request.member)[0]


def _take_paper(request: MemberRequest, form: PaperForm, data: dict[str, Any]) -> Input:
    words = _words(form, data, Via.PAPER, is_anonymous=True)
    return say(gathering=form.gathering, words=words, by=request.member)[0]


def _words(form: WordsForm, data: dict[str, Any], via: Via, **more: Any) -> Words:
    return Words(
        id=data["id"],
        text=data["text"],
        language=data["language"],
        item_id=form.item_id,
        question_id=form.question_id,
        via=via,
        **more,
    )


def _remembered(request: MemberRequest, table: Table | None) -> dict[str, Any]:
    """What the line before was about, and its language."""
    kept = {name: request.GET[name] for name in ("about", "language") if name in request.GET}
    return {"language": table.language if table else ""} | kept


def _again(address: str, form: WordsForm) -> str:
    kept = {name: form.cleaned_data[name] for name in ("about", "language")}
    return f"{address}?{urlencode(kept)}"


def _page(request: MemberRequest, gathering: Gathering, form: WordsForm) -> dict[str, Any]:
    agenda = sessions.agenda(gathering, timezone.now())
    form.offer(agenda, request.LANGUAGE_CODE)
    form.initial.setdefault("about", agenda.first)
    if not takes_words(gathering.state, from_member=True):
        messages.warning(
            request, _("The gathering isn't open yet: nothing can be written down before it is.")
        )
    return frame(request, gathering) | {"form": form, "crumbs": crumbs_of(request, gathering)}
