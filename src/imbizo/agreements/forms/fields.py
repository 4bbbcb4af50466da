"""Fields that forms of agreements share."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries as people
from imbizo.actors.models import Actor
from imbizo.base.forms.fields import TagInput
from imbizo.programmes.models import Membership


class ActorField(forms.CharField):
    """Somebody of the register, named by writing; gives the Actor, or None where nothing was written."""

    def __init__(self, *, form: str, **options: Any) -> None:
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
            raise ValidationError(
                _("Several have this name. Merge them in the register, or write the short name.")
            )
        return found[0]


def offer(form: forms.Form, member: Membership, *names: str) -> None:
    """Let these fields of a form find actors that the member sees."""
    for name in names:
        field = form.fields[name]
        assert isinstance(field, ActorField)
        field.offer(member)
