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
