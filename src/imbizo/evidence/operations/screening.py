"""Screening: what reviewers say of sources, one by one and in bulk, taking it back, and settling their conflicts.

Where a source stands is always worked out from what was said of it (`calc.prisma`), never set by hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.calc import prisma
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import ExclusionReason, Scan, ScanItem, Screening
from imbizo.evidence.queries.scanning import records, reviewers_of
from imbizo.evidence.states import Retrieval, Stage, Verdict
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_CHUNK: Final = 500
_WHY: Final = _("Choose why it is left out.")
_NOT_YOURS: Final = _("This scan belongs to another partner, who alone screens in it.")
_CLOSED: Final = _("This scan is closed. Open it again first.")
_TWO: Final = _("Two people screen this scan: %(first)s and %(second)s. You can read along.")
_MOVED: Final = _("This source isn't at that stage any more. Load the page again.")
_BOTH: Final = _("Both have decided on this source. Where you differ, settle it on the page of conflicts.")
_NO_CONFLICT: Final = _(
    "There is nothing to settle here: the two reviewers agree, or one hasn't decided yet."
)
_DUPLICATE: Final = _("This is a duplicate of another source in the scan, which is screened in its place.")
_NOT_SETTLING: Final = _("Include it or leave it out: settling needs one of the two.")
_WHY_SO: Final = _("Say in a few words why it is settled so.")
_READ: Final = _("Somebody has judged its full text already.")
_NOT_ITSELF: Final = _("Choose another source of this scan.")
_DECIDED: Final = (Verdict.INCLUDE, Verdict.EXCLUDE)
State = tuple[str, str, UUID | None]
"""The stage, the outcome and the reason of a source."""


@transaction.atomic
def screen(
    *,
    items: Sequence[ScanItem],
    stage: str,
    verdict: str,
    by: Membership,
    reason: ExclusionReason | None = None,
    note: str = "",
) -> list[ScanItem]:
    """Say include, exclude or not sure of sources at a stage; an earlier word of the same reviewer is replaced.

    Those that went on to another stage meanwhile are passed over; of a single one that raises. Gives those it was
    said of. Raises NotAllowed, NotNow, NotReady (no reason).
    """
    if not items:
        return []
    scan = items[0].scan
    must_screen(scan, by)
    if verdict == Verdict.EXCLUDE and (reason is None or reason.scan_id != scan.pk):
        raise NotReady(_WHY, field="reason")
    held = _held(items, scan)
    fit = [each for each in held if _fits(each, stage, by)]
    if len(items) == 1 and not fit:
        raise NotNow(_refusal(held[0], stage, by))
    _write(fit, scan, stage, by, {"verdict": verdict, "reason": reason, "note": note})
    # Who screened what, not how: in a scan of two the trail would tell the one what the other said.
    told = {"stage": [None, stage]} if scan.has_two_reviewers else {"verdict": [None, verdict]}
    audit("screen", fit, by=by, changes=told)
    settle([each.pk for each in fit], scan)
    return fit


@transaction.atomic
def unscreen(*, items: Sequence[ScanItem], stage: str, by: Membership) -> int:
    """Take back what the member said of sources at a stage. Where both have decided it stays. How many it was.

    Raises NotAllowed, NotNow.
    """
    if not items:
        return 0
    scan = items[0].scan
    must_screen(scan, by)
    held = [each for each in _held(items, scan) if not _is_known_to_both(each, stage, by)]
    rows = Screening.objects.filter(item__in=held, stage=stage, reviewer=by, is_settling=False)
    touched = list(rows.values_list("item_id", flat=True))
    rows.delete()
    audit(
        "unscreen",
        [each for each in held if each.pk in set(touched)],
        by=by,
        changes={"stage": [stage, None]},
    )
    settle(touched, scan)
    return len(touched)


@transaction.atomic
def settle_conflict(
    *, item: ScanItem, verdict: str, by: Membership, reason: ExclusionReason | None = None, note: str = ""
) -> Screening:
    """Settle what two reviewers see differently; the reason stands beside both their words. Said again it is changed.

    Raises NotAllowed, NotNow (no conflict), NotReady.
    """
    must_own(item.scan, by)
    if verdict not in _DECIDED:
        raise NotReady(_NOT_SETTLING, field="verdict")
    if verdict == Verdict.EXCLUDE and (reason is None or reason.scan_id != item.scan_id):
        raise NotReady(_WHY, field="reason")
    if not note.strip():
        raise NotReady(_WHY_SO, field="note")
    held = ScanItem.objects.select_for_update().get(pk=item.pk)
    said = Screening.objects.filter(item=held, stage=held.stage, verdict__in=_DECIDED, is_settling=False)
    if len(set(said.values_list("verdict", flat=True))) < len(_DECIDED):
        raise NotNow(_NO_CONFLICT)
    fields = {"verdict": verdict, "reason": reason if verdict == Verdict.EXCLUDE else None, "note": note}
    made, _is_new = Screening.objects.update_or_create(
        item=held, stage=held.stage, is_settling=True,
        defaults={"programme": held.programme, "reviewer": by, **fields},
    )  # fmt: skip
    audit("settle_screening", [held], by=by, changes={"verdict": [None, verdict]})
    settle([held.pk], item.scan)
    return made


@transaction.atomic
def set_retrieval(*, items: Sequence[ScanItem], retrieval: str, by: Membership) -> int:
    """Say that the full text is at hand, could not be had, or is looked for again. How many it changed.

    Raises NotAllowed, NotNow (a single one whose full text somebody judged).
    """
    if not items:
        return 0
    scan = items[0].scan
    must_own(scan, by)
    ids = [each.pk for each in items]
    rows = ScanItem.objects.select_for_update().filter(pk__in=ids, stage=Stage.FULL_TEXT)
    found = list(rows.exclude(retrieval=retrieval))
    read = Screening.objects.filter(item_id__in=ids, stage=Stage.FULL_TEXT)
    judged = set(read.values_list("item_id", flat=True))
    if len(items) == 1 and judged:
        raise NotNow(_READ)
    chosen = [each for each in found if each.pk not in judged]
    before = [each.retrieval for each in chosen]
    ScanItem.objects.filter(pk__in=[each.pk for each in chosen]).update(
        retrieval=retrieval, updated_at=timezone.now()
    )
    audit("change", chosen, by=by, changes=[{"retrieval": [was, retrieval]} for was in before])
    return len(chosen)


@transaction.atomic
def say_duplicate(*, item: ScanItem, original: ScanItem | None, by: Membership) -> ScanItem:
    """Say that a source of the scan is the same work as another in it, or (None) that it isn't.

    What is a duplicate of it goes with it. Raises NotAllowed, NotNow, NotReady.
    """
    must_own(item.scan, by)
    if original is not None:
        # A duplicate of a duplicate is one of the original.
        original = original.duplicate_of or original
        if original.pk == item.pk or original.scan_id != item.scan_id:
            raise NotReady(_NOT_ITSELF, field="original")
        ScanItem.objects.filter(duplicate_of=item).update(duplicate_of=original, updated_at=timezone.now())
    before = item.duplicate_of_id
    item.duplicate_of = original
    item.save(update_fields=["duplicate_of", "updated_at"])
    audit("change", [item], by=by, changes={"duplicate_of": [before, item.duplicate_of_id]})
    return item


def must_own(scan: Scan, by: Membership) -> None:
    """Raises NotAllowed where another partner owns the scan, NotNow where it is closed."""
    if not scan.is_owned_by(by):
        raise NotAllowed(_NOT_YOURS)
    if scan.closed_on:
        raise NotNow(_CLOSED)


def must_screen(scan: Scan, by: Membership) -> None:
    """Raises NotAllowed where it isn't the member's to screen, NotNow where the scan is closed."""
    must_own(scan, by)
    if scan.has_two_reviewers and by.pk not in {scan.lead_id, scan.second_id}:
        raise NotAllowed(_TWO % {"first": scan.lead, "second": scan.second})


# Where a source stands


def settle_all(scan: Scan) -> None:
    """Work out anew where every source of a scan stands; those that stay where they are aren't written."""
    found = records(scan)
    rows = scan.items.order_by().values_list("pk", "stage", "outcome", "reason_id")
    now = {str(pk): (stage, outcome, reason) for pk, stage, outcome, reason in rows}
    wanted = {each.id: _state(each, reviewers_of(scan)) for each in found}
    _move({pk: state for pk, state in wanted.items() if now.get(pk) != state})


