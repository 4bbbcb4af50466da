"""The sources of a scan as a list: filtered, screened many at once, and said to be the same work."""

import secrets
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.scans import DuplicateForm, ReasonForm
from imbizo.evidence.models import Scan, ScanItem
from imbizo.evidence.operations import screening as operations
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.states import Retrieval, Verdict
from imbizo.evidence.tables.scans import ItemsTable
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.scan_frame import found_scan, may_change, own_item, own_scan, way
from imbizo.programmes.states import Permission

_HOUR: Final = 3_600  # seconds
_LISTED: Final = 100
_RETRIEVALS: Final = {"got": Retrieval.GOT, "not_found": Retrieval.NOT_FOUND}


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_items(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The sources of a scan; the figures of its picture open here."""
    found = found_scan(request, pk)
    may_write = may_change(request, found)
    table = ItemsTable(
        request,
        queries.items(request.member).filter(scan=found),
        bulk_actions=ItemsTable.actions if may_write else (),
        bulk_url=address(request, "scan-items-do", found.pk),
    )
    context = {"scan": found, "table": table, "crumbs": way(request, found), "may_write": may_write}
    return render(request, "evidence/scans/items.html", context)


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def scan_items_do(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say the same of all that were ticked; leaving out asks for the reason first."""
    found = own_scan(request, pk)
    items, action = _ticked(request, found), request.POST.get("action", "")
    back = redirect(address(request, "scan-items", found.pk))
    if not items:
        return back
    if action in _RETRIEVALS:
        _retrieve(request, items, _RETRIEVALS[action])
    elif action == "include":
        _say(request, found, items, {"verdict": Verdict.INCLUDE})
    elif action == "undo":
        _take_back(request, items)
    elif action == "exclude":
        return _leave_out(request, found, items)
    return back


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def scan_items_undo(request: MemberRequest, pk: UUID, token: str) -> HttpResponseBase:
    """Take back what the last press said, for an hour."""
    found = own_scan(request, pk)
    kept: dict[str, list[UUID]] = cache.get(_key(request, token)) or {}
    rows = {each.pk: each for each in queries.own_items(request.member).filter(pk__in=chain(*kept.values()))}

    def undo() -> bool:
        for stage, ids in kept.items():
            items = [rows[pk] for pk in ids if pk in rows]
            operations.unscreen(items=items, stage=stage, by=request.member)
        return True

    if not kept:
        say_done(
            request, _("It is too long ago to be undone from here. Each source can be changed by itself.")
        )
    elif tried(request, undo):
        cache.delete(_key(request, token))
        say_done(request, _("It is undone."))
    return redirect(address(request, "scan-items", found.pk))


@requires(Permission.EVIDENCE_WRITE)
def scan_item_duplicate(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say that it is the same work as another in the scan, or that it isn't after all."""
    item = own_item(request, pk)
    if request.method == "POST" and item.duplicate_of_id:
        tried(request, lambda: operations.say_duplicate(item=item, original=None, by=request.member))
        return redirect(item.get_absolute_url())
    form = DuplicateForm(request.POST or None, item=item)
    done = attempt(form, lambda given: operations.say_duplicate(item=item, by=request.member, **given))
    if done is not None:
        say_done(request, _("It counts once now."), undo=address(request, "scan-item-duplicate", item.pk))
        return redirect(item.get_absolute_url())
    lede = _("It counts as a duplicate then, and the other one is screened.")
    return form_page(
        request,
        form,
        heading=_("Same work as another"),
        lede=lede,
        action=_("It is the same work"),
        back_url=item.get_absolute_url(),
        crumbs=way(request, item.scan, item),
    )


def _ticked(request: MemberRequest, found: Scan) -> list[ScanItem]:
    """The sources of this scan that were ticked, with what can't be an id passed over."""
    ids = []
    for typed in request.POST.getlist("selected"):
        try:
            ids.append(UUID(typed))
        except ValueError:
            continue
    return list(queries.own_items(request.member).filter(scan=found, pk__in=ids))


def _say(request: MemberRequest, found: Scan, items: list[ScanItem], said: dict[str, Any]) -> int | None:
    """Say it of each at the stage where it is, and offer to take it back."""

    def screen() -> dict[str, list[UUID]]:
        done = {}
        for stage in sorted({each.stage for each in items}):
            own = [each for each in items if each.stage == stage]
            done[stage] = [
                each.pk for each in operations.screen(items=own, stage=stage, by=request.member, **said)
            ]
        return done

    done = tried(request, screen)
    if done is None:
        return None
    token, number = secrets.token_urlsafe(12), sum(map(len, done.values()))
    cache.set(_key(request, token), done, _HOUR)
    text = ngettext("Said of %(number)s source.", "Said of %(number)s sources.", number) % {"number": number}
    say_done(request, text, undo=address(request, "scan-items-undo", found.pk, token))
    return number


def _leave_out(request: MemberRequest, found: Scan, items: list[ScanItem]) -> HttpResponseBase:
    form = ReasonForm(request.POST if "reasoned" in request.POST else None, scan=found)
    if form.is_bound and form.is_valid():
        _say(request, found, items, {"verdict": Verdict.EXCLUDE, **form.cleaned_data})
        return redirect(address(request, "scan-items", found.pk))
    heading = ngettext("Leave out %(number)s source", "Leave out %(number)s sources", len(items))
    context = {
        "form": form, "items": items[:_LISTED], "ids": [each.pk for each in items], "scan": found,
        "heading": heading % {"number": len(items)}, "crumbs": way(request, found),
    }  # fmt: skip
    return render(request, "evidence/scans/leave_out.html", context)


def _take_back(request: MemberRequest, items: list[ScanItem]) -> None:
    """Take back the member's last word on each: that on the full text, else that on title and abstract."""

    def undo() -> int:
        last = queries.last_stage(items, request.member)
        return sum(
            operations.unscreen(
                items=[each for each in items if last.get(each.pk) == stage], stage=stage, by=request.member
            )
            for stage in sorted(set(last.values()))
        )

    number = tried(request, undo)
    if number is not None:
        text = ngettext("Taken back for %(number)s source.", "Taken back for %(number)s sources.", number)
        say_done(request, text % {"number": number})


def _retrieve(request: MemberRequest, items: list[ScanItem], retrieval: Retrieval) -> None:
    number = tried(
        request, lambda: operations.set_retrieval(items=items, retrieval=retrieval, by=request.member)
    )
    if number is not None:
        text = ngettext("Changed for %(number)s source.", "Changed for %(number)s sources.", number)
        say_done(request, text % {"number": number})


def _key(request: MemberRequest, token: str) -> str:
    return f"undo-screening:{request.member.pk}:{token}"
