"""Planning a round: what its gatherings share, and what each of them has of its own."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors import queries as people
from imbizo.actors.models import ActorList
from imbizo.base.forms.choosing import RecordField, RecordsField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.convening.forms.fields import HourField, grouped_languages, member_field, place_field
from imbizo.convening.models import Design, Round, Venue
from imbizo.convening.operations.rounds import Planned
from imbizo.convening.queries.seeing import designs, venues
from imbizo.convening.states import GatheringKind, Way
from imbizo.places.models import Place
from imbizo.places.queries import work_areas
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import colleagues
from imbizo.programmes.states import Permission, Sharing

MOST = 60  # gatherings in one round
# Who is invited, beside the register's own lists.
NOBODY, OF_PLACE = "", "place"
_GROUPS = (
    (gettext_lazy("What"), ("name", "kind", "design")),
    (gettext_lazy("Where"), ("places", "each", "way")),
    (gettext_lazy("When"), ("first", "every", "from_", "until")),
    (gettext_lazy("Who"), ("people", "answer_days", "capacity", "languages", "contact", "sharing")),
)


class RoundForm(IdempotentForm):
    """What the gatherings of a round share, and where the first proposal of dates begins."""

    template_name = "convening/gatherings/grouped.html"

    name = forms.CharField(
        label=gettext_lazy("Name of the round"),
        help_text=gettext_lazy("For example “First workshops, 2026”."),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the round a name.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Each is a"), choices=GatheringKind.choices)
    design = RecordField[Design](
        label=gettext_lazy("From this design"),
        help_text=gettext_lazy("Its agenda is copied into each."),
        required=False,
        empty_label=gettext_lazy("no design yet"),
    )
    places = RecordsField[Place](
        label=gettext_lazy("Where"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one municipality.")},
    )
    each = forms.IntegerField(
        label=gettext_lazy("How many in each place"), min_value=1, max_value=12, initial=1
    )
    first = DateField(
        label=gettext_lazy("The first not before"),
        help_text=gettext_lazy(
            "Weekends, holidays and council days are left out. Empty leaves all dates open."
        ),
        required=False,
    )
    every = forms.IntegerField(
        label=gettext_lazy("Days between one and the next"), min_value=1, max_value=92, initial=7
    )
    from_ = HourField(label=gettext_lazy("From"), initial=dt.time(9))
    until = HourField(label=gettext_lazy("Until"), initial=dt.time(15))
    people = forms.ChoiceField(
        label=gettext_lazy("Whom to invite"),
        required=False,
        initial=OF_PLACE,
        choices=[
            (OF_PLACE, gettext_lazy("the people of each place")),
            (NOBODY, gettext_lazy("decide later")),
        ],
    )
    answer_days = forms.IntegerField(
        label=gettext_lazy("Days before it by which they answer"),
        min_value=0,
        max_value=120,
        initial=7,
        required=False,
    )
    way = forms.ChoiceField(label=gettext_lazy("Where people meet"), choices=Way.choices)
    capacity = forms.IntegerField(
        label=gettext_lazy("Places in each"), min_value=1, max_value=30_000, required=False
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    contact = member_field(label=gettext_lazy("Who leads them"), required=False)
    sharing = forms.ChoiceField(
        label=gettext_lazy("Who sees them"),
        choices=[
            (Sharing.ALL.value, gettext_lazy("all partners")),
            (Sharing.ITSELF.value, gettext_lazy("only us")),
        ],
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        areas = Place.objects.filter(pk__in=work_areas(member.programme).values("place"))
        offer(
            self,
            design=designs(member),
            places=areas.select_related("parent__parent__parent"),
            contact=colleagues(member),
        )
        if not areas.exists():
            self.fields["places"].help_text = _no_areas(member)
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)
        languages.choices = grouped_languages(member.programme.languages)

    def clean(self) -> dict[str, Any]:
        """Hours in order, and not more gatherings than a round holds."""
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("from_"), given.get("until")
        if begins and ends and ends <= begins:
            self.add_error("until", _("It ends before it begins. Mend one of the two times."))
        if len(given.get("places") or ()) * (given.get("each") or 1) > MOST:
            self.add_error("each", _("A round holds at most %(most)s gatherings.") % {"most": MOST})
        return given

    @property
    def groups(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """The headings of the page with their fields."""
        return ((heading, [self[name] for name in names]) for heading, names in _GROUPS)

    @property
    def shared(self) -> dict[str, Any]:
        """What `plan_round` gives to every gathering."""
        names = ("kind", "way", "capacity", "languages", "contact", "sharing")
        return {name: self.cleaned_data[name] for name in names}


def _no_areas(member: Membership) -> str:
    """What stands where no municipality can be ticked, with the way to where they are named."""
    text = _("It isn't noted yet in which municipalities the programme works.")
    if not member.may(Permission.PROGRAMME_MANAGE):
        return text
    address = reverse("programmes:areas", args=[member.programme.slug])
    return format_html('{} <a href="{}">{}</a>', text, address, _("Note them"))


class PlannedForm(forms.Form):
    """One gathering of the round, as proposed; everything of it can be changed before it is made."""

    is_taken = forms.BooleanField(label=gettext_lazy("Make it"), required=False, initial=True)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give it a name.")},
    )
    place = place_field(label=gettext_lazy("Place"), required=False)
    day = DateField(label=gettext_lazy("Day"), required=False)
    from_ = HourField(label=gettext_lazy("From"), required=False)
    until = HourField(label=gettext_lazy("Until"), required=False)
    people = forms.ChoiceField(label=gettext_lazy("Whom to invite"), required=False)
    answer_by = DateField(label=gettext_lazy("Answer by"), required=False)
    venue = RecordField[Venue](
        label=gettext_lazy("Venue"),
        required=False,
        empty_label=gettext_lazy("decide later"),
    )

    def clean(self) -> dict[str, Any]:
        """Both hours where there is a day, in order; an answer is due before the day."""
        given = super().clean() or self.cleaned_data
        day, begins, ends = given.get("day"), given.get("from_"), given.get("until")
        if day and not (begins and ends):
            self.add_error("from_", _("Give both hours: when it begins and when it ends."))
        elif day and begins and ends and ends <= begins:
            self.add_error("until", _("It ends before it begins. Mend one of the two times."))
        if day and given.get("answer_by") and given["answer_by"] > day:
            self.add_error("answer_by", _("They can't answer after the day itself. Choose an earlier day."))
        return given

    def planned(self, member: Membership, lists: dict[str, ActorList]) -> Planned:
        """It as the operation takes it."""
        given, zone = self.cleaned_data, member.programme.zone
        day = given.get("day")
        due = given.get("answer_by")
        return Planned(
            name=given["name"],
            place=given.get("place"),
            starts_at=dt.datetime.combine(day, given["from_"], zone) if day else None,
            ends_at=dt.datetime.combine(day, given["until"], zone) if day else None,
            answer_by=dt.datetime.combine(due, dt.time(23, 59), zone) if due else None,
            invited=lists.get(given["people"]),
            people_of_place=given["people"] == OF_PLACE,
            venue=given.get("venue"),
        )


class PlannedFormSet(BaseFormSet[PlannedForm]):
    """The gatherings of the round, row by row."""

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        self._member = member
        self.lists = {str(each.pk): each for each in people.lists(member)}
        self._places = list(people.places(member).select_related("parent__parent__parent"))
        self._venues = list(venues(member).filter(retired_at=None).order_by("name"))
        super().__init__(*args, **options)

    def add_fields(self, form: PlannedForm, index: int | None) -> None:
        """Each row chooses among the places of the programme and the lists that the member sees."""
        super().add_fields(form, index)
        choice, place, hall = form.fields["people"], form.fields["place"], form.fields["venue"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(hall, RecordField)
        assert isinstance(place, RecordField)
        choice.choices = [
            (NOBODY, _("decide later")),
            (OF_PLACE, _("the people of the place")),
            *((pk, each.name) for pk, each in self.lists.items()),
        ]
        place.queryset = people.places(self._member).select_related("parent__parent__parent")
        hall.queryset = venues(self._member).filter(retired_at=None)
        # The rows share one reading of places and halls: each of their menus would cost a query otherwise.
        hall.choices = [("", hall.empty_label), *((each.pk, str(each)) for each in self._venues)]
        place.choices = [
            ("", place.empty_label),
            *((each.pk, place.label_from_instance(each)) for each in self._places),
        ]

    @property
    def taken(self) -> list[PlannedForm]:
        """The rows that are to be made."""
        return [form for form in self.forms if form.cleaned_data.get("is_taken")]

    def clean(self) -> None:
        """At least one."""
        if not any(self.errors) and not self.taken:
            raise ValidationError(_("Tick at least one gathering to make."))


PlannedRows = cast(
    type[PlannedFormSet],
    formset_factory(PlannedForm, formset=PlannedFormSet, extra=0, max_num=MOST, absolute_max=MOST),
)


class RoundNameForm(ThreeWayForm):
    """A round, changed."""

    name = forms.CharField(
        label=gettext_lazy("Name of the round"),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the round a name.")},
    )

    class Meta:
        model = Round
        fields = ("name",)


def proposals(form: RoundForm, days: Sequence[dt.date | None]) -> list[dict[str, Any]]:
    """The first content of the rows: place by place, then once more through all of them; `days` one for each."""
    given, today = form.cleaned_data, timezone.localdate()
    places = [place for _number in range(given["each"]) for place in given["places"]]
    kind = str(GatheringKind(given["kind"]).label).capitalize()
    rows = []
    for number, (place, day) in enumerate(zip(places, days, strict=True)):
        name = _("%(kind)s in %(place)s") % {"kind": kind, "place": place.name}
        if given["each"] > 1:
            name = f"{name} ({number // len(given['places']) + 1})"
        due = (
            day - dt.timedelta(days=given["answer_days"])
            if day and given["answer_days"] is not None
            else None
        )
        row = {"name": name, "place": place.pk, "day": day, "from_": given["from_"], "until": given["until"]}
        more = {
            "people": given["people"],
            "answer_by": due if due and due > today else None,
            "is_taken": True,
        }
        rows.append(row | more)
    return rows
