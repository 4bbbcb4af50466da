"""Forms for who is what in which organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries
from imbizo.actors.forms.pieces import NameField, PickingForm
from imbizo.actors.models import Actor, Affiliation
from imbizo.actors.states import Form
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.programmes.models import Membership


class AffiliationFields(forms.Form):
    position = NameField(label=_("Position or office"), max_length=200, required=False)
    is_office = forms.BooleanField(label=_("An office that ends with an election"), required=False)
    starts_on = DateField(label=_("From"), required=False)
    ends_on = DateField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end comes before the beginning. Mend one of the two days."))
        return given


class NewAffiliationForm(IdempotentForm, PickingForm, AffiliationFields):
    """From a person's page it asks for the organisation, from an organisation's for the person."""

    other = NameField(label="", max_length=300)
    add_it = forms.BooleanField(label=_("Add them to the register if they aren't there yet"), required=False)
    field_order = ["id", "other", "add_it"]

    def __init__(self, *args: Any, member: Membership, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.member = member
        self.other_form = Form.ORGANISATION if actor.is_person else Form.PERSON
        is_organisation = self.other_form == Form.ORGANISATION
        self.fields["other"].label = _("Organisation") if is_organisation else _("Person")
        self.fields["other"].error_messages["required"] = _("Write the name.")
        self.offer("other", queries.suggestions(member, form=self.other_form))
        self.picked: Actor | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("other"):
            self.picked = self.pick("other", form=self.other_form)
            if self.picked is None and not given.get("add_it") and not self.has_error("other"):
                self.add_error(
                    "other", _("This name isn't in the register. Mend it, or tick the box below to add it.")
                )
        return given

    @property
    def details(self) -> dict[str, Any]:
        """The fields of the affiliation itself."""
        return {name: self.cleaned_data[name] for name in ("position", "is_office", "starts_on", "ends_on")}


class AffiliationForm(ThreeWayForm, AffiliationFields):
    class Meta:
        model = Affiliation
        fields = ("position", "is_office", "starts_on", "ends_on")
