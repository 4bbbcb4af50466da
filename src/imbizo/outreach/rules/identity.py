"""Which message is whose: known before it is written, so that writing it twice is harmless."""

from typing import Final
from uuid import UUID, uuid5

EVERYBODY_PREPARED: Final = UUID(int=2**128 - 1)
"""`Campaign.prepared_to` once every message is queued: no actor comes after it."""


def message_id(campaign: UUID, actor: UUID, turn: str = "") -> UUID:
    """The id of the message of a campaign to an actor. `turn` names a later one, such as "email" after a failed SMS."""
    return uuid5(campaign, f"{actor.hex}{turn}")
