"""Forms of the anonymous slips: one slip, rows of them from paper, and the programme's own questions."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.models import SlipCategory
from imbizo.convening.states import AgeGroup, Sex

UNSAID = ("unsaid", _("prefer not to say"))
BLANK = ("", _("(left blank)"))
PREFIX = "category_"


class SlipForm(forms.Form):
    """One slip. Its id is a random one, which tells nothing of the order; each field may be left blank."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    sex = forms.ChoiceField(label=_("I am"), choices=Sex.choices, required=False, widget=forms.RadioSelect)
    age_group = forms.ChoiceField(
        label=_("My age"), choices=AgeGroup.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, categories: Iterable[SlipCategory], **options: Any) -> None:
        super().__init__(*args, **options)
        for category in categories:
            self.fields[f"{PREFIX}{category.pk}"] = forms.ChoiceField(
                label=category.label,
                choices=[*((each, each) for each in category.choices), UNSAID],
                required=False,
                widget=forms.RadioSelect,
            )

    def slip(self) -> dict[str, Any]:
        """What the slip says, as `operations.slips.add_slip` takes it."""
        given = self.cleaned_data
        answers = {
            name.removeprefix(PREFIX): value
            for name, value in given.items()
            if name.startswith(PREFIX) and value
        }
        return {
            "id": given["id"],
            "sex": given["sex"],
            "age_group": given["age_group"],
            "answers": answers,
        }


def _listed(field: forms.ChoiceField) -> list[Any]:
    """The choices of a field, which may also be made by a function."""
    choices: Any = field.choices
    return list(choices() if callable(choices) else choices)


class SlipRowForm(SlipForm):
    """A slip from paper: lists instead of buttons, for the keyboard alone."""

    is_slip = forms.BooleanField(required=False, label=_("count"))

    def __init__(self, *args: Any, categories: Iterable[SlipCategory], **options: Any) -> None:
        super().__init__(*args, categories=categories, **options)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.choices = choices = [BLANK, *_listed(field)]
                field.widget = forms.Select(choices=choices, attrs={"aria-label": str(field.label)})
            elif name == "is_slip":
                field.widget.attrs["aria-label"] = str(_("An empty slip, counted as blank"))

    @property
    def says_something(self) -> bool:
        """Whether it's a row that counts: an answer was chosen, or a wholly blank slip is marked."""
        return any(value for name, value in self.cleaned_data.items() if name != "id")


class CategoryForm(IdempotentForm):
    """A question of the programme's own, with its answers one a line."""

    label = forms.CharField(label=_("Question"), max_length=160)
    choices = forms.CharField(
        label=_("Answers, one a line"),
        max_length=1200,
        widget=forms.Textarea,
        help_text=_("“Prefer not to say” is always added. Never ask for papers or status."),
    )
    position = forms.IntegerField(label=_("Place on the slip"), min_value=1, max_value=50, initial=1)

    def given(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """As the operation takes it."""
        return {**cleaned, "choices": cleaned["choices"].splitlines()}
