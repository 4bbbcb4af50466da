"""Whom of those who wait the quotas of a drawn selection still need."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from imbizo.convening.models import Candidate, Gathering, Quota, Selection
from imbizo.convening.states import PLACED, SelectionState


def wanted_by_quotas(gathering: Gathering, waiting: Collection[UUID]) -> set[UUID] | None:
    """The actors among those waiting who fill a quota that lacks people; None where no open places were drawn."""
    selection = Selection.objects.filter(gathering=gathering).exclude(state=SelectionState.OPEN).first()
    if selection is None:
        return None
    placed = set(gathering.invitations.filter(state__in=PLACED).values_list("actor_id", flat=True))
    people = dict(
        Candidate.objects.filter(selection=selection, actor__in={*placed, *waiting}).values_list(
            "actor_id", "attributes"
        )
    )
    lacking = [quota for quota in selection.quotas.all() if _lacks(quota, people, placed)]
    return {pk for pk in waiting if any(counts(quota.conditions, people.get(pk, {})) for quota in lacking)}


def _lacks(quota: Quota, people: Mapping[UUID, Mapping[str, Any]], placed: Collection[UUID]) -> bool:
    have = sum(1 for pk in placed if counts(quota.conditions, people.get(pk, {})))
    return have < quota.minimum


def counts(conditions: Mapping[str, Collection[str]], attributes: Mapping[str, Any]) -> bool:
    """Whether somebody counts for a quota: each condition names values, of which they have one."""
    return all(attributes.get(key) in values for key, values in conditions.items())
