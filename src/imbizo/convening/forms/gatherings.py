"""What is typed about one gathering."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names, places
from imbizo.actors.states import Form
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.base.forms.fields import DateField, MomentField, SearchInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import OfferingForm
from imbizo.convening.forms.fields import (
    HourField,
    ListField,
    grouped_languages,
    member_field,
    offer_list,
    place_field,
)
from imbizo.convening.models import Gathering
from imbizo.convening.queries.seeing import rounds
from imbizo.convening.states import GatheringKind, GatheringState, Way
from imbizo.places.queries import work_areas
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import colleagues
from imbizo.programmes.states import Sharing

_SHARED_FIELDS = (
    "name", "kind", "purpose", "place", "way", "joining_link", "phone_in", "data_vouchers", "host", "contact",
    "invited", "languages", "capacity", "answer_by", "late_answers", "remind_days", "venue_told_on",
    "transport_amount",
)  # fmt: skip


class PlanFields(forms.Form):
    """What is known of a gathering beside its date. `groups` are the headings under which the page shows them."""

    template_name = "convening/gatherings/grouped.html"

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As the invited will read it: “Workshop on living together, Ceres”."),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the gathering a name.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=GatheringKind.choices)
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 3}),
    )
    place = place_field(label=_("Place"), required=False)
    way = forms.ChoiceField(label=_("Where people meet"), choices=Way.choices)
    joining_link = forms.URLField(
        label=_("Link to join"), max_length=500, required=False, assume_scheme="https"
    )
    phone_in = forms.CharField(
        label=_("Number to phone in"),
        help_text=_("With its access code, for those without data."),
        max_length=200,
        required=False,
    )
    data_vouchers = forms.CharField(
        label=_("Data vouchers"),
        help_text=_("Who gets them, of how much, and who sends them."),
        max_length=300,
        required=False,
    )
    host = NamedField(
        label=_("Host institution"),
        help_text=_("With whom the date is agreed, as in the register."),
        required=False,
        max_length=300,
    )
    contact = member_field(label=_("Who leads it"), required=False)
    invited = ListField(label=_("List of people to invite"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        help_text=_("Who accepts when they are full goes on the waiting list."),
        min_value=1,
        max_value=30_000,
        required=False,
    )
    answer_by = MomentField(label=_("Answer by"), required=False)
    late_answers = forms.BooleanField(
        label=_("Who says yes too late goes on the waiting list"),
        help_text=_("Otherwise they are told that answers are closed. A late no always counts."),
        initial=True,
        required=False,
    )
    remind_days = forms.IntegerField(
        label=_("Remind so many days before"),
        help_text=_("Once, those who haven't answered. Empty: only when you press the button."),
        min_value=1,
        max_value=30,
        initial=3,
        required=False,
    )
    venue_told_on = DateField(
        label=_("Venue told on"),
        help_text=_("Where the invited hear of the venue only later."),
        required=False,
    )
    transport_amount = forms.DecimalField(
        label=_("Paid for transport, each"), max_digits=8, decimal_places=2, min_value=0, required=False
    )

    def offer(self, member: Membership) -> None:
        """Fill the choices with what the member sees."""
        offer(
            self,
            place=places(member),
            host=names(member, form=Form.ORGANISATION),
            contact=colleagues(member),
        )
        offer_list(self, "invited", member)
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)
        languages.choices = grouped_languages(member.programme.languages)

    @property
    def groups(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """The headings with their fields, as far as this form has them."""
        for heading, shown in _GROUPS:
            if fields := [self[name] for name in shown if name in self.fields]:
                yield heading, fields


class DayFields(forms.Form):
    """The day and the hours of a gathering, in the programme's zone."""

    day = DateField(label=_("Day"), required=False)
    from_ = HourField(label=_("From"), required=False)
    until = HourField(label=_("Until"), required=False)
    last = DateField(label=_("Last day"), help_text=_("Only where it takes several days."), required=False)

    def read_day(self, zone: dt.tzinfo) -> None:
        """Put `starts_at` and `ends_at` among the cleaned values; both None where no day is given."""
        given = self.cleaned_data
        day, last = given.pop("day", None), given.pop("last", None)
        begins, ends = given.pop("from_", None), given.pop("until", None)
        given["starts_at"] = given["ends_at"] = None
        if day is None:
            return
        if begins is None or ends is None:
            self.add_error(
                "until" if begins else "from_", _("Give both hours: when it begins and when it ends.")
            )
            return
        starts_at, ends_at = (
            dt.datetime.combine(day, begins, zone),
            dt.datetime.combine(last or day, ends, zone),
        )
        if ends_at <= starts_at:
            self.add_error("until", _("It ends before it begins. Mend one of the two times."))
            return
        given["starts_at"], given["ends_at"] = starts_at, ends_at


