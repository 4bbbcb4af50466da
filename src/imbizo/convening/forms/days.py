"""Days to plan around, typed or read from a calendar file."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.queries import places
from imbizo.base.forms.choosing import offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.calc.calendars import Busy, read_busy
from imbizo.calc.errors import (
    BrokenCalendarError,
    CalendarError,
    LargeCalendarError,
    NoCalendarError,
    TooManyEventsError,
)
from imbizo.convening.forms.fields import place_field
from imbizo.convening.models import CalendarDay
from imbizo.convening.operations.days import ReadDay
from imbizo.convening.states import DayKind
from imbizo.programmes.models import Membership, Programme

LARGEST = 2_000_000  # bytes
MOST = 1_000  # days taken from one file
_SALT = "imbizo.convening.forms.days"
_BACK, _AHEAD = dt.timedelta(days=31), dt.timedelta(days=800)
_INSTANT = dt.timedelta(microseconds=1)


class DayFields(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DayKind.choices)
    name = forms.CharField(
        label=gettext_lazy("What is on"),
        help_text=gettext_lazy("For example “Council sits” or “Matric results”."),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Say what is on that day.")},
    )
    first = DateField(
        label=gettext_lazy("First day"), error_messages={"required": gettext_lazy("Choose the day.")}
    )
    last = DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Only where it takes several days."),
        required=False,
    )
    place = place_field(label=gettext_lazy("Where"), required=False, empty_label=gettext_lazy("everywhere"))

    def clean(self) -> dict[str, Any]:
        """One day where no last one is given."""
        super().clean()
        given = self.cleaned_data
        given["last"] = given.get("last") or given.get("first")
        if given["last"] and given.get("first") and given["last"] < given["first"]:
            self.add_error("last", _("The last day comes before the first. Mend one of the two."))
        return given


class NewDayForm(IdempotentForm, DayFields):
    """A day to add."""

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, place=places(member))


class DayForm(ThreeWayForm, DayFields):
    """A day, changed."""

    class Meta:
        model = CalendarDay
        fields = ("kind", "name", "first", "last", "place")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, place=places(member))


class CalendarFileForm(forms.Form):
    """A calendar file of days to plan around. `days` and `left_out` are what was read of it."""

    file = forms.FileField(
        label=gettext_lazy("Calendar file (.ics)"),
        help_text=gettext_lazy("Export it from Outlook, Google Calendar or Apple Calendar. At most 2 MB."),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("These are"), choices=DayKind.choices, initial=DayKind.COUNCIL.value
    )
    place = place_field(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy("The municipality whose council it is."),
        required=False,
        empty_label=gettext_lazy("everywhere"),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self._programme: Programme = member.programme
        self.days: list[ReadDay] = []
        self.left_out: list[str] = []
        offer(self, place=places(member))

    def clean_file(self) -> Any:
        """Read it: from a month ago to two years ahead. Raises ValidationError with what is wrong with the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is too large. Export a shorter period, such as one year."))
        now = timezone.now()
        try:
            read = read_busy(file.read(), first=now - _BACK, last=now + _AHEAD, zone=self._programme.zone)
        except CalendarError as error:
            raise ValidationError(_refusal(error)) from error
        if len(read.events) > MOST:
            raise ValidationError(_("There are more than a thousand days in it. Export a shorter period."))
        self.days = _once([_day(event, self._programme) for event in read.events])
        self.left_out = [each.summary or _("an event without a name") for each in read.left_out]
        if not self.days:
            raise ValidationError(_("There is no day in it from a month ago to two years ahead."))
        return file


class TakeForm(forms.Form):
    """What was read of a file, carried from the look at it to the taking; `rows` are those ticked."""

    sheet = forms.CharField(widget=forms.HiddenInput)
    rows = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["rows"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(number), "") for number in range(MOST)]

    def clean_sheet(self) -> dict[str, Any]:
        """The days, their kind and their place. Raises ValidationError where it was tampered with."""
        try:
            read: dict[str, Any] = signing.loads(self.cleaned_data["sheet"], salt=_SALT, max_age=6 * 60 * 60)
        except signing.BadSignature as error:
            raise ValidationError(_("This page is too old. Choose the file once more.")) from error
        return read

    @property
    def chosen(self) -> list[ReadDay]:
        """The days that were ticked."""
        days = self.cleaned_data["sheet"]["days"]
        return [_unpacked(days[row]) for row in self.cleaned_data["rows"] if row < len(days)]


class DayFilters(forms.Form):
    """What narrows the list of days."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("any")), *DayKind.choices]
    )


def packed(days: Sequence[ReadDay], *, kind: str, place: str) -> str:
    """What was read, as a signed text that a page can carry; nothing of a file is kept here."""
    rows = [[each.uid, each.name, each.first.isoformat(), each.last.isoformat()] for each in days]
    return signing.dumps({"days": rows, "kind": kind, "place": place}, salt=_SALT, compress=True)


def _unpacked(row: Sequence[str]) -> ReadDay:
    return ReadDay(row[0], row[1], dt.date.fromisoformat(row[2]), dt.date.fromisoformat(row[3]))


def _day(event: Busy, programme: Programme) -> ReadDay:
    """An event as days of the programme's zone. One without a name of its own is known by what it says and when."""
    first = event.starts_at.astimezone(programme.zone).date()
    last = max(first, (event.ends_at - _INSTANT).astimezone(programme.zone).date())
    name = " ".join(event.summary.split())[:160] or _("taken")
    uid = event.uid or hashlib.sha256(f"{name}:{first}".encode()).hexdigest()[:32]
    return ReadDay(uid[:300], name, first, last)


def _once(days: Sequence[ReadDay]) -> list[ReadDay]:
    """Two sessions of one event on one day are one day to plan around."""
    return list({(each.uid, each.first): each for each in reversed(days)}.values())[::-1]


def _refusal(error: CalendarError) -> str:
    match error:
        case NoCalendarError():
            return _("This isn't a calendar file. Export the calendar as .ics and choose that file.")
        case BrokenCalendarError():
            return _("This calendar file is damaged or cut off. Export it once more.")
        case LargeCalendarError() | TooManyEventsError():
            return _("There is too much in this file. Export a shorter period, such as one year.")
    return _("This calendar file can't be read. Export it once more.")
