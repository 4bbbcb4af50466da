"""Forms by which bases, objections and the wish not to be written to are recorded."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import Basis, Purpose
from imbizo.base.forms.fields import DateField

EVERYTHING = "all"
_MARKETING_NEEDS_CONSENT = _(
    "Direct marketing needs the person's consent: no other basis allows it. That they could opt out isn't consent."
)


class BasisForm(forms.Form):
    """On what lawful basis, for which purpose, since when and how it was given."""

    purpose = forms.ChoiceField(
        label=_("For what do we write to them?"),
        choices=[(value, capfirst(label)) for value, label in Purpose.choices],
        help_text=_("Direct marketing, such as an appeal for donations, needs the person's own consent."),
    )
    basis = forms.ChoiceField(
        label=_("On what lawful basis?"), choices=[(value, capfirst(label)) for value, label in Basis.choices]
    )
    how = forms.CharField(
        label=_("How it was given, or why it holds"),
        max_length=300,
        help_text=_(
            "So that somebody else can check it: “signed the attendance list in Ceres”, “by phone to Bo”."
        ),
    )
    given_on = DateField(label=_("Since"), initial=timezone.localdate)

    def clean_given_on(self) -> Any:
        """Refuse a day that is still to come."""
        given_on = self.cleaned_data["given_on"]
        if given_on > timezone.localdate():
            raise ValidationError(_("This day is still to come. Write the day on which it was given."))
        return given_on

    def clean(self) -> dict[str, Any]:
        """Direct marketing stands on consent alone; the form says so before the database does."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("purpose") == Purpose.DIRECT_MARKETING and given.get("basis") not in {
            None,
            Basis.CONSENT,
        }:
            self.add_error("basis", _MARKETING_NEEDS_CONSENT)
        return given


class WithdrawForm(forms.Form):
    """How a basis ended."""

    how = forms.CharField(label=_("How they said so, or why it ended"), max_length=300)


class ObjectForm(forms.Form):
    """To what the person objects, in what words."""

    purpose = forms.ChoiceField(
        label=_("To what do they object?"),
        choices=[
            (Purpose.DIRECT_MARKETING.value, _("To direct marketing only")),
            (
                EVERYTHING,
                _("To any use of their data: nothing is sent to any of their numbers and addresses"),
            ),
        ],
        widget=forms.RadioSelect,
        initial=Purpose.DIRECT_MARKETING.value,
    )
    how = forms.CharField(label=_("How and when they said so"), max_length=300)

    def clean_purpose(self) -> str:
        """The purpose, empty for any use of their data."""
        purpose = str(self.cleaned_data["purpose"])
        return "" if purpose == EVERYTHING else purpose


class HowForm(forms.Form):
    """How somebody said that messages may or may not come."""

    how = forms.CharField(label=_("How they said so"), max_length=200)


class InPersonForm(forms.Form):
    """Why somebody is only spoken to in person."""

    reason = forms.CharField(
        label=_("Why in person?"),
        max_length=200,
        help_text=_("Everybody who plans a message sees this. Don't write what could harm the person."),
    )
