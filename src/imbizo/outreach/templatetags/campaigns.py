"""Words of campaigns in templates: amounts, states, languages."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from imbizo.outreach.forms.campaigns import language_name
from imbizo.outreach.models import Campaign
from imbizo.outreach.tables.campaigns import campaign_badge, money

register = template.Library()


@register.filter
def amount(value: Decimal | None, currency: str) -> str:
    """An amount of money as people write it; empty where it isn't known."""
    return money(value, currency)


@register.filter
def in_words(code: str) -> str:
    """A language by its name."""
    return language_name(code)


@register.simple_tag
def state_of(campaign: Campaign) -> SafeString:
    """The state of a campaign in a word."""
    return campaign_badge(campaign)
