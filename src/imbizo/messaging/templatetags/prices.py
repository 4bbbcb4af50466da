"""Prices and balances on pages."""

from decimal import Decimal

from django import template

from imbizo.messaging.rules.prices import in_words

register = template.Library()


@register.filter
def price(amount: Decimal | None, currency: str) -> str:
    """An amount with its currency, to the smallest part that matters; empty where it isn't known."""
    return "" if amount is None else in_words(amount, currency)
