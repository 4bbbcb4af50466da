"""The voter that a link opens."""

from imbizo.convening.models import Voter
from imbizo.thread.models import PublicLink


def voter_of_link(link: PublicLink) -> Voter | None:
    """The voter with the poll, its gathering and its date; None where they are asked no longer."""
    rows = Voter.objects.select_related(
        "programme", "poll__programme", "poll__chosen", "poll__gathering__owner", "poll__gathering__programme"
    )
    found: Voter | None = rows.filter(pk=link.record_id, programme_id=link.programme_id).first()
    return found
