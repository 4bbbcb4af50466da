"""Settling what coders disagree on, and closing a round: only then do its codings reach the thread."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Coding, CodingRound, Settlement
from imbizo.evidence.operations.codebooks import must_own
from imbizo.evidence.operations.coding import set_state
from imbizo.evidence.operations.links import relink
from imbizo.evidence.queries.agreement import Disagreement, Key, compared
from imbizo.evidence.states import CodingState, RoundState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

_NOT_COMPARED = _("Compare the round first.")
_STILL_OPEN = _("Some disagreements aren't settled yet. Settle them first.")
_GONE = _("One of these isn't a disagreement any more. Open the page again.")
_NO_REASON = _("Say in a few words why.")


@transaction.atomic
def settle(
    *, within: CodingRound, tokens: Iterable[str], applies: bool, reason: str, by: Membership
) -> list[Settlement]:
    """Say of each disagreement whether the code applies, and why; said again, the later word holds.

    Raises NotNow (not compared, or settled), NotReady (no reason, no such disagreement).
    """
    must_own(within.codebook, by)
    if within.state != RoundState.COMPARED:
        raise NotNow(_NOT_COMPARED)
    if not reason.strip():
        raise NotReady(_NO_REASON)
    there = {each.token: each for each in compared(within).disagreements}
    wanted = list(tokens)
    if not set(wanted) <= set(there):
        raise NotReady(_GONE)
    made = [_settled(within, there[each], applies=applies, reason=reason.strip(), by=by) for each in wanted]
    audit("settle_coding", made, by=by, changes={"applies": [None, applies], "reason": ["", reason.strip()]})
    return made


@transaction.atomic
def finish(*, within: CodingRound, by: Membership) -> CodingRound:
    """Close the round: what doesn't apply is taken back, what stands joins the thread. Raises NotNow, NotReady."""
    must_own(within.codebook, by)
    now = CodingRound.objects.select_for_update().get(pk=within.pk)
    if now.state != RoundState.COMPARED:
        raise NotNow(_NOT_COMPARED)
    found = compared(now)
    if found.open_count:
        raise NotReady(_STILL_OPEN)
    rows = list(now.codings.filter(state=CodingState.STANDING).prefetch_related("code", "input", "source"))
    set_state(_refused(rows, found.disagreements), CodingState.TAKEN_BACK)
    write(within, {"state": RoundState.SETTLED}, by=by, verb="finish_round")
    relink(rows, by=by)
    return within


def _settled(
    within: CodingRound, found: Disagreement, *, applies: bool, reason: str, by: Membership
) -> Settlement:
    code, pk, start, end = found.key
    text: dict[str, Any] = {"input_id": None, "source_id": None}
    text["input_id" if found.is_said else "source_id"] = pk
    made, _is_new = Settlement.objects.update_or_create(
        round=within,
        code_id=code,
        start=start,
        end=end,
        **text,
        defaults={"programme_id": within.programme_id, "applies": applies, "reason": reason, "by": by},
    )
    return made


def _refused(rows: Sequence[Coding], apart: Sequence[Disagreement]) -> list[Coding]:
    """Codings within a unit to which their code doesn't apply; one that reaches further stands for the rest."""
    no = [each.key for each in apart if each.settlement and not each.settlement.applies]
    return [row for row in rows if any(_lies_in(row, key) for key in no)]


def _lies_in(row: Coding, key: Key) -> bool:
    code, text, start, end = key
    if (code, text) != (row.code_id, row.input_id or row.source_id):
        return False
    return bool(row.language) or (start <= row.start and row.end <= end)
