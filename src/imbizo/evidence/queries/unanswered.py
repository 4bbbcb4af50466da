"""What was said and nobody answered: in no theme, put to no institution, not set aside."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from imbizo.convening.models import Input, PutTo
from imbizo.convening.states import GatheringState, PutState
from imbizo.evidence.models import Coding, InTheme, Weighed
from imbizo.evidence.queries.in_themes import OPEN, live
from imbizo.evidence.queries.spoken import let_through
from imbizo.evidence.states import CodingState
from imbizo.programmes.models import Membership


def unanswered(member: Membership) -> QuerySet[Input]:
    """Sentences of gatherings that were held, in no theme that the member sees, put to nobody, not set aside.

    `is_grave` says which were marked so.
    """
    rows = heard(member).exclude(weighed__set_aside=True)
    themes = live(member).order_by().values("pk")
    coded = Coding.objects.filter(OPEN, state=CodingState.STANDING, code__themes__in=themes)
    put_in = InTheme.objects.filter(theme__in=themes)
    put_to = PutTo.objects.exclude(state=PutState.WITHDRAWN)
    return rows.exclude(_answered_by(coded)).exclude(_answered_by(put_in)).exclude(_answered_by(put_to))


def waiting(member: Membership) -> QuerySet[Input]:
    """The same, grave ones first, then the oldest."""
    rows: QuerySet[Any] = unanswered(member)
    return rows.order_by("-is_grave", "said_at")


def _answered_by(answers: QuerySet[Any]) -> Q:
    """The sentences that have such an answer, or into which one went that has.

    Two lists that the database makes once; asked of each sentence, five thousand of them take seconds.
    """
    own = answers.exclude(input=None).order_by().values("input_id")
    joined = answers.exclude(input__merged_into=None).order_by().values("input__merged_into_id")
    return Q(pk__in=own) | Q(pk__in=joined)


def grave(member: Membership) -> QuerySet[Input]:
    """Those of them that a person marked grave."""
    return unanswered(member).filter(weighed__is_grave=True)


def aside(member: Membership) -> QuerySet[Input]:
    """Those that were set aside, each with its reason (`weighed.because`)."""
    return heard(member).filter(weighed__set_aside=True)


def heard(member: Membership) -> QuerySet[Input]:
    """What was let through at gatherings that are over; `is_grave` says what was marked so."""
    rows = let_through(member).filter(gathering__state=GatheringState.HELD)
    marked = Weighed.objects.filter(input=OuterRef("pk"), is_grave=True)
    return rows.annotate(is_grave=Exists(marked))


def chosen(member: Membership, ids: Sequence[UUID]) -> QuerySet[Input]:
    """The sentences that a form names, of those that the member sees."""
    return let_through(member).filter(pk__in=ids)