def settle(ids: Sequence[UUID], scan: Scan) -> None:
    """Work out where these sources stand from what was said of them."""
    for start in range(0, len(ids), _CHUNK):
        found = records(scan, chosen=ids[start : start + _CHUNK])
        _move({each.id: _state(each, reviewers_of(scan)) for each in found})


def _move(states: Mapping[str, State]) -> None:
    """Write where sources stand; those of one state together."""
    by_state: dict[State, list[str]] = defaultdict(list)
    for pk, state in states.items():
        by_state[state].append(pk)
    for (stage, outcome, reason), together in by_state.items():
        for start in range(0, len(together), _CHUNK):
            rows = ScanItem.objects.filter(pk__in=together[start : start + _CHUNK])
            rows.update(stage=stage, outcome=outcome, reason_id=reason, updated_at=timezone.now())


def _state(record: prisma.Record, reviewers: int) -> State:
    first = prisma.outcome(record, prisma.Stage.SCREENING, reviewers)
    if first is None or not first.includes:
        return _of(Stage.ABSTRACT, first)
    return _of(Stage.FULL_TEXT, prisma.outcome(record, prisma.Stage.FULL_TEXT, reviewers))


def _of(stage: Stage, verdict: prisma.Verdict | None) -> State:
    if verdict is None:
        return stage, "", None
    if verdict.includes:
        return stage, Verdict.INCLUDE, None
    return stage, Verdict.EXCLUDE, UUID(verdict.reason) if verdict.reason else None


