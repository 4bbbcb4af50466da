"""The form on which a partner chooses who sees a record of its own."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordsField, offer


def partners_field() -> RecordsField[Any]:
    """The partners by name, for a record that isn't shared with all."""
    return RecordsField(label=_("Partners"), required=False, widget=forms.CheckboxSelectMultiple)


class SharingForm(forms.Form):
    """Who sees `record`: `partners` are those who can be named."""

    sharing = forms.ChoiceField(label=_("Who sees it"), widget=forms.RadioSelect)
    shared_with = partners_field()

    def __init__(self, data: Any, *, record: Any, partners: QuerySet[Any]) -> None:
        chosen = {"sharing": record.sharing, "shared_with": list(record.shared_with.all())}
        super().__init__(data, initial=chosen)
        sharing = self.fields["sharing"]
        assert isinstance(sharing, forms.ChoiceField)
        self._ways = record._meta.get_field("sharing").choices
        sharing.choices = self._ways
        offer(self, shared_with=partners)

    @property
    def chosen(self) -> str:
        """In words, of a valid form."""
        return next(str(label) for value, label in self._ways if value == self.cleaned_data["sharing"])
