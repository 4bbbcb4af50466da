"""Paper comes back: the register typed against the codes, a list with ticks, the export of an online meeting."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.attempts import tried
from imbizo.base.errors import DomainError
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.day import ExportFileForm
from imbizo.convening.forms.paper import PaperRow, PaperRows
from imbizo.convening.imports.online import Unreadable, read_export
from imbizo.convening.models import Gathering
from imbizo.convening.operations.online import Joined, take_online
from imbizo.convening.operations.paper import note_paper, tick_came
from imbizo.convening.queries.attendance import to_tick
from imbizo.convening.queries.online import match_online
from imbizo.convening.states import GatheringState
from imbizo.convening.views.day_frame import day_frame
from imbizo.convening.views.frame import address, own
from imbizo.programmes.states import Permission

ROWS = 10
_SALT = "convening.online"
_AN_HOUR = 3600  # seconds between looking at a file and taking it
_READY = (GatheringState.OPEN, GatheringState.HELD)


@requires(Permission.DAY_REGISTER)
def paper(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Type the register: each line that can be taken is, and the others stay with what is wrong."""
    gathering = own(request, pk)
    rows = [PaperRow(prefix=f"form-{number}") for number in range(ROWS)]
    if request.method == "POST":
        typed = PaperRows(request.POST)
        typed.is_valid()
        rows, number = _typed(request, gathering, list(typed.forms))
        if number:
            text = ngettext("%(number)s line is noted.", "%(number)s lines are noted.", number)
            messages.success(request, text % {"number": number})
        if not any(row.is_bound for row in rows):
            return redirect(address(request, "paper", pk))
    context = {
        **day_frame(request, gathering),
        "rows": rows,
        "has_errors": any(row.is_bound for row in rows),
        "is_ready": gathering.state in _READY,
    }
    return render(request, "convening/day/paper.html", context)


def _typed(request: MemberRequest, gathering: Gathering, rows: list[PaperRow]) -> tuple[list[PaperRow], int]:
    """The lines as they stand afterwards, those that were taken empty again; and how many were taken."""
    stand, number = [], 0
    for row in rows:
        is_empty = row.is_valid() and not row.says_something
        is_taken = not is_empty and row.is_valid() and _note(request, gathering, row)
        stand.append(PaperRow(prefix=row.prefix) if is_empty or is_taken else row)
        number += is_taken
    return stand, number


def _note(request: MemberRequest, gathering: Gathering, row: PaperRow) -> bool:
    try:
        with transaction.atomic():
            done = note_paper(
                gathering=gathering, came=row.came(), by=request.member, id=row.cleaned_data["id"]
            )
    except DomainError as error:
        field = getattr(error, "field", "")
        row.add_error(field if field in row.fields else "code", str(error))
        return False
    if done.problem:
        messages.warning(request, f"{done.attendance}: {done.problem}")
    return True


@requires(Permission.DAY_REGISTER)
def came_list(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The list of the invited with a box each: tick who came."""
    gathering = own(request, pk)
    rows = to_tick(gathering)
    if request.method == "POST":
        ticked = set(request.POST.getlist("came"))
        chosen = [each for each in rows if str(each.pk) in ticked]
        number = tried(request, lambda: tick_came(gathering=gathering, invitations=chosen, by=request.member))
        if number is not None:
            text = ngettext("%(number)s person is registered.", "%(number)s people are registered.", number)
            messages.success(request, text % {"number": number})
            return redirect(address(request, "day", pk))
    context = {**day_frame(request, gathering), "invited": rows, "is_ready": gathering.state in _READY}
    return render(request, "convening/day/came_list.html", context)


@requires(Permission.DAY_REGISTER)
def online(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who was there online: first a look at what the file comes to, then it is taken."""
    gathering = own(request, pk)
    if "seen" in request.POST:
        return _take_online(request, gathering)
    form = ExportFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        **day_frame(request, gathering),
        "form": form,
        "is_ready": gathering.state in _READY,
    }
    if request.method == "POST" and form.is_valid():
        try:
            context |= _look(gathering, form.cleaned_data["file"].read())
        except Unreadable as error:
            form.add_error("file", str(error))
    return render(request, "convening/day/online.html", context)


def _look(gathering: Gathering, data: bytes) -> dict[str, Any]:
    """What the file says, who of it is who, and the same sealed for the press that takes it."""
    day = timezone.localtime(gathering.starts_at).date() if gathering.starts_at else None
    read = read_export(data, zone=timezone.get_current_timezone(), held_on=day)
    matches = match_online(gathering, read.people)
    kept = [
        {**asdict(each), "first_join": each.first_join.isoformat() if each.first_join else ""}
        for each in read.people
    ]
    return {
        "people": list(zip(read.people, matches, strict=True)),
        "left_out": read.left_out,
        "is_ambiguous": read.is_ambiguous,
        "seen": signing.dumps([str(gathering.pk), kept], salt=_SALT, compress=True),
    }


def _take_online(request: MemberRequest, gathering: Gathering) -> HttpResponse:
    try:
        of, kept = signing.loads(request.POST["seen"], salt=_SALT, max_age=_AN_HOUR)
    except signing.BadSignature:
        of, kept = "", []
    if of != str(gathering.pk):
        messages.error(request, _("Too much time has passed since you looked at the file. Choose it again."))
        return redirect(address(request, "online", gathering.pk))
    people = [_joined(each) for each in kept]
    number = tried(request, lambda: take_online(gathering=gathering, people=people, by=request.member))
    if number is not None:
        text = ngettext("%(number)s person is new.", "%(number)s people are new.", number)
        messages.success(request, _("The file is taken.") + " " + text % {"number": number})
    return redirect(address(request, "day", gathering.pk))


def _joined(kept: dict[str, Any]) -> Joined:
    at = kept.pop("first_join")
    return Joined(**kept, first_join=datetime.fromisoformat(at) if at else None)
