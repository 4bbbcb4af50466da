"""Components, and the themes that call for them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import OfferingForm
from imbizo.drafting.forms.documents import area, line
from imbizo.drafting.models import Component, Document
from imbizo.drafting.queries import documents, own
from imbizo.drafting.queries.themes import calling_for, themes
from imbizo.drafting.rules.writing import CLOSED
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing


class ThemesField(forms.TypedMultipleChoiceField):
    """Themes that the member sees, as boxes to tick; gives the records."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=UUID, **options)
        self.known: dict[UUID, Any] = {}

    def offer(self, offered: Iterable[Any]) -> None:
        """Let the member choose among these."""
        self.known = {theme.pk: theme for theme in offered}
        self.choices = [(str(pk), str(theme)) for pk, theme in self.known.items()]

    def clean(self, value: Any) -> Any:
        """The themes chosen, in the order in which they are offered."""
        chosen = set(super().clean(value))
        return [theme for pk, theme in self.known.items() if pk in chosen]


class ComponentFields(forms.Form):
    """What is known of a component."""

    title = forms.CharField(
        label=_("Component"),
        max_length=160,
        widget=line(),
        help_text=_("What the strategy must hold, in a few words."),
        error_messages={"required": _("Give it a title.")},
    )
    statement = forms.CharField(
        label=_("What it is to bring about"), max_length=4_000, required=False, widget=area(4)
    )
    document = RecordField[Document](label=_("Document"), required=False, empty_label=_("not decided"))
    themes = ThemesField(label=_("Themes that call for it"), required=False)

    def offer(self, member: Membership) -> None:
        """Offer the documents that the member writes in, and the themes that it sees."""
        offer(self, document=own(documents(member), member).exclude(state__in=CLOSED))
        chosen = self.fields["themes"]
        assert isinstance(chosen, ThemesField)
        chosen.offer(themes(member))
        if not chosen.known:
            chosen.help_text = _("There are no themes yet. You can choose them later.")


class NewComponentForm(IdempotentForm, ComponentFields):
    """A component to add."""

    sharing = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[(Sharing.ITSELF.value, _("only us, for now")), (Sharing.ALL.value, _("all partners"))],
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(member)


class ComponentForm(OfferingForm, ComponentFields):
    """A component, changed."""

    class Meta:
        model = Component
        fields = ("title", "statement", "document")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, member=member, **options)
        self.fields["themes"].initial = [str(theme.pk) for theme in calling_for(self.instance, member)]

    @property
    def known(self) -> list[Any]:
        """The themes that the page offered."""
        field = self.fields["themes"]
        assert isinstance(field, ThemesField)
        return list(field.known.values())
