"""The reference group, circulating a version, summaries in plain words."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.actors.states import Form
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.base.forms.fields import DateField, MomentField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.programmes.models import Membership

_NO_DAY = {"required": _("Say by which day and hour you want their answers.")}


class GroupForm(forms.Form):
    """The group's name and what its members agree to."""

    name = forms.CharField(
        label=_("Name"), max_length=160, error_messages={"required": _("Give the group a name.")}
    )
    terms = forms.CharField(
        label=_("Terms of reference"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 16, "dir": "auto"}),
        help_text=_("What is offered here is only a beginning: change it until it says what you mean."),
    )


class NominateForm(IdempotentForm):
    """Who sits in the group, by whose nomination, and for whom they speak."""

    actor = NamedField(
        label=_("Person"), max_length=300, error_messages={"required": _("Choose somebody of the register.")}
    )
    nominated_by = NamedField(label=_("Nominated by"), max_length=300, required=False)
    speaks_for = forms.CharField(
        label=_("Speaks for"),
        max_length=160,
        required=False,
        help_text=_("As other partners read it, who don't see names: “farm workers of Witzenberg”."),
    )
    agreed_on = DateField(label=_("Agreed to the terms on"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self,
            actor=names(member, form=Form.PERSON),
            nominated_by=names(member, form=Form.ORGANISATION),
        )


class MemberForm(NominateForm):
    """The same for somebody who sits in it: the person stays."""

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, member=member, **options)
        for name in ("id", "actor", "agreed_on"):
            del self.fields[name]


class UntilForm(forms.Form):
    deadline = MomentField(label=_("Answers by"), error_messages=_NO_DAY)


class CirculateForm(IdempotentForm):
    """By when they answer, and what we ask."""

    deadline = MomentField(label=_("Answers by"), error_messages=_NO_DAY)
    remind_days = forms.IntegerField(
        label=_("Remind so many days before"),
        initial=3,
        max_value=60,
        validators=[MinValueValidator(1)],
        help_text=_("Once, and only those who haven't answered."),
    )
    message = forms.CharField(
        label=_("What we ask"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text=_("Stands in the message and on their page. It isn't translated."),
    )


class SummaryForm(forms.Form):
    text = forms.CharField(
        label=_("In plain words"),
        error_messages={"required": _("Write the summary.")},
        max_length=8_000,
        widget=forms.Textarea({"rows": 14, "dir": "auto"}),
        help_text=_("What it says and what it would change, as one would tell a neighbour. A page at most."),
    )
