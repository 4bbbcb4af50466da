"""Devices of the day: opened by a member; then they speak for themselves, by their token, session or not."""

import hashlib
import json
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.errors import DomainError
from imbizo.base.limits import limited
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.errors import BadAnswer
from imbizo.convening.forms.calls import BadCall, Call, read_call
from imbizo.convening.forms.day import DeviceForm
from imbizo.convening.forms.inputs import language_choices, spoken_at
from imbizo.convening.forms.slips import SlipForm
from imbizo.convening.models import Device, Gathering, Table
from imbizo.convening.operations.devices import (
    Answered,
    Opened,
    forget_device,
    hear_from,
    open_device,
    secret_of,
    take_in,
)
from imbizo.convening.queries import day as queries
from imbizo.convening.queries import sessions
from imbizo.convening.queries.asked_on_devices import asked_on_devices
from imbizo.convening.queries.inputs import table_of
from imbizo.convening.states import GatheringState
from imbizo.convening.views.day_frame import day_frame
from imbizo.convening.views.frame import address, own
from imbizo.programmes.states import Permission

_WORKER = Path(__file__).parents[1] / "static/convening/day/worker.js"
# What a device says that it has where it wants no names.
_NO_NAMES = "none"
# The pages that open without a connection, by the names of their addresses; and the files they need.
PAGES = ("convening:day-shell", "convening:day-scribe")
FILES = (
    "base/public.css",
    "convening/day/day.css",
    "convening/day/store.js",
    "convening/day/sync.js",
    "convening/day/codes.js",
    "convening/day/lock.js",
    "convening/day/device.js",
    "convening/day/handed.js",
    "convening/day/scribe.js",
)


