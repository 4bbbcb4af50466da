"""What apps beside and below give to drafting: the evidence that a section may cite."""

from collections.abc import Sequence
from typing import Any, Final

from imbizo.base.registry import Hooks
from imbizo.convening.registry import Offer
from imbizo.programmes.models import Membership

__all__ = ["MOST_OFFERS", "Offer", "citable"]

MOST_OFFERS: Final = 30
"""So many offers a provider gives at most to one search."""

citable: Hooks[[Membership, Any | None, str], Sequence[Offer]] = Hooks("citable")
"""Who knows evidence: (member, section, words) gives the offers that the member may see. Bound in `config/wiring/`.

With a section and no words: what stands behind the section on the thread (`thread.queries.where_from`), nearest first.
With words: at most MOST_OFFERS that they find, whether or not those stand on the thread. With neither: nothing.
A provider that stands beside or below drafting imports `Offer` from `convening.registry`.
"""
