"""What a member has open in drafts, for whoever takes over when they leave."""

from django.db.models import QuerySet

from imbizo.drafting.models import Section
from imbizo.drafting.states import DocumentState, SectionState
from imbizo.programmes.models import Membership

_OVER = (DocumentState.FINAL, DocumentState.WITHDRAWN)


def sections_written(member: Membership) -> QuerySet[Section]:
    """Sections that they write and that aren't agreed, of documents that aren't final."""
    rows = Section.objects.filter(writer=member, joined_into=None, removed_because="")
    rows = rows.exclude(state=SectionState.AGREED).exclude(document__state__in=_OVER)
    return rows.select_related("programme", "document").defer("html", "text")
