"""Fields and parts that the forms of the register share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries
from imbizo.actors.models import Actor
from imbizo.actors.states import Language
from imbizo.base.forms.fields import TagInput
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing

TOO_LONG = _(
    "This is too long: you wrote %(show_value)d letters, and %(limit_value)d is the most. Put the rest in a note."
)


class NameField(forms.CharField):
    """A line in any script. It has no limit in the browser, which would cut a pasted text without a word."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = TOO_LONG  # type: ignore[attr-defined]  # every validator with that code has one

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
        return {**attrs, "dir": "auto", "autocomplete": "off"}


def language_field(**options: Any) -> forms.ChoiceField:
    """A language that an actor speaks."""
    return forms.ChoiceField(choices=[("", _("not known")), *Language.choices], required=False, **options)


def sharing_field(*, initial: str = "", first: tuple[str, Promise] | None = None) -> forms.ChoiceField:
    """With whom something new is shared; partners are named afterwards, on a page of their own."""
    choices = [(Sharing.ITSELF.value, Sharing.ITSELF.label), (Sharing.ALL.value, Sharing.ALL.label)]
    return forms.ChoiceField(
        label=_("Share with"), choices=[first, *choices] if first else choices, initial=initial or None
    )


class PickingForm(forms.Form):
    """A form on which an actor is named by writing. Where several have the name, it asks which of them."""

    member: Membership

    def offer(self, name: str, suggestions: Iterable[str]) -> None:
        """Suggest names while one writes in the field."""
        self.fields[name].widget = TagInput({"dir": "auto"}, suggestions=suggestions)

    def pick(self, name: str, *, form: str = "") -> Actor | None:
        """The one actor that is meant, or None with an error or a question at the field."""
        written = self.cleaned_data.get(name) or ""
        found = queries.called(self.member, written, form=form) if written else []
        chosen = [
            actor for actor in found if str(actor.pk) == self.data.get(self.add_prefix(f"{name}_which"))
        ]
        if len(chosen or found) == 1:
            return (chosen or found)[0]
        if found:
            self._ask_which(name, found)
        return None

    def _ask_which(self, name: str, found: list[Actor]) -> None:
        choices = [(str(actor.pk), _told_apart(actor)) for actor in found]
        self.fields[f"{name}_which"] = forms.ChoiceField(
            label=_("Which of them?"), choices=choices, widget=forms.RadioSelect, required=False
        )
        self.add_error(name, _("Several have this name. Choose below which of them you mean."))


def _told_apart(actor: Actor) -> str:
    parts = [actor.name, str(actor.get_kind_display()), str(actor.municipality or "")]
    return ", ".join(part for part in parts if part)
