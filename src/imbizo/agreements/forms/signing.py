"""Forms of signing: signatories, signatures on paper, the page of a signatory, a copy to check."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.actors.states import Form
from imbizo.agreements.states import SignWay
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.programmes.models import Membership

_SCANS = {"accept": "application/pdf,image/jpeg,image/png"}
_PDF = {"accept": "application/pdf"}


class SignatoryFields(forms.Form):
    """Who signs, as what, by what authority, in which turn, how."""

    name = forms.CharField(label=_("Name"), max_length=160, help_text=_("As it stands under the agreement."))
    office = forms.CharField(
        label=_("Capacity"), max_length=160, help_text=_("For example: Municipal Manager.")
    )
    authority = forms.CharField(
        label=_("Authority to sign"),
        required=False,
        max_length=300,
        help_text=_("The resolution or delegation, for example: council resolution 12.3 of 30 August 2026."),
    )
    turn = forms.IntegerField(
        label=_("Turn"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=_("Those with 1 sign first. Those with the same number sign in any order."),
    )
    way = forms.ChoiceField(label=_("How they sign"), choices=SignWay.choices, initial=SignWay.PAPER)
    actor = NamedField(
        label=_("Person in the register"),
        required=False,
        max_length=300,
        help_text=_("Needed to sign here: the link and the code go to their address in the register."),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, actor=names(member, form=Form.PERSON))


class NewSignatoryForm(SignatoryFields, IdempotentForm):
    """One more, sent twice as one."""


class PaperForm(IdempotentForm):
    """A signature on paper."""

    signed_on = DateField(label=_("Signed on"))
    place = forms.CharField(label=_("Signed at"), max_length=160, help_text=_("The town."))
    witnesses = forms.CharField(
        label=_("Witnesses"),
        max_length=500,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text=_("One name a line."),
    )
    is_initialled = forms.BooleanField(label=_("Each page is initialled"), required=False)
    text_hash = forms.CharField(
        label=_("Hash on the paper"),
        max_length=80,
        help_text=_(
            "It is printed at the foot of each page; 12 letters are enough. It shows which text was signed."
        ),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    scan = forms.FileField(
        label=_("Scan of the counterpart"),
        required=False,
        widget=forms.ClearableFileInput(_SCANS),
        help_text=_("PDF, JPEG or PNG, at most 30 MB."),
    )

    def clean_witnesses(self) -> list[str]:
        """The names, one a line or with commas between them."""
        return [each.strip() for each in re.split(r"[\n,;]", self.cleaned_data["witnesses"]) if each.strip()]


class DeclineForm(forms.Form):
    because = forms.CharField(
        label=_("Why not?"), max_length=500, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )


class SignForm(forms.Form):
    """What a signatory declares, and the code that was sent to them. `onto` is the file that the page showed."""

    onto = forms.CharField(widget=forms.HiddenInput, max_length=64)
    declares = forms.BooleanField(label=_("I have read the agreement, and I sign it in this capacity."))
    place = forms.CharField(label=_("Where do you sign?"), max_length=160, help_text=_("The town."))
    code = forms.CharField(
        label=_("Code that was sent to you"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class BringBackForm(forms.Form):
    """The file that they signed elsewhere."""

    file = forms.FileField(label=_("The file that you signed"), widget=forms.ClearableFileInput(_PDF))


class CopyForm(forms.Form):
    """A copy to check; it isn't kept."""

    file = forms.FileField(label=_("Copy to check"), widget=forms.ClearableFileInput(_PDF))
