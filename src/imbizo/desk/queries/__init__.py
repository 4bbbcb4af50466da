"""Named reads of the desk."""

from imbizo.desk.queries.demo import demo_people
from imbizo.desk.queries.figures import register_figures, register_line
from imbizo.desk.queries.home import Card, programme_cards
from imbizo.desk.queries.journey import Journey
from imbizo.desk.queries.notifications import Notice, notices, notifications_of, unread_count
from imbizo.desk.queries.search import Found, Result, search, searchable_kinds

__all__ = [
    "Card",
    "Found",
    "Journey",
    "Notice",
    "Result",
    "demo_people",
    "notices",
    "notifications_of",
    "programme_cards",
    "register_figures",
    "register_line",
    "search",
    "searchable_kinds",
    "unread_count",
]
