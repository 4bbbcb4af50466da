"""Fields that forms of evidence share: a place, somebody of the register, authors, a language."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries as people
from imbizo.actors.models import Actor
from imbizo.actors.states import Language
from imbizo.base.forms.fields import TagInput
from imbizo.calc.references import authors_in
from imbizo.places.models import Place
from imbizo.programmes.models import Membership

if TYPE_CHECKING:
    PlaceChoice = forms.ModelChoiceField[Place]
else:  # Django's fields take no type parameter when they run.
    PlaceChoice = forms.ModelChoiceField


class PlaceField(PlaceChoice):
    """A place: the municipalities of the programme and the towns in them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("not about one place"))
        super().__init__(Place.objects.none(), **options)

    def offer(self, member: Membership) -> None:
        """Let the member choose among the programme's places."""
        self.queryset = people.places(member)

    def label_from_instance(self, place: Place) -> str:
        # Under its municipality: "Witzenberg: Ceres", so that typing finds either.
        return f"{place.parent.name}: {place.name}" if place.parent and place.kind == "town" else place.name


class ActorField(forms.CharField):
    """Somebody of the register, named by writing; gives the Actor, or None where nothing was written."""

    def __init__(self, *, form: str = "", **options: Any) -> None:
        super().__init__(**options)
        self._form = form
        self._member: Membership | None = None

    def offer(self, member: Membership) -> None:
        """Look among the actors that the member sees, and suggest their names while one writes."""
        self._member = member
        suggested = people.suggestions(member, form=self._form)
        self.widget = TagInput({"dir": "auto", "autocomplete": "off"}, suggestions=suggested)
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        """The name of an actor, or of the one with this id."""
        if isinstance(value, UUID):
            value = Actor.objects.filter(pk=value).first()
        return value.name if isinstance(value, Actor) else value

    def clean(self, value: Any) -> Any:
        """The actor that is meant. Raises ValidationError for a name that nobody or several have."""
        written = str(super().clean(value) or "").strip()
        if not written or self._member is None:
            return None
        found = people.called(self._member, written, form=self._form)
        if not found:
            raise ValidationError(_("This name isn't in the register. Mend it, or add it there first."))
        if len(found) > 1:
            raise ValidationError(_("Several have this name. Merge them in the register, or leave it empty."))
        return found[0]


class AuthorsField(forms.CharField):
    """Authors, one on each line: "Misago, Jean Pierre", or the name of an organisation. Gives a list."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea({"rows": 2, "dir": "auto"}))
        options.setdefault("help_text", _("One on each line, surname first: Misago, Jean Pierre."))
        super().__init__(required=False, max_length=4_000, **options)

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The authors as a list; a line without a comma is an organisation's name and stays whole."""
        typed = self.prepare_value(value)
        written = super().clean(typed)
        lines = [line for line in str(written).splitlines() if line.strip()]
        return [author for line in lines for author in _authors(line)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other names than the first ones were written."""
        return bool(self.prepare_value(initial or []) != self.prepare_value(data or []))


def _authors(line: str) -> tuple[str, ...]:
    return authors_in(line) if "," in line else (" ".join(line.split()),)


class LanguageField(forms.ChoiceField):
    """The language of a text, which may be not known."""

    def __init__(self, **options: Any) -> None:
        choices = [("", _("not known")), *Language.choices]
        super().__init__(choices=choices, required=False, **options)
