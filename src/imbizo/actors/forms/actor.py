"""Forms for people and organisations: new ones, changed ones, sharing, other spellings, the end of a council."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries
from imbizo.actors.forms.pieces import NameField, language_field, sharing_field
from imbizo.actors.models import Actor
from imbizo.actors.states import Form, Kind, Language, Sphere
from imbizo.base.forms.choosing import RecordField
from imbizo.base.forms.fields import DateField, TagField, TagInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.places.models import Place
from imbizo.programmes.models import Membership


class ActorFields(forms.Form):
    """What people and organisations have in common, after their names."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.UNKNOWN)
    sphere = forms.ChoiceField(label=_("Sphere of government"), choices=Sphere.choices, initial=Sphere.NONE)
    place = RecordField(words=Place.in_full, label=_("Place"), required=False, empty_label=_("not known"))
    place_text = NameField(label=_("Place, if it isn't in the list"), max_length=200, required=False)
    language = language_field(label=_("Language they are written to in"))
    other_languages = forms.MultipleChoiceField(
        label=_("Other languages they speak"),
        choices=Language.choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    tags = TagField(label=_("Tags"), required=False, help_text=_("Put commas between them."))
    handle_in_person = forms.BooleanField(
        label=_("Handle in person: keep them out of bulk messages"), required=False
    )
    in_person_reason = NameField(label=_("Why in person"), max_length=200, required=False)


class PersonFields(ActorFields):
    title = NameField(
        label=_("Title"), max_length=40, required=False, help_text=_("Such as Cllr, Pastor, Dr.")
    )
    given_name = NameField(label=_("First names"), max_length=150, required=False)
    surname = NameField(label=_("Surname"), max_length=150, required=False)
    name = NameField(
        label=_("Name as shown"),
        max_length=300,
        required=False,
        help_text=_("Only where it isn't first names and surname."),
    )
    field_order = ["id", "title", "given_name", "surname", "name"]


class OrganisationFields(ActorFields):
    name = NameField(
        label=_("Name"), max_length=300, error_messages={"required": _("Write the organisation's name.")}
    )
    acronym = NameField(label=_("Acronym"), max_length=40, required=False)
    field_order = ["id", "name", "acronym"]


class _ForMember:
    """Fills in what depends on who is asking: places, and tags to suggest."""

    fields: dict[str, Any]

    def fill(self, member: Membership) -> None:
        self.fields["place"].queryset = queries.places(member)
        known = queries.tags(member).values_list("name", flat=True)
        self.fields["tags"].widget = TagInput({"dir": "auto"}, suggestions=known)


class _NewActor(_ForMember, IdempotentForm):
    """A new actor: who it is shared with is asked last, and follows from kind and sphere where nobody says."""

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fill(member)
        usual = _("as usual: officials and organisations with all, private persons only us")
        field = sharing_field(first=("", usual))
        field.required = False
        self.fields["sharing"] = field


class NewPersonForm(_NewActor, PersonFields):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        has_name = any(given.get(name) for name in ("name", "given_name", "surname"))
        if not has_name and not {"name", "given_name", "surname"} & self.errors.keys():
            self.add_error("given_name", _("Write a first name or a surname."))
        return given


class NewOrganisationForm(_NewActor, OrganisationFields):
    pass


_COMMON = (
    "kind", "sphere", "place", "place_text", "language", "other_languages", "tags", "handle_in_person",
    "in_person_reason",
)  # fmt: skip


class _ChangedActor(_ForMember, ThreeWayForm):
    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fill(member)


class PersonForm(_ChangedActor, PersonFields):
    field_order = PersonFields.field_order

    class Meta:
        model = Actor
        fields = ("title", "given_name", "surname", "name", *_COMMON)


class OrganisationForm(_ChangedActor, OrganisationFields):
    field_order = OrganisationFields.field_order

    class Meta:
        model = Actor
        fields = ("name", "acronym", *_COMMON)


def new_form(form: str) -> type[NewPersonForm] | type[NewOrganisationForm]:
    """The form for a new person or a new organisation."""
    return NewPersonForm if form == Form.PERSON else NewOrganisationForm


def changed_form(actor: Actor) -> type[PersonForm] | type[OrganisationForm]:
    """The form for changing this actor."""
    return PersonForm if actor.is_person else OrganisationForm


class OtherNameForm(forms.Form):
    name = NameField(
        label=_("Another spelling, an acronym or a former name"),
        max_length=300,
        error_messages={"required": _("Write the other spelling first.")},
    )


class EndOfficesForm(forms.Form):
    on = DateField(
        label=_("Last day in office"),
        initial=timezone.localdate,
        help_text=_("Usually the day before the new council is sworn in."),
    )
