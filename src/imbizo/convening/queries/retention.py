"""The gatherings whose time by a rule of their programme is over."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from imbizo.actors.queries.retention import months_before, rules
from imbizo.convening.models import Gathering
from imbizo.programmes.models import Programme, RetentionRule
from imbizo.programmes.states import CountedFrom

ATTENDANCE, INPUT = "attendance", "input"
"""Classes of records: registers and invitations with names; what was said."""


def outlived(programme: Programme, record_class: str, today: date) -> QuerySet[Gathering]:
    """Those whose records of a class have been kept for as long as the programme says."""
    over = Q(pk__in=list[UUID]())
    for rule in rules(programme, [record_class]):
        over |= _over(rule, today)
    return Gathering.objects.filter(over, programme=programme)


def _over(rule: RetentionRule, today: date) -> Q:
    limit = months_before(today, rule.months or 0)
    if rule.counted_from == CountedFrom.PROGRAMME_END:
        return Q(programme__ends_on__lte=limit)
    if rule.counted_from == CountedFrom.LAST_USED:
        return Q(ends_at__date__lt=limit)
    return Q(closed_at__date__lt=limit)
