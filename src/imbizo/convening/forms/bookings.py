"""Booking a hall, and what becomes of the booking."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.fields import DateField, MomentField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.convening.forms.gatherings import DayFields
from imbizo.convening.models import Booking
from imbizo.convening.states import AnswerWay, DepositState
from imbizo.programmes.models import Programme

_WAYS = (AnswerWay.PHONE, AnswerWay.EMAIL, AnswerWay.PERSON, AnswerWay.PAGE)


class TimeFields(DayFields):
    """When the hall is held, in the programme's zone."""

    setup_minutes = forms.IntegerField(
        label=_("Minutes to set up"),
        help_text=_("The hall is held for them before it begins."),
        min_value=0,
        max_value=1_440,
    )
    cleanup_minutes = forms.IntegerField(label=_("Minutes to clean up"), min_value=0, max_value=1_440)

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        self._zone = programme.zone
        for name in ("day", "from_", "until"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """The moments in place of day and hours."""
        super().clean()
        if not self.errors:
            self.read_day(self._zone)
        return self.cleaned_data


class BookForm(IdempotentForm, TimeFields):
    """A hall to book for a gathering."""

    note = forms.CharField(
        label=_("Note"), max_length=2_000, required=False, widget=forms.Textarea({"dir": "auto", "rows": 2})
    )


class TimesForm(TimeFields):
    """Another time for a booking."""


class TakenForm(IdempotentForm, TimeFields):
    """For what others have one's own hall."""

    what_for = forms.CharField(
        label=_("What for"), max_length=160, error_messages={"required": _("Say what for.")}
    )
    field_order = ("id", "what_for", "day", "from_", "until", "last")


def times_now(
    starts_at: dt.datetime | None, ends_at: dt.datetime | None, programme: Programme
) -> dict[str, Any]:
    """Day and hours for these forms to begin with."""
    if starts_at is None or ends_at is None:
        return {"from_": dt.time(9), "until": dt.time(15)}
    starts, ends = starts_at.astimezone(programme.zone), ends_at.astimezone(programme.zone)
    return {
        "day": starts.date(),
        "from_": starts.time(),
        "until": ends.time(),
        "last": ends.date() if ends.date() != starts.date() else None,
    }


class DetailsForm(ThreeWayForm):
    """Money, application form and notes of a booking."""

    cost = forms.DecimalField(label=_("Cost"), max_digits=10, decimal_places=2, min_value=0, required=False)
    deposit = forms.DecimalField(
        label=_("Deposit"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    deposit_state = forms.ChoiceField(label=_("The deposit is"), choices=DepositState.choices)
    deposit_due_on = DateField(label=_("To be paid by"), required=False)
    deposit_on = DateField(
        label=_("Paid, returned or kept on"), help_text=_("The day of the state above."), required=False
    )
    form_sent_on = DateField(label=_("Application form sent on"), required=False)
    form_accepted_on = DateField(label=_("Application form accepted on"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2_000, required=False, widget=forms.Textarea({"dir": "auto", "rows": 3})
    )

    class Meta:
        model = Booking
        fields = (
            "cost", "deposit", "deposit_state", "deposit_due_on", "deposit_on", "form_sent_on", "form_accepted_on",
            "note",
        )  # fmt: skip


class ConfirmForm(forms.Form):
    """Who at the venue said yes, by what, and when."""

    who = forms.CharField(
        label=_("Who confirmed it"), max_length=160, required=False, widget=forms.TextInput({"dir": "auto"})
    )
    via = forms.ChoiceField(label=_("By"), choices=[(way.value, way.label) for way in _WAYS])
    at = MomentField(label=_("When"), initial=timezone.now)

    def clean_at(self) -> dt.datetime:
        """Raises ValidationError for a moment to come."""
        at: dt.datetime = self.cleaned_data["at"]
        if at > timezone.now() + dt.timedelta(minutes=5):
            raise forms.ValidationError(_("This lies ahead. Write when they confirmed it."))
        return at


class BumpForm(forms.Form):
    """What happened where a venue gave the hall to others."""

    because = forms.CharField(
        label=_("What happened"),
        max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={"required": _("Say what happened: those who plan it will read it.")},
    )


class CaretakerForm(forms.Form):
    """What a caretaker says on their own page."""

    YES, NO, OTHER = "yes", "no", "other"

    said = forms.ChoiceField(
        label=_("Can they have the hall?"),
        widget=forms.RadioSelect,
        choices=[(YES, _("Yes, it is theirs")), (NO, _("No")), (OTHER, _("At another time"))],
        error_messages={"required": _("Choose one of these answers.")},
    )
    words = forms.CharField(
        label=_("Which time, or what we should know"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 2}),
    )
    who = forms.CharField(label=_("Your name"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """Another time needs words."""
        super().clean()
        if self.cleaned_data.get("said") == self.OTHER and not self.cleaned_data.get("words"):
            self.add_error("words", _("Write which time suits you."))
        return self.cleaned_data
