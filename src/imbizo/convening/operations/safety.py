"""The safety sheet: what is known, who decides, and the second look on the day before."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Gathering, SafetySheet
from imbizo.convening.operations.gatherings import call_off
from imbizo.convening.queries.safety import known_numbers, standing, to_remind_of
from imbizo.convening.queries.words import local_days
from imbizo.convening.rules.safe import is_eve, may_decide, may_write, missing
from imbizo.convening.states import Tension, Verdict
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit, differences, rewrite

_NOT_YOURS = _("Only the partner that convenes it fills in its safety sheet.")
_NOT_DECIDER = _("Only those who decide on safety for the partner that convenes it can say go or call off.")
_OVER = _("It is over, so there is nothing left to decide.")
_TELL_WHAT = _("Say under “What is changed” what makes it safe to hold.")
REMINDER = "safety_due"


@transaction.atomic
def write_sheet(*, gathering: Gathering, changes: Mapping[str, Any], by: Membership) -> SafetySheet:
    """Write these fields of the sheet. What changes after the decision has to be looked at again.

    Raises NotAllowed, NotNow (it is over).
    """
    if not may_write(by, gathering):
        raise NotAllowed(_NOT_YOURS)
    sheet = _held(gathering)
    if sheet.verdict != Verdict.OPEN and sheet.looked_again_on is not None:
        changes = {**changes, "looked_again_on": None, "looked_again_by": None}
    return rewrite(sheet, changes, by=by)


@transaction.atomic
def decide(*, gathering: Gathering, verdict: str, by: Membership, because: str = "") -> SafetySheet:
    """Say go, go with changes, or call off, for which `because` is needed: the invited will be told.

    A decision on the day before is the second look as well. Calling off calls the gathering off.
    Raises NotAllowed, NotNow (it is over), NotReady (something isn't on the sheet), BadAnswer (no reason).
    """
    if not may_decide(by, gathering):
        raise NotAllowed(_NOT_DECIDER)
    sheet = _held(gathering)
    if verdict in {Verdict.GO, Verdict.CHANGE}:
        _check(sheet, verdict)
    looked = timezone.localdate() if _is_eve(sheet.gathering) else None
    changes = {
        "verdict": verdict,
        "decided_by": by,
        "decided_at": timezone.now(),
        "looked_again_on": looked,
        "looked_again_by": by if looked else None,
    }
    decided = rewrite(sheet, changes, by=by, verb="decide")
    if verdict == Verdict.CALL_OFF:
        call_off(gathering=gathering, because=because, by=by)
    return decided


@transaction.atomic
def look_again(*, gathering: Gathering, by: Membership) -> SafetySheet:
    """Say, on the day before, that the decision still holds.

    Raises NotAllowed, NotNow (over, not decided yet, or too early), NotReady.
    """
    if not may_decide(by, gathering):
        raise NotAllowed(_NOT_DECIDER)
    sheet = _held(gathering)
    if sheet.verdict not in {Verdict.GO, Verdict.CHANGE}:
        raise NotNow(_("Decide first whether it is safe to hold."))
    if not _is_eve(sheet.gathering):
        raise NotNow(_("It is too early: much can change. Look again on the day before."))
    _check(sheet, sheet.verdict)
    return rewrite(
        sheet, {"looked_again_on": timezone.localdate(), "looked_again_by": by}, by=by, verb="look_again"
    )


@transaction.atomic
def remind_due(now: dt.datetime | None = None) -> int:
    """Remind those who decide of the sheets that wait on the day before, once a day each; gives how many."""
    now = now or timezone.now()
    reminded = 0
    for gathering in to_remind_of(now):
        sheet = SafetySheet.objects.filter(gathering=gathering).first() or _new(gathering)
        found = standing(sheet, now)
        if found.is_eve and (found.waits or not found.is_decided) and not _was_reminded(sheet, now):
            audit(REMINDER, [sheet], by=None)
            reminded += 1
    return reminded


@transaction.atomic
def follow(gathering: Gathering, starts: dt.datetime, ends: dt.datetime, by: Membership | None) -> None:
    """On another day it is another decision: it has to be looked at again."""
    sheet = SafetySheet.objects.select_for_update().filter(gathering=gathering).first()
    if sheet is not None and sheet.looked_again_on is not None:
        changes = {"looked_again_on": None, "looked_again_by": None}
        before = {name: getattr(sheet, name) for name in changes}
        sheet.looked_again_on, sheet.looked_again_by = None, None
        sheet.save(update_fields=[*changes, "updated_at"])
        audit("change", [sheet], by=by, changes=differences(before, changes))


def _held(gathering: Gathering) -> SafetySheet:
    """The sheet, its gathering's row held; a new one where there is none. Raises NotNow (it is over)."""
    current = (
        Gathering.objects.select_for_update(of=("self",))
        .select_related("programme", "place")
        .get(pk=gathering.pk)
    )
    if current.is_over:
        raise NotNow(_OVER)
    sheet = SafetySheet.objects.select_related("gathering__programme").filter(gathering=current).first()
    return sheet or _new(current)


def _new(gathering: Gathering) -> SafetySheet:
    sheet: SafetySheet = SafetySheet.objects.create(
        programme_id=gathering.programme_id, gathering=gathering, numbers=known_numbers(gathering)
    )
    return sheet


def _check(sheet: SafetySheet, verdict: str) -> None:
    lacking = missing(sheet)
    if lacking:
        words = ", ".join(str(each) for each in lacking)
        raise NotReady(_now("The sheet doesn't say yet: %(what)s.") % {"what": words})
    if verdict == Verdict.CHANGE and not sheet.changes.strip():
        raise BadAnswer(_TELL_WHAT, field="verdict")
    if verdict == Verdict.GO and sheet.tension == Tension.DANGEROUS:
        because = _("It is noted as dangerous.")
        raise NotReady(format_lazy("{} {}", because, _("Hold it with changes, or call it off.")))


def _is_eve(gathering: Gathering) -> bool:
    days = local_days(gathering)
    today = timezone.now().astimezone(gathering.programme.zone).date()
    return is_eve(days[0] if days else None, today)


def _was_reminded(sheet: SafetySheet, now: dt.datetime) -> bool:
    midnight = now.astimezone(sheet.gathering.programme.zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    entries = AuditEntry.objects.filter(subject_kind="convening.safety", subject_id=sheet.pk, verb=REMINDER)
    return entries.filter(at__gte=midnight).exists()
