"""Delivery reports: early, twice, late, in another spelling, or for messages that were never sent from here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from imbizo.base import bulk
from imbizo.calc import receipts
from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.models import Gateway, Message, Part, Report
from imbizo.messaging.states import MessageState, Reason

_REASONS = {
    receipts.Reason.ABSENT: Reason.ABSENT,
    receipts.Reason.UNKNOWN_NUMBER: Reason.UNKNOWN_NUMBER,
    receipts.Reason.BARRED: Reason.BARRED,
    receipts.Reason.FULL: Reason.FULL,
    receipts.Reason.EXPIRED: Reason.RUN_OUT,
    receipts.Reason.REJECTED: Reason.REJECTED,
}
_UNDER_WAY = (Standing.ACCEPTED, Standing.QUEUED)
KEPT = timedelta(days=7)  # a report without a part is looked at again for so long


@transaction.atomic
def record_reports(*, gateway: Gateway, reports: Sequence[Receipt]) -> None:
    """Write down what the network says of parts. In any order, any number of times: nothing goes backwards.

    A report whose part isn't known yet is kept, for the gateway's own answer may still be on its way.
    """
    parts = _parts_by_ref(gateway, [report.ref for report in reports])
    changed: dict[int, Part] = {}
    strays = []
    for report in reports:
        part = _part_of(report, parts)
        if part is None:
            strays.append(report)
        elif receipts.moves(Standing(part.standing), report.standing):
            part.standing = report.standing
            part.reason = _reason(report)
            changed[part.pk] = part
    _write(list(changed.values()), timezone.now())
    Report.objects.bulk_create(
        [
            Report(gateway=gateway, ref=each.ref[:200], standing=each.standing, error=each.error[:60])
            for each in strays
        ],
        batch_size=1_000,
    )
    if strays:
        look_again(gateway=gateway, refs=[each.ref for each in strays])


def look_again(*, gateway: Gateway, refs: Sequence[str]) -> None:
    """Once this transaction is through, bring together parts and reports with these references.

    A part and its report may be written at the same instant, by two processes that don't see each other's rows yet.
    Both look again after their commit, so the later of the two sees the other.
    """
    transaction.on_commit(lambda: _bring_together(gateway, refs))


def _bring_together(gateway: Gateway, refs: Sequence[str]) -> None:
    spelt = {spelling for ref in refs if ref for spelling in receipts.spellings(ref)}
    if not spelt or not Report.objects.filter(gateway=gateway, ref__in=spelt).exists():
        return
    # A report without a part stays where it is, or we would look for ever.
    if Part.objects.filter(gateway=gateway, ref__in=spelt).exists():
        with transaction.atomic():
            match_early(gateway=gateway, refs=refs)


def match_early(*, gateway: Gateway, refs: Iterable[str]) -> None:
    """Apply reports that came before the parts with these references were known."""
    spelt = {spelling for ref in refs if ref for spelling in receipts.spellings(ref)}
    found = list(Report.objects.filter(gateway=gateway, ref__in=spelt).order_by("id")) if spelt else []
    if found:
        _take_up(gateway, found)


@transaction.atomic
def match_strays(now: datetime) -> None:
    """For the clock: what was reported while its part was being written finds it now; old strays are forgotten."""
    Report.objects.filter(received_at__lt=now - KEPT).delete()
    by_gateway: dict[UUID, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(received_at__gte=now - timedelta(hours=1)).order_by("id")[:5_000]:
        by_gateway[report.gateway_id].append(report)
    for found in by_gateway.values():
        _take_up(found[0].gateway, found)


def _take_up(gateway: Gateway, strays: Sequence[Report]) -> None:
    Report.objects.filter(pk__in=[stray.pk for stray in strays]).delete()
    reports = [Receipt(each.ref, Standing(each.standing), each.error, each.received_at) for each in strays]
    record_reports(gateway=gateway, reports=reports)


def _parts_by_ref(gateway: Gateway, refs: Iterable[str]) -> dict[str, Part]:
    spelt = {spelling for ref in refs for spelling in receipts.spellings(ref)}
    rows = Part.objects.select_for_update(of=("self",)).filter(gateway=gateway, ref__in=spelt)
    return {part.ref: part for part in rows}


def _part_of(report: Receipt, parts: Mapping[str, Part]) -> Part | None:
    return next((parts[ref] for ref in receipts.spellings(report.ref) if ref in parts), None)


def _reason(report: Receipt) -> str:
    if report.error in Reason.values:  # as returned mail is recorded, whose codes are read already
        return report.error if report.standing is Standing.FAILED else ""
    found = receipts.reason(report.error, report.standing)
    return _REASONS.get(found, Reason.NETWORK) if found else ""


def _write(parts: Sequence[Part], now: datetime) -> None:
    bulk.update_rows(
        Part,
        ["standing", "reason", "reported_at"],
        [(part.standing, part.reason, now, part.pk) for part in parts],
    )
    _write_messages({part.message_id for part in parts}, now)


def _write_messages(ids: set[UUID], now: datetime) -> None:
    """Bring messages in step with their parts."""
    # Reports on two parts of one message come at once: whoever is second must see what the first wrote.
    list(Message.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    standings: dict[UUID, list[Part]] = defaultdict(list)
    for part in Part.objects.filter(message_id__in=ids):
        standings[part.message_id].append(part)
    rows, under_way = [], []
    for pk, parts in standings.items():
        whole = receipts.whole([Standing(part.standing) for part in parts])
        if whole is Standing.DELIVERED:
            rows.append((MessageState.DELIVERED, "", now, now, pk))
        elif whole is Standing.FAILED:
            reason = next((part.reason for part in parts if part.reason), Reason.NETWORK)
            rows.append((MessageState.FAILED, reason, now, now, pk))
        elif whole in _UNDER_WAY:
            under_way.append(pk)
    bulk.update_rows(Message, ["state", "reason", "settled_at", "updated_at"], rows)
    if under_way:
        # The gateway has them after all.
        uncertain = Message.objects.filter(pk__in=under_way, state=MessageState.UNCERTAIN, settled_at=None)
        uncertain.update(state=MessageState.SENT, reason="", updated_at=now)
