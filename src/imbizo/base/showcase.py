"""Sample content for the page that shows every component: invented people and places, in English on purpose."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils import timezone

from imbizo.base.components import Bead, Comparison, Empty, Event, Fact, Figure, Link, Phase, Step
from imbizo.base.forms.fields import DateField, PhoneInput, TagField, TagInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import Conflict, Kept
from imbizo.base.icons import ICONS
from imbizo.base.models import new_id
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge

COLOURS = (
    "paper",
    "card",
    "ink",
    "ink-2",
    "line",
    "edge",
    "act",
    "act-soft",
    "warn",
    "warn-soft",
    "bad",
    "bad-soft",
    "ok",
    "ok-soft",
)

PHASES = [
    Phase("Reach the actors", "done 3 June", 1, 1),
    Phase("Workshops", "3 of 5 held", 3, 5, is_current=True),
    Phase("Draft strategy", "begins 20 July", 0, 1),
    Phase("Memorandum", "final workshop 14 Sept", 0, 1),
]
STEPS = [
    Step(
        "Agree the dates",
        "done",
        "5 of 5 workshops dated, with the host municipality",
        due="Mon 8 June",
        url="#dates",
    ),
    Step(
        "Book the venues",
        "late",
        "4 of 5 confirmed. Langeberg: the town hall was given to a council meeting",
        due="2 days late",
        owner="Lindiwe Mokoena",
        done=4,
        total=5,
        url="#venues",
    ),
    Step("Invite and select", "now", "38 of 60 have answered, 31 are coming", due="today", done=38, total=60),
    Step(
        "Write up what was said",
        "ahead",
        "Proceedings of Breede Valley approved; two in draft",
        due="Fri 17 July",
    ),
]
THREAD = [
    Bead(
        "When the packing season ends, people look for somebody to blame.",
        "De Doorns, 12 May · farm workers’ table · from Afrikaans",
        "#input",
        is_quote=True,
    ),
    Bead("", "spoken in confidence", is_restricted=True),
    Bead("Theme: seasonal unemployment", "raised in 3 of 3 workshops, by 4 groups", is_here=True),
    Bead("Section 3 of the strategy, draft 1", "two comments wait for an answer", "#section"),
]
FIGURES = [
    Figure(64, "inputs without an answer", "#inputs"),
    Figure(22, "people to ring", "#ring"),
    Figure(0, "actions due"),
    Figure(None, "spent on messages"),
]
FACTS = [
    Fact("Position", "Manager: social development"),
    Fact("Office", "Langeberg Municipality", "#office"),
    Fact("Mobile", "082 000 0147"),
    Fact("Home language", ""),
]
COMPARISONS = [
    Comparison("Name", "Lindiwe Mokoena", "L. Mokoena"),
    Comparison("Mobile", "082 000 0147", "082 000 0147"),
    Comparison("Organisation", "Langeberg Municipality", ""),
]
TABS = [
    Link("Everything", "#all", is_current=True, count=412),
    Link("Messages", "#messages", count=12_000),
    Link("History", "#history"),
]
CRUMBS = [Link("People", "#people"), Link("Langeberg Municipality", "#office"), Link("Lindiwe Mokoena", "")]
EMPTY = Empty(
    "No gatherings yet",
    "A gathering brings people together in a hall or online. Begin with its date.",
    "Plan a gathering",
    "#plan",
    "calendar-event",
)


@dataclass(frozen=True)
class Person:
    """A row of the sample list."""

    pk: int
    name: str
    office: str
    town: str
    state: str
    said: str
    inputs: int


PEOPLE = [
    Person(1, "Amina Petersen", "Breede Valley Municipality", "Worcester", "ok", "checked", 14),
    Person(2, "Bongani Nkosi", "Farm workers’ forum", "De Doorns", "doubtful", "one digit short", 3),
    Person(3, "Chandra Naidoo", "Langeberg Municipality", "Robertson", "ok", "checked", 0),
    Person(4, "Dede Mutombo", "Women of hope", "Ceres", "bad", "asked us to stop", 7),
]


class PeopleFilters(forms.Form):
    """Filters of the sample list."""

    name = forms.CharField(label="Name", required=False)
    town = forms.ChoiceField(
        label="Town", required=False, choices=[("", "All towns"), *((p.town, p.town) for p in PEOPLE)]
    )


class PeopleTable(Table[Person]):
    """The list component over rows that are in no database."""

    name = "showcase"
    label = "people"
    default_sort = "name"
    filter_form = PeopleFilters
    columns = (
        Column(
            "name",
            "Name",
            text=lambda person: person.name,
            url=lambda person: f"#person-{person.pk}",
            sort=("name",),
        ),
        Column("office", "Organisation", text=lambda person: person.office, sort=("office",)),
        Column("town", "Town", text=lambda person: person.town, sort=("town",)),
        Column("state", "Number", text=lambda person: state_badge(person.state, person.said)),
        Column("inputs", "Inputs", text=lambda person: person.inputs, sort=("inputs",), is_number=True),
    )

    def filtered(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """Narrow the samples as a queryset would be narrowed."""
        wanted = str(chosen.get("name", "")).casefold()
        return [p for p in rows if wanted in p.name.casefold() and chosen.get("town", p.town) == p.town]

    def _sorted(self, rows: Any) -> Any:
        key = self.sort.removeprefix("-")
        return sorted(rows, key=lambda person: getattr(person, key), reverse=self.sort.startswith("-"))

    @cached_property
    def total(self) -> int:
        """The samples are few enough to count."""
        return len(self.queryset)


class SampleForm(IdempotentForm):
    """One field of every kind."""

    name = forms.CharField(label="Full name", max_length=200, help_text="As they say it themselves.")
    mobile = forms.CharField(label="Mobile number", widget=PhoneInput, required=False)
    day = DateField(label="Since", required=False)
    sphere = forms.ChoiceField(
        label="Sphere", choices=[("", "Choose one"), ("local", "Local"), ("district", "District")]
    )
    tags = TagField(
        label="Tags",
        required=False,
        widget=TagInput(suggestions=("farm work", "faith", "youth")),
        help_text="Put commas between them.",
    )
    channel = forms.ChoiceField(
        label="How to reach them",
        widget=forms.RadioSelect,
        choices=[("sms", "SMS"), ("call", "A phone call"), ("letter", "A letter")],
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(
        label="They agreed to be written to", required=False, help_text="Say when and how in the note."
    )


@dataclass
class Disagreement:
    """Stands in for a ThreeWayForm that met a conflict."""

    conflicts: list[Conflict] = field(
        default_factory=lambda: [
            Conflict(
                "position",
                "Position",
                "Manager: social development",
                "Acting director: community services",
                "resolve_position",
            ),
        ]
    )
    kept: list[Kept] = field(default_factory=lambda: [Kept("Mobile", "082 000 0147")])


def _events() -> list[Event]:
    now = timezone.now()
    return [
        Event(now, "Answered by SMS: YES", "to the invitation to Robertson", "#message"),
        Event(now - dt.timedelta(days=3), "Invited to the workshop in Robertson", "by Amina Petersen"),
        Event(
            (now - dt.timedelta(days=420)).date(),
            "Came into the register",
            "from the spreadsheet of the municipality",
        ),
    ]


def _messages() -> list[Message]:
    return [
        Message(messages.SUCCESS, "Two people were merged into Lindiwe Mokoena.", extra_tags="undo:#undo"),
        Message(messages.INFO, "The import goes on in the background. You can leave this page."),
        Message(messages.WARNING, "Three numbers look damaged. They were kept, and marked."),
        Message(
            messages.ERROR,
            "The letters were not sent: the gateway has no sender name. Set one under Messages.",
        ),
    ]


def context(request: HttpRequest) -> dict[str, Any]:
    """All that `base/components.html` draws."""
    table = PeopleTable(
        request,
        PEOPLE,  # type: ignore[arg-type]  # A list stands in for a queryset; the table above sorts it itself.
        exports=[Link("Excel", "#xlsx"), Link("CSV", "#csv")],
        bulk_actions=[("tag", "Add a tag"), ("list", "Put on a list")],
    )
    wrong = {"name": "", "mobile": "082 000", "channel": "sms", "id": str(new_id())}
    return {
        "colours": COLOURS, "phases": PHASES, "steps": STEPS, "beads": THREAD, "figures": FIGURES, "facts": FACTS,
        "comparisons": COMPARISONS, "tabs": TABS, "crumbs": CRUMBS, "nothing": EMPTY, "events": _events(),
        "samples": _messages(), "table": table, "form": SampleForm(auto_id="sample_%s"),
        "refused": SampleForm(wrong, auto_id="refused_%s"), "disagreement": Disagreement(), "icons": ICONS,
    }  # fmt: skip
