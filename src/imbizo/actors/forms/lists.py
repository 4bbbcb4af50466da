"""Forms for lists of actors."""

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.forms.pieces import NameField, sharing_field
from imbizo.actors.models import ActorList
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm


class _ListFields(forms.Form):
    name = NameField(label=_("Name"), max_length=120, error_messages={"required": _("Give the list a name.")})
    description = NameField(label=_("What it is for"), max_length=300, required=False)


class NewListForm(IdempotentForm, _ListFields):
    sharing = sharing_field()
    field_order = ["id", "name", "description", "sharing"]


class ListForm(ThreeWayForm, _ListFields):
    class Meta:
        model = ActorList
        fields = ("name", "description")
