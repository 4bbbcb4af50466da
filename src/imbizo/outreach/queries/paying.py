"""What a campaign can be paid from."""

from django.db.models import QuerySet
from django.utils import timezone

from imbizo.outreach.models import BudgetLine
from imbizo.programmes.models import Membership


def lines_to_pay_from(member: Membership) -> QuerySet[BudgetLine]:
    """The budget lines of the member's programme that haven't ended."""
    return BudgetLine.objects.filter(programme=member.programme, ends_on__gte=timezone.localdate())
