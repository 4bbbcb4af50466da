"""Campaigns and whom they reach, call lists, what is shared to groups, conversations, and what it all costs."""

from imbizo.outreach.models.budget import BudgetLine
from imbizo.outreach.models.calls import Call, CallList, CallTry
from imbizo.outreach.models.campaign import Campaign, Recipient, Wording
from imbizo.outreach.models.inbox import CannedAnswer, Conversation, Entry
from imbizo.outreach.models.rules import HelpNumber, OutreachRules
from imbizo.outreach.models.sharing import GroupShare

__all__ = [
    "BudgetLine",
    "Call",
    "CallList",
    "CallTry",
    "Campaign",
    "CannedAnswer",
    "Conversation",
    "Entry",
    "GroupShare",
    "HelpNumber",
    "OutreachRules",
    "Recipient",
    "Wording",
]
