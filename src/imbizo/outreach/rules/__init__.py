"""Pure rules of reaching people: how a text is dressed, and which message is whose."""

from imbizo.outreach.rules.identity import EVERYBODY_PREPARED, message_id
from imbizo.outreach.rules.wording import MOST_PARTS, dressed, names_sender

__all__ = ["EVERYBODY_PREPARED", "MOST_PARTS", "dressed", "message_id", "names_sender"]
