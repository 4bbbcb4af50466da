"""What measures come to by their parts: how far each is, and whether it is under way or done."""

from imbizo.agreements.models import Agreement, Measure
from imbizo.agreements.queries.measuring import reached
from imbizo.agreements.states import MeasureState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write


def reckon(agreement: Agreement) -> int:
    """Keep beside each measure how far it is, so that lists can be sorted by it; how many have moved.

    Call it in the transaction of whatever moves one. It follows from what is reported, which has its own audit entry,
    so it leaves none.
    """
    rows = list(agreement.measures.all())
    how_far = reached(rows)
    moved = [row for row in rows if row.reached != how_far[row.pk]]
    for row in moved:
        row.reached = how_far[row.pk]
    Measure.objects.bulk_update(moved, ["reached"])
    return len(moved)


def follow(part: Measure, *, by: Membership | None) -> None:
    """What a measure is a part of is under way once one of its parts is, and done once all are that weren't stopped."""
    whole = Measure.objects.filter(parts=part).first()
    if whole is not None:
        settle_whole(whole, by=by)


def settle_whole(whole: Measure, *, by: Membership | None) -> None:
    """Call it for a measure that has got or lost a part; what it is itself a part of follows."""
    if whole.state == MeasureState.STOPPED:
        return
    wanted = _by_parts(whole)
    if wanted != whole.state:
        write(whole, {"state": wanted}, by=by, verb="move_measure")
        follow(whole, by=by)


def _by_parts(whole: Measure) -> str:
    found = set(whole.parts.exclude(state=MeasureState.STOPPED).values_list("state", flat=True))
    if found == {MeasureState.DONE}:
        return MeasureState.DONE
    if found - {MeasureState.PLANNED} or whole.state == MeasureState.DONE:
        return MeasureState.UNDER_WAY
    return str(whole.state)
