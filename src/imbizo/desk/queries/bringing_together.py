"""The step at which what was said is written up and brought together: gatherings know one half, evidence the other."""

from imbizo.convening.queries.steps import proceedings_status
from imbizo.evidence.queries.steps import themes_status
from imbizo.programmes.models import Membership
from imbizo.programmes.states import StepStatus


def written_up_status(member: Membership) -> StepStatus | None:
    """As "1 of 2 written up and approved; 140 of 152 sentences are in a theme …; 3 of 6 themes agreed".

    Leads to whichever half isn't complete. Done when both are.
    """
    written, together = proceedings_status(member), themes_status(member)
    if written is None or together is None or together.total is None:
        return written or together
    if written.total is None:
        return together
    open_half = together if written.is_complete else written
    return StepStatus(
        f"{written.text}; {together.text}",
        (written.done or 0) + (together.done or 0),
        written.total + together.total,
        open_half.url,
        open_half.action,
    )
