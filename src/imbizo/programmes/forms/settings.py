"""The programme's own matters."""

import re
import zoneinfo
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import SUPPORTED_REGIONS

from imbizo.base.forms.fields import DateField, PhoneInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.programmes.forms.fields import LanguagesField, process_choices
from imbizo.programmes.models import Operator, Partner, Programme, RetentionRule
from imbizo.programmes.operations import area_choices
from imbizo.programmes.states import AfterEnd, RetentionThen

CURRENCY = re.compile("[A-Z]{3}")


def _refuse_end_before_start(form: forms.BaseForm, cleaned: dict[str, Any]) -> None:
    starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts and ends and ends < starts:
        form.add_error("ends_on", _("The end can't come before the beginning."))


class AreasField(forms.MultipleChoiceField):
    """Districts and municipalities, grouped by what they lie in; gives their ids."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Where it works"))
        options.setdefault("required", False)
        super().__init__(choices=_grouped_areas, **options)

    def clean(self, value: Any) -> list[UUID]:
        return [UUID(chosen) for chosen in super().clean(value)]


def _grouped_areas() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice in area_choices():
        groups.setdefault(choice.within, []).append((str(choice.id), choice.name))
    return list(groups.items())


class NewProgrammeForm(forms.Form):
    """Begin a programme."""

    template = forms.ChoiceField(
        label=_("Which process is it?"), choices=process_choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name of the programme"), max_length=200)
    partner = forms.CharField(
        label=_("Who convenes it?"),
        max_length=200,
        help_text=_("The organisation you do this for. Other partners are added later."),
    )
    starts_on = DateField(label=_("Begins"))
    ends_on = DateField(label=_("Ends"), required=False)
    languages = LanguagesField(initial=["en", "af", "xh"])
    responsible_party = forms.CharField(
        label=_("Responsible party"),
        max_length=200,
        required=False,
        help_text=_("Who answers in law for the personal data. Left empty, it is the convenor."),
    )
    areas = AreasField(help_text=_("Districts and municipalities; you can change this at any time."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _refuse_end_before_start(self, cleaned)
        cleaned["responsible_party"] = cleaned.get("responsible_party") or cleaned.get("partner", "")
        return cleaned


class ProgrammeForm(ThreeWayForm):
    """What the programme is, when, in which languages, and whom to call."""

    languages = LanguagesField()
    starts_on = DateField(label=_("Begins"))
    ends_on = DateField(label=_("Ends"), required=False)

    class Meta:
        model = Programme
        fields = (
            "name",
            "summary",
            "starts_on",
            "ends_on",
            "languages",
            "contact_number",
            "region",
            "currency",
            "time_zone",
        )
        widgets = {"summary": forms.Textarea(attrs={"rows": 4}), "contact_number": PhoneInput}
        help_texts = {
            "contact_number": _("Shown on every page and letter, for those who ask whether this is true."),
            "region": _(
                "Two letters: ZA for South Africa. Numbers written without a country are read as from here."
            ),
            "currency": _("Three letters: ZAR, USD."),
        }

    def clean_region(self) -> str:
        region = str(self.cleaned_data["region"]).upper()
        if region not in SUPPORTED_REGIONS:
            raise ValidationError(_("There is no such country. South Africa is ZA, Lesotho LS, Zimbabwe ZW."))
        return region

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).upper()
        if not CURRENCY.fullmatch(currency):
            raise ValidationError(_("Write three letters: ZAR for rand, USD for US dollars."))
        return currency

    def clean_time_zone(self) -> str:
        name = str(self.cleaned_data["time_zone"])
        if name not in zoneinfo.available_timezones():
            raise ValidationError(_("There is no such time zone. Write it as Africa/Johannesburg."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _refuse_end_before_start(self, cleaned)
        return cleaned


class AreasForm(forms.Form):
    """Where the programme works."""

    areas = AreasField(label=_("Districts and municipalities"))


class PartnerForm(ThreeWayForm):
    """A partner's names."""

    class Meta:
        model = Partner
        fields = ("name", "short_name")
        help_texts = {"short_name": _("For lists and labels, where the whole name is too long.")}


class NewPartnerForm(IdempotentForm):
    """A member organisation to add."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=40,
        required=False,
        help_text=_("For lists and labels, where the whole name is too long."),
    )


class ResponsibilityForm(ThreeWayForm):
    """Who answers for the data."""

    class Meta:
        model = Programme
        fields = ("responsible_party", "information_officer")
        help_texts = {
            "responsible_party": _(
                "The organisation that decides why and how personal data is used (POPIA, section 1)."
            ),
            "information_officer": _("The person registered with the Information Regulator."),
        }


class OperatorForm(ThreeWayForm):
    """Someone who handles personal data for the responsible party."""

    agreement_on = DateField(
        label=_("Written agreement of"), required=False, help_text=_("POPIA, section 21, asks for one.")
    )

    class Meta:
        model = Operator
        fields = ("name", "service", "country", "agreement_on")


class NewOperatorForm(IdempotentForm):
    """An operator to name."""

    name = forms.CharField(label=_("Name"), max_length=200)
    service = forms.CharField(
        label=_("What they do"), max_length=200, help_text=_("Sends our SMS; keeps the server running.")
    )
    country = forms.CharField(
        label=_("Country of the data"), max_length=100, help_text=_("Where they keep it: section 72 asks.")
    )
    agreement_on = DateField(
        label=_("Written agreement of"), required=False, help_text=_("POPIA, section 21, asks for one.")
    )


class RetentionForm(ThreeWayForm):
    """How long one class of records is kept."""

    class Meta:
        model = RetentionRule
        fields = ("counted_from", "months", "then")
        help_texts = {"months": _("Leave it empty for what is kept without end.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_kept = cleaned.get("then") == RetentionThen.KEEP
        if is_kept and cleaned.get("months"):
            self.add_error("months", _("What is kept has no end. Leave the months empty."))
        if not is_kept and "then" in cleaned and not cleaned.get("months") and "months" not in self.errors:
            self.add_error("months", _("After how many months?"))
        return cleaned


class EndForm(ThreeWayForm):
    """What becomes of the data when the programme ends."""

    after_end = forms.ChoiceField(
        label=_("At the end, the data is"), choices=AfterEnd.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Programme
        fields = ("after_end",)
