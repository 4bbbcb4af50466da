"""What is typed about a hall."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import places
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import PhoneInput, SearchInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import OfferingForm
from imbizo.convening.forms.fields import place_field
from imbizo.convening.models import Venue
from imbizo.convening.states import Neutrality
from imbizo.places.models import Place
from imbizo.places.queries import work_areas
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, Sharing

_FIELDS = (
    "name", "place", "address", "latitude", "longitude", "capacity", "step_free", "accessible_toilet",
    "public_transport", "backup_power", "access", "neutrality", "neutrality_note", "cost", "deposit", "needs_form",
    "caretaker", "caretaker_number", "caretaker_email", "setup_minutes", "cleanup_minutes",
)  # fmt: skip
_GROUPS = (
    (_("Where"), ("name", "place", "address", "latitude", "longitude", "sharing")),
    (_("What it is like"), (
        "capacity", "step_free", "accessible_toilet", "public_transport", "backup_power", "access", "neutrality",
        "neutrality_note",
    )),
    (_("Money and papers"), ("cost", "deposit", "needs_form", "setup_minutes", "cleanup_minutes")),
    (_("Caretaker"), ("caretaker", "caretaker_number", "caretaker_email")),
)  # fmt: skip


class KnownField(forms.TypedChoiceField):
    """Yes, no, or not known, which is None."""

    def __init__(self, **options: Any) -> None:
        choices = [("", _("not known")), ("True", _("yes")), ("False", _("no"))]
        super().__init__(
            choices=choices, coerce=lambda value: value == "True", empty_value=None, required=False, **options
        )


class VenueFields(forms.Form):
    """What one must know before choosing a hall. `groups` are the headings under which the page shows it."""

    template_name = "convening/gatherings/grouped.html"

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the venue a name.")},
    )
    place = place_field(label=_("Place"), required=False, empty_label=_("not known"))
    address = forms.CharField(
        label=_("Address"), max_length=300, required=False, widget=forms.TextInput({"dir": "auto"})
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=30_000, required=False)
    step_free = KnownField(label=_("Step-free"), help_text=_("From the gate to the seats, by wheelchair."))
    accessible_toilet = KnownField(label=_("Accessible toilet"))
    public_transport = KnownField(label=_("Taxi or bus nearby"))
    backup_power = KnownField(label=_("Power in load-shedding"))
    access = forms.CharField(
        label=_("Access, and how to get there"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 3}),
    )
    neutrality = forms.ChoiceField(
        label=_("Neutrality"),
        help_text=_("Can everybody walk in without giving a sign by it?"),
        choices=Neutrality.choices,
        initial=Neutrality.UNKNOWN.value,
    )
    neutrality_note = forms.CharField(
        label=_("Who won't come here, and why"),
        help_text=_("Only your own organisation sees this line."),
        max_length=300,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    cost = forms.DecimalField(
        label=_("Cost for a day"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    deposit = forms.DecimalField(
        label=_("Deposit"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    needs_form = forms.BooleanField(label=_("Asks for an application form"), required=False)
    caretaker = forms.CharField(
        label=_("Caretaker"), max_length=160, required=False, widget=forms.TextInput({"dir": "auto"})
    )
    caretaker_number = forms.CharField(
        label=_("Caretaker's number"), max_length=40, required=False, widget=PhoneInput
    )
    caretaker_email = forms.EmailField(label=_("Caretaker's e-mail"), required=False)
    setup_minutes = forms.IntegerField(
        label=_("Minutes to set up"), min_value=0, max_value=1_440, initial=60, required=False
    )
    cleanup_minutes = forms.IntegerField(
        label=_("Minutes to clean up"), min_value=0, max_value=1_440, initial=30, required=False
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        help_text=_("For the map, in degrees: -33.37."),
        max_digits=8,
        decimal_places=5,
        min_value=-90,
        max_value=90,
        required=False,
    )
    longitude = forms.DecimalField(
        label=_("Longitude"), max_digits=8, decimal_places=5, min_value=-180, max_value=180, required=False
    )

    @property
    def groups(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """The headings with their fields, as far as this form has them."""
        return (
            (heading, [self[name] for name in names if name in self.fields]) for heading, names in _GROUPS
        )

    def offer(self, member: Membership) -> None:
        """Offer the programme's places; whoever may not see numbers doesn't change them either."""
        offer(self, place=places(member))
        if not member.may(Permission.CONTACTS_VIEW):
            for name in ("caretaker_number", "caretaker_email"):
                del self.fields[name]

    def clean_setup_minutes(self) -> int:
        """None is nought."""
        return self.cleaned_data["setup_minutes"] or 0

    def clean_cleanup_minutes(self) -> int:
        """None is nought."""
        return self.cleaned_data["cleanup_minutes"] or 0


class NewVenueForm(IdempotentForm, VenueFields):
    """A hall to add."""

    sharing = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[(Sharing.ALL.value, _("all partners")), (Sharing.ITSELF.value, _("only us"))],
        help_text=_("Others see when it is taken, not by what."),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(member)


class VenueForm(OfferingForm, VenueFields):
    """A hall, changed."""

    class Meta:
        model = Venue
        fields = _FIELDS


class VenueFilters(forms.Form):
    """What narrows the list of halls."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=160,
        widget=SearchInput({"dir": "auto", "autocomplete": "off"}),
    )
    place = RecordField[Place](label=_("Municipality"), required=False, empty_label=_("any"))
    seats = forms.IntegerField(label=_("Seats at least"), required=False, min_value=1, max_value=30_000)
    step_free = forms.BooleanField(label=_("Step-free"), required=False)
    neutral = forms.BooleanField(label=_("Neutral"), required=False)
    retired = forms.BooleanField(label=_("Also those out of use"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        worked = work_areas(member.programme).values("place")
        offer(self, place=Place.objects.filter(pk__in=worked).order_by("name"))
