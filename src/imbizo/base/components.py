"""What the templates in `base/components/` are given: plain frozen shapes, filled by views.

Dates are dates or aware datetimes (shown by the `when` filter); texts are already in the reader's language.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
StepState = Literal["done", "now", "late", "ahead"]


@dataclass(frozen=True)
class Link:
    """A word that leads somewhere; `is_current` where the reader is already."""

    label: Text
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Phase:
    """A phase in the stepper. `done` of `total` is its progress; `note` says it in words ("3 of 5 held")."""

    name: Text
    note: Text
    done: int
    total: int
    is_current: bool = False


@dataclass(frozen=True)
class Step:
    """A step of the journey: its live state in a sentence, who owns it, when it is due, how far it is."""

    title: Text
    state: StepState
    sentence: Text
    url: str = ""
    due: Text = ""
    owner: Text = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Bead:
    """A record on the thread: a title, or what was said (`is_quote`), and a line below it."""

    title: Text
    note: Text = ""
    url: str = ""
    is_quote: bool = False
    is_here: bool = False
    is_restricted: bool = False


@dataclass(frozen=True)
class Figure:
    """A number that links to what it counts. `value` None is a missing number, which is never a zero."""

    value: int | str | None
    label: Text
    url: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened, for a timeline."""

    at: dt.date | dt.datetime
    title: Text
    note: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A line of a definition list. An empty value shows as "not known"."""

    label: Text
    value: object
    url: str = ""


@dataclass(frozen=True)
class Comparison:
    """One field of two records side by side."""

    label: Text
    left: Text
    right: Text

    @property
    def is_same(self) -> bool:
        return str(self.left) == str(self.right)


@dataclass(frozen=True)
class Empty:
    """What an empty page teaches: what would stand here, and the one next step."""

    title: Text
    text: Text = ""
    action: Text = ""
    url: str = ""
    icon: str = "list"
