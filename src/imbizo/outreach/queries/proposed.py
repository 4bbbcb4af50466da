"""A campaign as it would be, before anything of it is kept: for figures that follow the form."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from imbizo.actors.models import ActorList
from imbizo.outreach.models import Campaign

_LISTS = ("lists", "excluded")


def as_if(campaign: Campaign, given: Mapping[str, Any]) -> Campaign:
    """The campaign with what the form holds, for queries that read it; it must not be saved."""
    for name, value in given.items():
        if name in _LISTS:
            _propose(campaign, name, value)
        elif name in ("name", "purpose", "everybody", "conditions"):
            setattr(campaign, name, value)
    return campaign


def _propose(campaign: Campaign, name: str, lists: QuerySet[ActorList]) -> None:
    """Let the relation answer with these lists: what was fetched before isn't asked for again."""
    fetched: dict[str, Any] = campaign.__dict__.setdefault("_prefetched_objects_cache", {})
    fetched[name] = ActorList.objects.filter(pk__in=[each.pk for each in lists])
