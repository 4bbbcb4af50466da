"""Forms of the day: the desk at the door, opening a device, settling what couldn't be taken."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.fields import SearchInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.models import Attendance, Gathering, Invitation
from imbizo.convening.rules.came import Came
from imbizo.convening.states import Consent, Named, Way

_CARD = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
ASKED = ((Consent.GIVEN, _("yes")), (Consent.REFUSED, _("no")), (Consent.UNASKED, _("not asked")))


def consent_field(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Yes, no, or not asked: one press."""
    widget = forms.RadioSelect
    return forms.ChoiceField(
        label=label,
        choices=ASKED,
        widget=widget,
        initial=Consent.UNASKED,
        required=False,
        help_text=help_text,
    )


class FindForm(forms.Form):
    """What the desk looks for: a card's code, or a part of a name."""

    q = forms.CharField(
        label=_("Card or name"),
        required=False,
        max_length=80,
        widget=SearchInput({"autocomplete": "off", "autofocus": True, "enterkeyhint": "search"}),
    )


class DeskForm(IdempotentForm):
    """Somebody at the door. It asks neither sex nor age nor papers."""

    named = forms.ChoiceField(
        label=_("They come"), choices=Named.choices, widget=forms.RadioSelect, initial=Named.NAME
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    code = forms.CharField(
        label=_("Code on the card"), required=False, max_length=20, widget=forms.TextInput(_CARD)
    )
    signed = forms.BooleanField(label=_("Has signed on paper"), required=False)
    transport_paid = forms.DecimalField(
        label=_("Paid for transport"), required=False, min_value=Decimal(0), max_digits=8, decimal_places=2
    )
    consent = consent_field(_("May we keep what they say?"))
    name_consent = consent_field(_("May their name stand beside it?"))
    photo_consent = consent_field(_("May photos show them?"))
    is_minor = forms.BooleanField(label=_("Is under 18"), required=False)
    guardian = forms.CharField(label=_("Guardian's name"), required=False, max_length=200)
    guardian_consent = consent_field(_("Does the guardian agree?"))
    wants_word = forms.BooleanField(label=_("Wants to hear what becomes of it"), required=False)

    def __init__(
        self,
        *args: Any,
        gathering: Gathering,
        invitation: Invitation | None = None,
        attendance: Attendance | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.invitation, self.attendance = invitation, attendance
        self._suggest(gathering.transport_amount)
        if invitation is not None:
            for name in ("named", "name", "organisation"):
                del self.fields[name]
        if attendance is not None:
            self._fill(attendance)

    def came(self, given: dict[str, Any]) -> Came:
        """What the form says of them."""
        fields = {name: value for name, value in given.items() if name != "id"}
        for name in ("consent", "name_consent", "photo_consent", "guardian_consent"):
            fields[name] = Consent(fields[name] or Consent.UNASKED)
        came = Came(**{**fields, "named": Named(fields.get("named") or Named.NAME)})
        if self.attendance is not None:
            return replace(came, attendance=self.attendance.pk, way=Way(self.attendance.way))
        return replace(came, invitation=self.invitation.pk) if self.invitation else came

    def _suggest(self, amount: Decimal | None) -> None:
        if amount is not None:
            field = self.fields["transport_paid"]
            field.help_text = _("Leave it empty if nothing was paid; %(amount)s is agreed.") % {
                "amount": amount
            }
            field.widget.attrs["placeholder"] = str(amount)

    def _fill(self, attendance: Attendance) -> None:
        for name in self.fields:
            if name != "id":
                self.initial.setdefault(name, getattr(attendance, name))


class DeviceForm(forms.Form):
    """Which device is opened. The PIN never leaves the device, and so has no field here."""

    label = forms.CharField(
        label=_("Which device is this?"),
        max_length=80,
        help_text=_("So that others know it: “Amina's phone, front door”."),
    )


class SettleForm(forms.Form):
    """Take it, take it with a new card, or leave it."""

    TAKE, NEW_CARD, LEAVE = "take", "new_card", "leave"
    how = forms.ChoiceField(choices=[(TAKE, _("take")), (NEW_CARD, _("new card")), (LEAVE, _("leave"))])


class SheetTotalForm(forms.Form):
    """What the payment sheet on paper adds up to."""

    total = forms.DecimalField(
        label=_("Total of the sheet on paper"), min_value=Decimal(0), max_digits=10, decimal_places=2
    )


class ExportFileForm(forms.Form):
    """The file that Zoom or Teams gives."""

    file = forms.FileField(
        label=_("Attendance export of Zoom or Teams"),
        help_text=_("The CSV file as it was downloaded, at most 2 MB."),
    )


class VoucherForm(forms.Form):
    """The data voucher that somebody got."""

    voucher = forms.CharField(label=_("Data voucher"), max_length=120, required=False)
