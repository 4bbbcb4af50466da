"""For phones in the hall, without an account: a group by the code on its table, anybody by the gathering's code.

Nothing here knows who writes: no account, no name, no cookie that we read, no address kept.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from imbizo.base.errors import DomainError
from imbizo.base.web import public
from imbizo.calc import codes
from imbizo.convening.forms.inputs import CodeForm, PublicWordsForm
from imbizo.convening.models import Gathering, Input, Table
from imbizo.convening.operations.inputs import Words, receipt_for, say
from imbizo.convening.queries import inputs as queries
from imbizo.convening.queries import sessions
from imbizo.convening.rules.speaking import takes_words
from imbizo.convening.states import GatheringState, Via
from imbizo.convening.views.guessing import is_flooding, note_wrong, too_many, unless_guessing

_METHODS = ["GET", "HEAD", "POST"]


@public
@never_cache
# No cookie is needed to speak: there is no account here that a forged form could misuse.
@csrf_exempt
@require_http_methods(_METHODS)
@unless_guessing
def table_code(request: HttpRequest) -> HttpResponseBase:
    """Type the code that stands on the table."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        code = codes.normalise(form.cleaned_data["code"])
        if not codes.is_valid(code, codes.GROUP):
            form.add_error("code", _("A letter or digit is wrong. Look at the sheet once more."))
        elif queries.table_with(code):
            return redirect("convening:open-table", code=code)
        elif queries.gathering_with(code):
            return redirect("convening:open-slip", code=code)
        else:
            note_wrong(request)
            form.add_error("code", _("No table has this code. Ask the person who leads the gathering."))
    return render(request, "convening/public/speak_code.html", {"form": form})


@public
@never_cache
@csrf_exempt
@require_http_methods(_METHODS)
@unless_guessing
def open_table(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a group says, from its own phone."""
    table = queries.table_with(codes.normalise(code))
    if table is None:
        return _unknown(request)
    return _speak(request, table.gathering, table)


@public
@never_cache
@csrf_exempt
@require_http_methods(_METHODS)
@unless_guessing
def open_slip(request: HttpRequest, code: str) -> HttpResponseBase:
    """What anybody says, without table or name."""
    gathering = queries.gathering_with(codes.normalise(code))
    if gathering is None:
        return _unknown(request)
    return _speak(request, gathering, None)


def _speak(request: HttpRequest, gathering: Gathering, table: Table | None) -> HttpResponseBase:
    code = table.code if table else gathering.code
    if request.method == "POST" and is_flooding(request, code):
        return too_many(request)
    form = PublicWordsForm(
        request.POST or None, gathering=gathering, table=table, initial=_initial(request, table)
    )
    context = _who_asks(gathering) | {"gathering": gathering, "table": table, "code": code, "form": form}
    if not takes_words(gathering.state, from_member=False):
        return _closed(request, gathering, context)
    if form.is_valid():
        try:
            said, _is_new = say(gathering=gathering, words=_words(form, table), by=None)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _thanks(request, said, context)
    agenda = sessions.agenda(gathering, timezone.now())
    form.offer(agenda, get_language() or "")
    form.initial.setdefault("about", agenda.first)
    return render(request, "convening/public/speak.html", context)


def _words(form: PublicWordsForm, table: Table | None) -> Words:
    data = form.cleaned_data
    is_anonymous = table is None or bool(data.get("without_table"))
    return Words(
        id=data["id"],
        text=data["text"],
        language=data["language"],
        item_id=form.item_id,
        question_id=form.question_id,
        via=Via.SLIP if table is None else Via.PHONE,
        table=None if is_anonymous else table,
        is_anonymous=is_anonymous,
    )


def _initial(request: HttpRequest, table: Table | None) -> dict[str, Any]:
    kept = {name: request.GET[name] for name in ("about", "language") if name in request.GET}
    return {"language": (table.language if table else "") or (get_language() or "")[:2]} | kept


def _thanks(request: HttpRequest, said: Input, context: dict[str, Any]) -> HttpResponse:
    """The receipt, big. It stands in no address: whoever reads the phone's history mustn't find it there."""
    more = {"said": said, "receipt": codes.shown(receipt_for(said)), "data": context["form"].cleaned_data}
    return render(request, "convening/public/speak_thanks.html", context | more)


def _closed(request: HttpRequest, gathering: Gathering, context: dict[str, Any]) -> HttpResponse:
    """Say so; what was typed stands there to be copied or told to somebody. Nothing is thrown away unseen."""
    more = {
        "typed": request.POST.get("text", ""),
        "is_early": gathering.state == GatheringState.PLANNED,
    }
    status = HTTPStatus.CONFLICT if request.POST else HTTPStatus.OK
    return render(request, "convening/public/speak_not_now.html", context | more, status=status)


def _unknown(request: HttpRequest) -> HttpResponse:
    note_wrong(request)
    context = {"form": CodeForm(), "is_unknown": True}
    return render(request, "convening/public/speak_code.html", context, status=404)


def _who_asks(gathering: Gathering) -> dict[str, object]:
    """What the layout of a public page says of us."""
    programme = gathering.programme
    return {
        "programme_name": programme.name,
        "asked_by": gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
