"""What a message costs."""

from dataclasses import dataclass
from decimal import Decimal

from imbizo.calc import phones


@dataclass(frozen=True)
class Prices:
    """Of one part, to numbers of the programme's country and to others; None is not known, never free."""

    home: Decimal | None
    abroad: Decimal | None

    def of(self, address: str, parts: int, *, region: str) -> Decimal | None:
        """What so many parts to a number (E.164) cost. Where no price abroad is stated, that at home holds."""
        dear = self.abroad if self.abroad is not None else self.home
        price = self.home if is_domestic(address, region) else dear
        return None if price is None else price * parts


FREE = Prices(Decimal(0), Decimal(0))  # mail


def is_domestic(address: str, region: str) -> bool:
    """Whether a number in E.164 belongs to the country of the programme."""
    return address.startswith(f"+{phones.calling_code(region)}")


_SIGNS = {"ZAR": "R"}


def in_words(amount: Decimal, currency: str) -> str:
    """A price as people write it: in rand "R 0.24", else with the currency's code; spaces that don't break.

    Prices of parts have up to four places: those that say nothing are left off, but never the cents.
    """
    whole, _point, places = f"{amount:,.4f}".partition(".")
    grouped = whole.replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{_SIGNS.get(currency, currency)}\N{NO-BREAK SPACE}{grouped}.{places[:2]}{places[2:].rstrip('0')}"
