"""What a call asks for an app above."""

from imbizo.outreach.models import Call
from imbizo.outreach.registry import Asked, on_call
from imbizo.programmes.models import Membership


def asked_by_call(call: Call, member: Membership) -> Asked | None:
    """The question and its answers, by the first app whose call it is; None where nobody's is."""
    return next((asked for hook in on_call if (asked := hook(call, member)) is not None), None)
