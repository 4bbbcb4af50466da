"""Amounts of money as people write them. Pure."""

from decimal import Decimal

_SIGNS = {"ZAR": "R"}


def in_words(amount: Decimal, currency: str) -> str:
    """In rand "R 1 234.50", else with the currency's code; spaces that don't break. Rounded to cents."""
    grouped = f"{amount:,.2f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{_SIGNS.get(currency, currency)}\N{NO-BREAK SPACE}{grouped}"