# What a reviewer may still say


def _held(items: Iterable[ScanItem], scan: Scan) -> list[ScanItem]:
    """The items held for this transaction, with what was said of them."""
    rows = ScanItem.objects.select_for_update(of=("self",)).filter(
        pk__in=[each.pk for each in items], scan=scan
    )
    return list(rows.select_related("scan", "programme").prefetch_related("screenings"))


def _fits(item: ScanItem, stage: str, by: Membership) -> bool:
    """Whether the member can say something of it at this stage: it is there, or was when they said it first."""
    if item.duplicate_of_id or _is_known_to_both(item, stage, by):
        return False
    return item.stage == stage or _has_said(item, stage, by)


def _has_said(item: ScanItem, stage: str, by: Membership) -> bool:
    return any(each.stage == stage and each.reviewer_id == by.pk for each in item.screenings.all())


def _is_known_to_both(item: ScanItem, stage: str, by: Membership) -> bool:
    """Whether two have decided at a stage: then each knows the other's word, and neither changes their own."""
    said = [each for each in item.screenings.all() if each.stage == stage and not each.is_settling]
    decided = {each.reviewer_id for each in said if each.verdict in _DECIDED}
    return item.scan.has_two_reviewers and by.pk in decided and len(decided) > 1


def _refusal(item: ScanItem, stage: str, by: Membership) -> Any:
    if item.duplicate_of_id:
        return _DUPLICATE
    return _BOTH if _is_known_to_both(item, stage, by) else _MOVED


def _write(
    items: Sequence[ScanItem], scan: Scan, stage: str, by: Membership, said: Mapping[str, Any]
) -> None:
    """Put the reviewer's word in the place of what stood there: their own, in a scan of one anybody's."""
    given = dict(said)
    if given["verdict"] != Verdict.EXCLUDE:
        given["reason"] = None
    before = Screening.objects.filter(item__in=items, stage=stage, is_settling=False)
    (before.filter(reviewer=by) if scan.has_two_reviewers else before).delete()
    Screening.objects.bulk_create(
        [Screening(programme=scan.programme, item=each, reviewer=by, stage=stage, **given) for each in items]
    )
    if stage == Stage.FULL_TEXT:
        ScanItem.objects.filter(pk__in=[each.pk for each in items]).update(retrieval=Retrieval.GOT)
