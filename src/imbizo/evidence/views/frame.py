"""What the pages of evidence share: an address in the member's programme."""

from imbizo.base.web import addresses_of

address = addresses_of("evidence")
