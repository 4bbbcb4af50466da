"""Photos of flip charts: who sees them, and which have been kept long enough."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from imbizo.actors.queries.retention import months_before
from imbizo.convening.models import Gathering, Picture
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.programmes.models import Membership, Programme, RetentionRule
from imbizo.programmes.states import CountedFrom, Permission, RetentionThen

RECORDING = "recording"
"""The class of records by which pictures are kept."""


def pictures(member: Membership) -> QuerySet[Picture]:
    """The pictures of the gatherings of the member's own partner."""
    rows: QuerySet[Picture] = of_gatherings(Picture, member, Permission.INPUTS_VIEW, only_own=True)
    return rows.select_related("gathering__programme", "item", "table", "by__user")


def of_gathering(gathering: Gathering, member: Membership) -> QuerySet[Picture]:
    return pictures(member).filter(gathering=gathering)


def taken_before(gathering: Gathering, digest: str) -> Picture | None:
    """The picture of that very file, where somebody has uploaded it already."""
    return Picture.objects.filter(gathering=gathering, digest=digest).first()


def outlived(programme: Programme, today: date) -> QuerySet[Picture]:
    """The pictures whose time by the programme's rule is over."""
    rules = RetentionRule.objects.filter(
        programme=programme, record_class=RECORDING, then=RetentionThen.DELETE
    )
    over = Q(pk__in=list[UUID]())
    for rule in rules.exclude(months=None):
        over |= _over(rule, today)
    return Picture.objects.filter(over, programme=programme)


def _over(rule: RetentionRule, today: date) -> Q:
    limit = months_before(today, rule.months or 0)
    if rule.counted_from == CountedFrom.PROGRAMME_END:
        return Q(programme__ends_on__lt=limit)
    if rule.counted_from == CountedFrom.LAST_USED:
        return Q(taken_at__date__lt=limit)
    return Q(gathering__closed_at__date__lt=limit)