@requires(Permission.DAY_REGISTER)
def device_open(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Open this phone or laptop for a gathering. What a POST answers is for the page's own script."""
    gathering = own(request, pk)
    table = _table(gathering, request.GET.get("table", ""))
    form = DeviceForm(request.POST or None, initial={"label": table.name if table else ""})
    if request.method == "POST":
        return _opened(request, gathering, form, table)
    context = {
        **day_frame(request, gathering),
        "form": form,
        "table": table,
        "is_open": gathering.state == GatheringState.OPEN,
    }
    return render(request, "convening/day/device_open.html", context)


def _table(gathering: Gathering, wanted: str) -> Table | None:
    """The table at which the device will write down what is said; None for one at the door."""
    try:
        return table_of(gathering, wanted)
    except BadAnswer:
        raise Http404 from None


def _opened(
    request: MemberRequest, gathering: Gathering, form: DeviceForm, table: Table | None
) -> HttpResponse:
    if not form.is_valid():
        return _refusal(_("Say which device this is."))
    try:
        opened = open_device(gathering=gathering, label=form.cleaned_data["label"], by=request.member)
    except DomainError as error:
        return _refusal(str(error))
    at = _at_the_table(request, gathering, table) if table else _at_the_door(opened.device)
    return _private(JsonResponse(_for_device(opened) | at))


def _for_device(opened: Opened) -> dict[str, object]:
    return {
        "device": str(opened.device.pk),
        "token": opened.token,
        "secret": opened.secret,
        "now": _milliseconds(),
        "ends": round(opened.device.expires_at.timestamp() * 1000),
    }


def _at_the_door(device: Device) -> dict[str, object]:
    amount = device.gathering.transport_amount
    about = {
        "gathering": device.gathering.name,
        "label": device.label,
        "amount": "" if amount is None else str(amount),
    }
    return {"about": about, **_held(device)}


def _at_the_table(request: MemberRequest, gathering: Gathering, table: Table) -> dict[str, object]:
    """What a scribe chooses from. No names: nobody is looked for at a table."""
    agenda = sessions.agenda(gathering, timezone.now())
    about = {
        "gathering": gathering.name,
        "label": table.name,
        "table": str(table.pk),
        "subjects": agenda.choices(request.LANGUAGE_CODE),
        "subject": agenda.first,
        "languages": language_choices(spoken_at(gathering)),
        "language": table.language,
    }
    return {"about": about, "digest": _NO_NAMES, "people": []}


@requires(Permission.DAY_REGISTER)
@require_POST
def device_key(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The key of a device's store once more, for whoever forgot the PIN. For the page's own script."""
    device = get_object_or_404(queries.devices(request.member), pk=pk)
    try:
        secret = secret_of(device=device, by=request.member)
    except DomainError as error:
        return _refusal(str(error))
    return _private(JsonResponse({"secret": secret}))


@requires(Permission.DAY_REGISTER)
@require_POST
def device_forget(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Lost or done with: it drops the names at its next contact."""
    device = get_object_or_404(queries.devices(request.member), pk=pk)
    if tried(request, lambda: forget_device(device=device, by=request.member)):
        text = _(
            "%(device)s drops the names as soon as it is in contact. What it still sends waits for you here."
        )
        messages.success(request, text % {"device": device})
    return redirect(address(request, "day", device.gathering_id))


@public
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The desk of a device. The page names nobody: all it shows comes from the device's own store."""
    return render(request, "convening/day/device.html", {"slip": SlipForm(categories=())})


@public
@require_safe
def scribe_shell(request: HttpRequest) -> HttpResponse:
    """The scribe's page of a device, which names nobody either."""
    return render(request, "convening/day/scribe.html")


@public
@require_safe
@cache_control(max_age=0, must_revalidate=True)
def worker(request: HttpRequest) -> HttpResponse:
    """What keeps the pages of the day for times without a connection. It governs the addresses below its own."""
    files = (*(reverse(name) for name in PAGES), *(static(name) for name in FILES))
    return HttpResponse(_worker(str(get_language()), files), content_type="text/javascript; charset=utf-8")


@lru_cache(maxsize=16)
def _worker(language: str, files: tuple[str, ...]) -> str:
    """The worker's text. Its cache is named after the language and what is in it: a new one replaces it."""
    text = _WORKER.read_text(encoding="utf-8")
    version = hashlib.sha256(f"{language}{files}{text}".encode()).hexdigest()[:12]
    return text.replace("__VERSION__", version).replace("__FILES__", json.dumps(files))


@public
@limited(limit=600, seconds=60)
@csrf_exempt
@require_POST
def sync(request: HttpRequest) -> HttpResponseBase:
    """A device sends what waits on it, and hears what became of each thing and who has come elsewhere.

    No cookie counts here, and so no forged form can speak for one: the token in the body is the proof.
    """
    try:
        call = read_call(request.body)
    except BadCall as error:
        return _refusal(str(error))
    device = queries.device_by_token(call.token)
    if device is None:
        return _refusal(_("This device isn't known here."), HTTPStatus.FORBIDDEN)
    device = hear_from(device=device, now_there=call.now, waiting=call.waiting)
    outcomes = take_in(device=device, items=call.items)
    return _private(JsonResponse(_answer(device, call, outcomes)))


def _answer(device: Device, call: Call, outcomes: list[Answered]) -> dict[str, object]:
    is_closed = not device.is_usable or device.gathering.state != GatheringState.OPEN
    told: dict[str, object] = {
        "now": _milliseconds(),
        "closed": is_closed,
        "outcomes": [
            {"id": str(each.id), "outcome": each.outcome, "problem": each.problem} for each in outcomes
        ],
    }
    if is_closed or call.have == _NO_NAMES:
        return told
    held = _held(device)
    return told if held["digest"] == call.have else told | held


def _held(device: Device) -> dict[str, object]:
    """What a device at the door holds: the names, and what it asks of those it is handed to; with their digest."""
    people = [each.as_json() for each in queries.names_for_device(device.gathering)]
    held = {"people": people, "asked": asked_on_devices(device.gathering)}
    digest = hashlib.sha256(json.dumps(held).encode()).hexdigest()[:16]
    return {"digest": digest, **held}


def _milliseconds() -> int:
    return round(timezone.now().timestamp() * 1000)


def _refusal(text: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> HttpResponse:
    return _private(JsonResponse({"error": text}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
