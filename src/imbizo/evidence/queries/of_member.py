"""What a member has open in evidence, for whoever takes over when they leave.

A coder's part in a blind round isn't handed over: another's eyes on the same words are another coding.
"""

from django.db.models import QuerySet

from imbizo.evidence.models import Scan
from imbizo.programmes.models import Membership


def scans_led(member: Membership) -> QuerySet[Scan]:
    """Literature scans that they do and that aren't closed."""
    return Scan.objects.filter(lead=member, closed_on=None).select_related("programme")


def scans_seconded(member: Membership) -> QuerySet[Scan]:
    """Those in which they are the second reviewer."""
    return Scan.objects.filter(second=member, closed_on=None).select_related("programme")
