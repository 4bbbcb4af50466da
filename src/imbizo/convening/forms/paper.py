"""Quick typing of what came back on paper: one row a person, by the code of the card."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.convening.rules.came import Came
from imbizo.convening.states import Consent, Named

_SAYS = (("", "-"), (Consent.GIVEN, _("yes")), (Consent.REFUSED, _("no")))
_ALWAYS = {"id"}


def _says(label: Any) -> forms.ChoiceField:
    widget = forms.Select(choices=_SAYS, attrs={"aria-label": str(label)})
    return forms.ChoiceField(label=label, choices=_SAYS, required=False, widget=widget)


class PaperRow(forms.Form):
    """A line of the register on paper. What is empty changes nothing for somebody who is registered already."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    code = forms.CharField(label=_("Card"), required=False, max_length=20)
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    signed = forms.BooleanField(label=_("Signed"), required=False)
    transport_paid = forms.DecimalField(
        label=_("Paid"), required=False, min_value=Decimal(0), max_digits=8, decimal_places=2
    )
    consent = _says(_("Keep words"))
    name_consent = _says(_("Name beside"))
    photo_consent = _says(_("Photos"))
    wants_word = forms.BooleanField(label=_("Wants word"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.update({"aria-label": str(field.label), "autocomplete": "off"})

    @property
    def says_something(self) -> bool:
        return any(
            value not in ("", None, False) for name, value in self.cleaned_data.items() if name not in _ALWAYS
        )

    def came(self) -> Came:
        """What the line says of them."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in _ALWAYS}
        for name in ("consent", "name_consent", "photo_consent"):
            given[name] = Consent(given[name] or Consent.UNASKED)
        named = Named.NAME if given["name"].strip() else Named.NAMELESS
        return replace(Came(**given), named=named)


PaperRows = forms.formset_factory(PaperRow, extra=0, max_num=100, absolute_max=100)
