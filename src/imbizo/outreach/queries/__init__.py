"""Named reads of outreach."""

from imbizo.outreach.queries.neutral import neutral_text
from imbizo.outreach.queries.seeing import call_lists, campaigns, conversations

__all__ = ["call_lists", "campaigns", "conversations", "neutral_text"]
