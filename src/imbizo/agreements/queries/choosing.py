"""What a member chooses from when it prepares an agreement: strategies, and gatherings to settle it at."""

from django.db.models import QuerySet

from imbizo.convening.models import Gathering
from imbizo.convening.queries.seeing import own
from imbizo.convening.states import GatheringState
from imbizo.drafting.models import Document
from imbizo.drafting.queries.seeing import documents
from imbizo.drafting.states import DocumentKind, DocumentState
from imbizo.programmes.models import Membership


def strategies(member: Membership) -> QuerySet[Document]:
    """The documents that an agreement can be made from: any but agreements, and none that was withdrawn."""
    rows = documents(member).exclude(kind=DocumentKind.AGREEMENT).exclude(state=DocumentState.WITHDRAWN)
    return rows.order_by("-created_at")


def workshops(member: Membership) -> QuerySet[Gathering]:
    """The gatherings of the member's partner that weren't called off, the latest first."""
    rows: QuerySet[Gathering] = own(member).exclude(state=GatheringState.CALLED_OFF)
    return rows.order_by("-starts_at", "-created_at")
