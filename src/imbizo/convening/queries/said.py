"""What has become of what somebody said, in plain sentences, for whoever said it."""

from imbizo.convening.models import Gathering, Proceedings
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


def proceedings_for(gathering: Gathering, member: Membership) -> Proceedings | None:
    """The proceedings of a gathering, for those who may read them; None where there are none yet."""
    if gathering.owner_id != member.partner_id or not member.may(Permission.INPUTS_VIEW):
        return None
    found: Proceedings | None = Proceedings.objects.filter(gathering=gathering).first()
    return found
