"""The register's filters, and what is done with those selected."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries
from imbizo.actors.models import ActorList
from imbizo.actors.states import Form, Kind, Language, Sphere
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import SearchInput, TagField, TagInput
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_REACH = [
    ("sms", _("by SMS")),
    ("call", _("by a call")),
    ("email", _("by e-mail")),
    ("none", _("not at all yet")),
]


def _choice(label: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("any")), *choices])


class RegisterFilters(forms.Form):
    """What narrows the register. Its cleaned values are the conditions of a smart list."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=200,
        widget=SearchInput({"dir": "auto", "autocomplete": "off"}),
    )
    form = _choice(_("Person or organisation"), Form.choices)
    kind = _choice(_("Kind"), Kind.choices)
    sphere = _choice(_("Sphere"), Sphere.choices)
    place = _choice(_("Municipality"))
    tag = _choice(_("Tag"))
    list = _choice(_("List"))
    language = _choice(_("Language"), Language.choices)
    reach = _choice(_("Can be reached"), _REACH)
    basis = _choice(_("Lawful basis"), [("missing", _("missing")), ("recorded", _("recorded"))])
    batch = _choice(_("Brought in by file"))
    _MAIN = ("q", "form", "kind", "sphere", "place")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("place", [(str(area.place_id), area.place.name) for area in queries.areas(member)])
        self._offer("tag", [(str(tag.pk), tag.name) for tag in queries.tags(member)])
        self._offer("list", [(str(each.pk), each.name) for each in queries.lists(member)])
        self._offer("batch", [(str(batch.pk), batch.filename) for batch in queries.batches(member)])
        if not member.may(Permission.CONTACTS_VIEW):
            del self.fields["reach"]

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *choices]

    @property
    def conditions(self) -> dict[str, str]:
        """The filters that hold, as plain data; those that make no sense are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def main_fields(self) -> Sequence[BoundField]:
        """The filters that always show."""
        return [self[name] for name in self._MAIN]

    @property
    def more_fields(self) -> Sequence[BoundField]:
        """The filters that fold away."""
        return [self[name] for name in self.fields if name not in self._MAIN]

    @property
    def is_more_used(self) -> bool:
        """Whether one of those that fold away narrows the list."""
        return bool(set(self.conditions) - set(self._MAIN))


class SelectedForm(forms.Form):
    """Carries the ids of the rows that were selected."""

    selected = forms.TypedMultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, member: Membership, selected: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["selected"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(pk), str(pk)) for pk in selected]
        field.initial = [str(pk) for pk in selected]
        self.settle(member)

    def settle(self, member: Membership) -> None:
        """For forms whose fields depend on who is asking."""


class PutOnListForm(SelectedForm):
    """A list of one's own, or a new one."""

    list = RecordField[ActorList](label=_("List"), required=False, empty_label=_("a new list, named below"))
    name = forms.CharField(label=_("Name of the new list"), required=False, max_length=120)

    def settle(self, member: Membership) -> None:
        offer(self, list=queries.own_fixed_lists(member))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("list") and not given.get("name"):
            self.add_error("name", _("Choose a list above, or write the name of a new one."))
        return given


class TagForm(SelectedForm):
    """Tags to add."""

    tags = TagField(
        label=_("Tags"),
        help_text=_("Put commas between them."),
        error_messages={"required": _("Write at least one tag.")},
    )

    def settle(self, member: Membership) -> None:
        known = queries.tags(member).values_list("name", flat=True)
        self.fields["tags"].widget = TagInput({"dir": "auto"}, suggestions=known)
