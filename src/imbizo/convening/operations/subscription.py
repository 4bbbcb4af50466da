"""The private address of a member's own calendar."""

from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.queries.subscription import DAYS, PURPOSE
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import issue_public_link, revoke_public_links


def renew_calendar(*, by: Membership) -> str:
    """Make the member a new address for their calendar and return its token, shown once; the old one closes.

    Raises NotAllowed for somebody who may not see gatherings.
    """
    if not by.may(Permission.GATHERINGS_VIEW):
        raise NotAllowed(_("Your role doesn't see gatherings, so there is no calendar of them for you."))
    return issue_public_link(by, purpose=PURPOSE, days=DAYS, by=by)


def end_calendar(*, by: Membership) -> None:
    """Close the member's calendar address: whoever holds it sees nothing more."""
    revoke_public_links(by, purpose=PURPOSE)
