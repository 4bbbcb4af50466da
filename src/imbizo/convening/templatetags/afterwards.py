"""How actions read on a page, and those that a meeting begins with."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from imbizo.convening.models import Action, Gathering
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.tables.actions import badge

register = template.Library()


@register.filter
def action_badge(action: Action) -> SafeString:
    return badge(action)


@register.filter
def action_owner(action: Action) -> str:
    return queries.owner_words(action)


@register.inclusion_tag("convening/afterwards/last_time.html", takes_context=True)
def actions_from_last_time(context: template.Context, gathering: Gathering) -> dict[str, Any]:
    """What is still open from the meeting before, for its agenda; nothing where there is none."""
    member = context["request"].member
    return {"actions": queries.from_last_time(gathering, member), "gathering": gathering}
