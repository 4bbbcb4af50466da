"""Literature scans: beginning one, its questions and reasons, changing, closing and opening it again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import ExclusionReason, Scan, ScanQuestion, Screening, Source
from imbizo.evidence.operations.screening import settle_all
from imbizo.evidence.states import SourceKind
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import make_once, write
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit

_NOT_YOURS: Final = _("This scan belongs to another partner, who alone can change it.")
_CLOSED: Final = _("This scan is closed. Open it again first.")
_TWO: Final = _("Two people screen: name both, and not the same person twice.")
_NO_QUESTION: Final = _("Write at least one question that the scan is to answer.")
_ANSWERED: Final = _("“%(question)s” has an answer or findings, so it can be worded anew but not taken away.")
_USED: Final = _(
    "“%(reason)s” was given for something that was left out, so it can be worded anew but not taken away."
)
_TWICE: Final = _("The reason “%(reason)s” stands there twice.")
Listed = TypeVar("Listed", ScanQuestion, ExclusionReason)


@transaction.atomic
def begin_scan(
    *,
    name: str,
    by: Membership,
    questions: Sequence[str],
    reasons: Sequence[str] = (),
    id: UUID | None = None,
    sharing: str = Sharing.ITSELF,
    **fields: Any,
) -> Scan:
    """Begin a scan of the member's partner with its questions and its reasons for leaving out. Sent twice it is one.

    Raises NotReady (no question, two reviewers who aren't two), Conflict.
    """
    asked, why = _each_once(questions), _each_once(reasons)
    if not asked:
        raise NotReady(_NO_QUESTION, field="questions")
    fields = {"lead": by} | {key: value for key, value in fields.items() if key != "lead" or value}
    _must_be_two(fields)
    is_new = not id or not Scan.objects.filter(pk=id).exists()
    scan = make_once(
        Scan, id=id, programme=by.programme, by=by, defaults={"owner": by.partner, "sharing": sharing},
        name=name, **fields,
    )  # fmt: skip
    if is_new:
        _add(ScanQuestion, scan, asked, by)
        _add(ExclusionReason, scan, why, by)
    return scan


@transaction.atomic
def change_scan(*, scan: Scan, changes: Mapping[str, Any], by: Membership) -> Scan:
    """Change what it is, and who screens. Where their number changes, outcomes are worked out anew.

    Raises NotAllowed, NotNow, NotReady.
    """
    must_change(scan, by)
    _must_be_two(
        {name: getattr(scan, name) for name in ("has_two_reviewers", "lead", "second")} | dict(changes)
    )
    before = Scan.objects.get(pk=scan.pk)
    write(scan, changes, by=by)
    if scan.has_two_reviewers != before.has_two_reviewers:
        settle_all(scan)
    if scan.sharing != before.sharing:
        _share_sources(scan, before.sharing, by)
    return scan


@transaction.atomic
def word_lists(
    *,
    scan: Scan,
    by: Membership,
    questions: Mapping[UUID, str],
    reasons: Mapping[UUID, str],
    new_questions: Sequence[str] = (),
    new_reasons: Sequence[str] = (),
) -> None:
    """Word questions and reasons anew; an empty text takes one away that nothing hangs on; new ones come last.

    Raises NotAllowed, NotNow, NotReady.
    """
    must_change(scan, by)
    for question in scan.questions.all():
        _reword(question, questions.get(question.pk), by, is_used=_is_answered(question), refusal=_ANSWERED)
    kept = [" ".join(text.split()) for text in reasons.values() if text.strip()]
    for text in kept:
        if kept.count(text) > 1:
            raise NotReady(_TWICE % {"reason": text})
    for reason in scan.reasons.all():
        used = reason.items.exists() or _was_given(reason)
        _reword(reason, reasons.get(reason.pk), by, is_used=used, refusal=_USED)
    _add(ScanQuestion, scan, _each_once(new_questions), by)
    _add(ExclusionReason, scan, [text for text in _each_once(new_reasons) if text not in kept], by)
    if not scan.questions.exists():
        raise NotReady(_NO_QUESTION)


@transaction.atomic
def close_scan(*, scan: Scan, by: Membership) -> Scan:
    """Say that it is done; what waits in it stays as it is, and the picture says so. Raises NotAllowed, NotNow."""
    must_change(scan, by)
    write(scan, {"closed_on": timezone.localdate()}, by=by, verb="close")
    return scan


@transaction.atomic
def reopen_scan(*, scan: Scan, by: Membership) -> Scan:
    """Go on with it. Raises NotAllowed."""
    _must_own(scan, by)
    write(scan, {"closed_on": None}, by=by, verb="reopen")
    return scan


def must_change(scan: Scan, by: Membership) -> None:
    """Raises NotAllowed where another partner owns it, NotNow where it is closed."""
    _must_own(scan, by)
    if scan.closed_on:
        raise NotNow(_CLOSED)


def _must_own(scan: Scan, by: Membership) -> None:
    if not scan.is_owned_by(by):
        raise NotAllowed(_NOT_YOURS)


def _share_sources(scan: Scan, before: str, by: Membership) -> None:
    """Have the literature that came with the scan seen by whoever sees the scan; what was shared otherwise stays."""
    rows = Source.objects.filter(
        scan_items__scan=scan, owner=scan.owner, sharing=before, kind=SourceKind.LITERATURE
    )
    found = list(rows.exclude(scan_items__batch=None).select_related("programme").distinct())
    Source.objects.filter(pk__in=[each.pk for each in found]).update(sharing=scan.sharing)
    audit("share", found, by=by, changes={"sharing": [before, scan.sharing]})


def _must_be_two(fields: Mapping[str, Any]) -> None:
    first, second = fields.get("lead"), fields.get("second")
    if fields.get("has_two_reviewers") and (not first or not second or first == second):
        raise NotReady(_TWO, field="second")


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (" ".join(text.split()) for text in texts))))


def _add(model: type[Listed], scan: Scan, texts: Sequence[str], by: Membership) -> None:
    rows = model._default_manager.filter(scan=scan)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    there = set(rows.values_list("text", flat=True))
    new = [text for text in texts if text not in there]
    made = [
        model(programme=scan.programme, scan=scan, text=text, position=number)
        for number, text in enumerate(new, start=last + 1)
    ]
    model._default_manager.bulk_create(made)
    audit("create", made, by=by, changes=[{"text": [None, each.text]} for each in made])


def _reword(row: Any, text: str | None, by: Membership, *, is_used: bool, refusal: Any) -> None:
    """Give a question or reason these words; empty ones take it away; None leaves it."""
    if text is None:
        return
    if wanted := " ".join(text.split()):
        write(row, {"text": wanted}, by=by)
    elif is_used:
        raise NotReady(refusal % {"question": row.text, "reason": row.text})
    else:
        audit("remove", [row], by=by, changes={"text": [row.text, None]})
        row.delete()


def _is_answered(question: ScanQuestion) -> bool:
    return bool(question.answer) or question.findings.exists()


def _was_given(reason: ExclusionReason) -> bool:
    return Screening.objects.filter(reason=reason).exists()
