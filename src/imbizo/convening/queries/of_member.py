"""What a member has open at gatherings, for whoever takes over when they leave."""

from django.db.models import QuerySet

from imbizo.convening.models import Gathering, Table
from imbizo.convening.states import GatheringState
from imbizo.programmes.models import Membership

_OVER = (GatheringState.HELD, GatheringState.CALLED_OFF)


def gatherings_led(member: Membership) -> QuerySet[Gathering]:
    """Those still to come, or under way."""
    return Gathering.objects.filter(contact=member).exclude(state__in=_OVER).select_related("programme")


def tables_scribed(member: Membership) -> QuerySet[Table]:
    """Tables of gatherings that aren't over."""
    rows = Table.objects.filter(scribe=member).exclude(gathering__state__in=_OVER)
    return rows.select_related("programme")
