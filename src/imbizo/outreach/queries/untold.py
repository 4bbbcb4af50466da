"""Answers that nobody is told of: those given in protected conversations alone."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet

from imbizo.outreach.models import Entry


def untold(campaigns: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """The people, by campaign, who answered it in a protected conversation and in no open one.

    To everybody they look as if they hadn't answered: an answer that is counted and stands nowhere would betray them.
    One query, and a second where there are any.
    """
    answers = Entry.objects.filter(campaign__in=campaigns, conversation__actor__isnull=False)
    kept = _pairs(answers.filter(conversation__is_protected=True))
    if kept:
        people = {actor_id for _campaign_id, actor_id in kept}
        open_ones = answers.filter(conversation__is_protected=False, conversation__actor__in=people)
        kept -= _pairs(open_ones)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for campaign_id, actor_id in kept:
        found[campaign_id].add(actor_id)
    return found


def _pairs(answers: QuerySet[Entry]) -> set[tuple[UUID, UUID]]:
    return set(answers.order_by().values_list("campaign_id", "conversation__actor_id").distinct())
