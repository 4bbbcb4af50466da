"""Screening one source after another: by keyboard, by finger, and without JavaScript."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.scans import VerdictForm
from imbizo.evidence.models import Scan, ScanItem
from imbizo.evidence.operations import screening as operations
from imbizo.evidence.queries import citing
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.states import Retrieval, Stage, Verdict
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.scan_frame import found_scan, may_change, own_item, way
from imbizo.programmes.states import Permission

_SAID = {
    Verdict.INCLUDE: gettext_lazy("Included: %(title)s"),
    Verdict.EXCLUDE: gettext_lazy("Left out: %(title)s"),
    Verdict.UNSURE: gettext_lazy("Put off: %(title)s"),
}
_RETRIEVED = {
    Retrieval.GOT: gettext_lazy("The full text is at hand."),
    Retrieval.NOT_FOUND: gettext_lazy("Noted that the full text could not be had."),
    Retrieval.OPEN: gettext_lazy("The full text is looked for again."),
}


@requires(Permission.EVIDENCE_WRITE)
@require_safe
def scan_screen(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Go to the next source to be screened; the scan's page where none waits."""
    found = found_scan(request, pk)
    stage = Stage.FULL_TEXT if request.GET.get("stage") == Stage.FULL_TEXT else Stage.ABSTRACT
    if item := queries.next_item(found, request.member, stage, after=_uuid(request.GET.get("after"))):
        return redirect(item.get_absolute_url())
    say_done(request, _("Nothing more waits for you at this stage."))
    return redirect(found.get_absolute_url())


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_item(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One source: its title and abstract, or its full text, and what is to be said of it."""
    item: ScanItem = get_object_or_404(queries.items(request.member), pk=pk)
    scan, member = item.scan, request.member
    may_write = may_change(request, scan)
    said = list(queries.screenings(member).filter(item=item))
    mine = next((each for each in said if each.reviewer_id == member.pk and each.stage == item.stage), None)
    left, total = queries.progress(scan, member, item.stage) if may_write else (0, 0)
    context = {
        "item": item, "scan": scan, "source": item.source, "line": citing.line(item.source),
        "said": said, "mine": mine, "reasons": list(scan.reasons.all()), "stages": Stage,
        "may_write": may_write, "may_screen": may_write and queries.may_screen(scan, member)
        and not item.duplicate_of_id,
        "is_text": item.stage == Stage.FULL_TEXT, "left": left, "total": total, "done": total - left,
        "next_url": f"{address(request, 'scan-screen', scan.pk)}?stage={item.stage}&after={item.pk}",
        "crumbs": way(request, scan),
    }  # fmt: skip
    return render(request, "evidence/scans/item.html", context)


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def scan_item_say(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say include, leave out with a reason, or not sure; then the next one."""
    item = own_item(request, pk)
    stage = _stage(request)
    form = VerdictForm(request.POST, scan=item.scan)
    if not form.is_valid():
        say_done(request, _("Choose include, not sure, or a reason for leaving it out."))
        return redirect(item.get_absolute_url())
    said = form.cleaned_data
    done = tried(request, lambda: operations.screen(items=[item], stage=stage, by=request.member, **said))
    if done is None:
        return redirect(item.get_absolute_url())
    undo = f"{address(request, 'scan-item-undo', item.pk)}?stage={stage}"
    title = item.source.title if len(item.source.title) <= 80 else f"{item.source.title[:79]}…"
    say_done(request, _SAID[Verdict(said["verdict"])] % {"title": title}, undo=undo)
    return redirect(_onward(request, item.scan, item, stage))


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def scan_item_undo(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take back what one said of it, and come back to it."""
    item = own_item(request, pk)
    stage = Stage.FULL_TEXT if request.GET.get("stage") == Stage.FULL_TEXT else Stage.ABSTRACT
    if tried(request, lambda: operations.unscreen(items=[item], stage=stage, by=request.member)):
        say_done(request, _("It is undone."))
    return redirect(item.get_absolute_url())


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def scan_item_retrieval(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say whether the full text could be had."""
    item = own_item(request, pk)
    retrieval = request.POST.get("retrieval", "")
    if retrieval in Retrieval.values:
        say = Retrieval(retrieval)
        if tried(request, lambda: operations.set_retrieval(items=[item], retrieval=say, by=request.member)):
            say_done(request, str(_RETRIEVED[say]))
        if say == Retrieval.NOT_FOUND:
            return redirect(_onward(request, item.scan, item, Stage.FULL_TEXT))
    return redirect(item.get_absolute_url())


def _onward(request: MemberRequest, scan: Scan, item: ScanItem, stage: str) -> str:
    """The next source in the reviewer's pile, or the scan's page."""
    onward = queries.next_item(scan, request.member, stage, after=item.pk)
    url: str = onward.get_absolute_url() if onward else scan.get_absolute_url()
    return url


def _stage(request: MemberRequest) -> Stage:
    return Stage.FULL_TEXT if request.POST.get("stage") == Stage.FULL_TEXT else Stage.ABSTRACT


def _uuid(typed: Any) -> UUID | None:
    try:
        return UUID(str(typed))
    except ValueError:
        return None
