"""Who reads an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.queries import partners
from imbizo.programmes.states import Sharing


class SharingForm(forms.Form):
    """Which partners read an agreement."""

    sharing = forms.ChoiceField(label=_("Who reads it"), choices=Sharing.choices, widget=forms.RadioSelect)
    shared_with = forms.ModelMultipleChoiceField(
        queryset=Partner.objects.none(),
        label=_("Partners"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["shared_with"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = partners(member).exclude(pk=member.partner_id)
