"""What the pages of the register share: an address in the member's programme."""

from imbizo.base.web import addresses_of

address = addresses_of("actors")
