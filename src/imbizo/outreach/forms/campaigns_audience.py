"""The filter of the register, as a field of a campaign's audience."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors import queries as people
from imbizo.actors.states import Form, Kind, Language, Sphere
from imbizo.programmes.models import Membership


def _choice(label: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", gettext_lazy("any")), *choices])


class AudienceFilter(forms.Form):
    """The same conditions as the register's filter takes, without those that make no sense for an audience."""

    form = _choice(gettext_lazy("Person or organisation"), Form.choices)
    kind = _choice(gettext_lazy("Kind"), Kind.choices)
    sphere = _choice(gettext_lazy("Sphere"), Sphere.choices)
    place = _choice(gettext_lazy("Municipality"))
    tag = _choice(gettext_lazy("Tag"))
    language = _choice(gettext_lazy("Language"), Language.choices)

    def __init__(self, *args: Any, member: Membership | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if member is not None:
            self._offer("place", [(str(area.place_id), area.place.name) for area in people.areas(member)])
            self._offer("tag", [(str(tag.pk), tag.name) for tag in people.tags(member)])

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("any")), *choices]

    @property
    def conditions(self) -> dict[str, str]:
        """The conditions that hold, as plain data; those that make no sense are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words(self, conditions: Mapping[str, Any]) -> list[str]:
        """Each condition in words: "Kind: faith"."""
        return [
            f"{self.fields[name].label}: {self._value(name, value)}"
            for name, value in conditions.items()
            if name in self.fields
        ]

    def _value(self, name: str, value: Any) -> str:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        choices = cast(Iterable[tuple[Any, Any]], field.choices)
        labels = {str(choice): str(label) for choice, label in choices}
        values = value if isinstance(value, list) else [value]
        return str(get_text_list([labels.get(str(each), str(each)) for each in values], _("or")))


class ConditionsWords(list[str]):
    """Conditions in words, as two writers compare them, with what they were made of."""

    def __init__(self, words: Sequence[str], conditions: Mapping[str, Any]) -> None:
        super().__init__(words)
        self.conditions = dict(conditions)


class ConditionsInput(forms.Widget):
    """A few selects, read back as the conditions that were chosen."""

    template_name = "outreach/campaigns/conditions.html"
    use_fieldset = True
    member: Membership | None = None

    def filter(self, name: str, data: Any) -> AudienceFilter:
        return AudienceFilter(data, prefix=name, member=self.member)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The selects, filled in."""
        context = super().get_context(name, value, attrs)
        conditions = value.conditions if isinstance(value, ConditionsWords) else value or {}
        context["filter"] = AudienceFilter(initial=conditions, prefix=name, member=self.member)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """The conditions that were chosen."""
        return self.filter(name, data).conditions

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """An empty filter is a choice too."""
        return False

    def id_for_label(self, id_: str) -> str:
        """None: the selects have labels of their own."""
        return ""


class ConditionsField(forms.Field):
    """Conditions of the register as plain data. Shown, and compared between two writers, in words."""

    widget = ConditionsInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def offer(self, member: Membership) -> None:
        """Let the member filter by what they see."""
        cast(ConditionsInput, self.widget).member = member

    def prepare_value(self, value: Any) -> Any:
        """The conditions with their words."""
        if not isinstance(value, dict):
            return value
        member = cast(ConditionsInput, self.widget).member
        words = AudienceFilter(member=member).words(dict(sorted(value.items())))
        return ConditionsWords(words, value)