class NewGatheringForm(IdempotentForm, PlanFields, DayFields):
    """A gathering to plan."""

    sharing = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[(Sharing.ALL.value, _("all partners")), (Sharing.ITSELF.value, _("only us"))],
        help_text=_("Others see its day, place and agenda, never who is invited."),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.member = member
        self.offer(member)
        self.fields["contact"].initial = member.pk

    def clean(self) -> dict[str, Any]:
        """The moments in place of day and hours."""
        super().clean()
        self.read_day(self.member.programme.zone)
        return self.cleaned_data


class GatheringForm(OfferingForm, PlanFields):
    """A gathering, changed. Its date has a form of its own."""

    class Meta:
        model = Gathering
        fields = _SHARED_FIELDS


class DateForm(DayFields):
    """The date of a gathering, with whom it was agreed, and when."""

    with_ = forms.CharField(
        label=_("Agreed with"),
        help_text=_("For example “the municipal manager's office, Ms Mokoena”."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    on = DateField(label=_("Agreed on"), required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        self.gathering = gathering
        options["initial"] = _date_now(gathering)
        super().__init__(*args, **options)
        for name in ("day", "from_", "until"):
            self.fields[name].required = True
        self.fields["day"].error_messages["required"] = str(_("Choose the day."))

    def clean(self) -> dict[str, Any]:
        """The moments in place of day and hours; refused where somebody else moved it meanwhile."""
        super().clean()
        if "was" in self.data and self.cleaned_data.pop("was", "") != _stamp(self.gathering):
            raise forms.ValidationError(
                _("Somebody else has set its date meanwhile. Open this page again and look at it.")
            )
        self.cleaned_data.pop("was", None)
        if not self.errors:
            self.read_day(self.gathering.programme.zone)
        self.cleaned_data["on"] = self.cleaned_data.get("on") or timezone.localdate()
        return self.cleaned_data


def _stamp(gathering: Gathering) -> str:
    return gathering.starts_at.isoformat() if gathering.starts_at else ""


def _date_now(gathering: Gathering) -> dict[str, Any]:
    known = {"with_": gathering.date_agreed_with, "on": gathering.date_agreed_on, "was": _stamp(gathering)}
    if gathering.starts_at is None or gathering.ends_at is None:
        return known | {"from_": dt.time(9), "until": dt.time(15)}
    zone = gathering.programme.zone
    starts, ends = gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone)
    hours = {"day": starts.date(), "from_": starts.time(), "until": ends.time()}
    return known | hours | {"last": ends.date() if ends.date() != starts.date() else None}


class CallOffForm(forms.Form):
    """Why a gathering is called off."""

    because = forms.CharField(
        label=_("Why it is called off"),
        help_text=_("The invited will read this."),
        max_length=500,
        widget=forms.Textarea({"dir": "auto", "rows": 3}),
        error_messages={"required": _("Say why it is called off: the invited will be told.")},
    )


class HelperForm(IdempotentForm):
    """Somebody to work at a gathering."""

    member = member_field(label=_("Member"), required=False, empty_label=_("somebody of the register"))
    actor = NamedField(label=_("Or a person of the register"), required=False, max_length=300)
    role = forms.CharField(
        label=_("What they do"),
        help_text=_("Facilitates, notes down at table 3, interprets from isiXhosa."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, member=colleagues(member), actor=names(member, form=Form.PERSON))


class GatheringFilters(forms.Form):
    """What narrows the list of gatherings."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=160,
        widget=SearchInput({"dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("any")), *GatheringKind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *GatheringState.choices]
    )
    place = forms.ChoiceField(label=_("Municipality"), required=False)
    round = forms.ChoiceField(label=_("Round"), required=False)
    from_ = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = [(str(area.place_id), area.place.name) for area in work_areas(member.programme)]
        self._offer("place", areas)
        self._offer("round", [(str(each.pk), each.name) for each in rounds(member)[:200]])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *choices]


_SETTLED_HERE = (
    "capacity", "answer_by", "late_answers", "remind_days", "venue_told_on", "transport_amount", "sharing",
)  # fmt: skip
_GROUPS = (
    (_("What"), ("name", "kind", "purpose")),
    (_("When"), ("day", "from_", "until", "last")),
    (_("Where"), ("place", "way", "joining_link", "phone_in", "data_vouchers")),
    (_("Who"), ("host", "contact", "invited", "languages")),
    (_("Invitations"), _SETTLED_HERE),
)
