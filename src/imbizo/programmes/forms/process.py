"""Phases and steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.programmes import queries
from imbizo.programmes.models import Membership, Phase, Step
from imbizo.programmes.rules import ROLES
from imbizo.programmes.states import Permission, StepState


def _role_titles() -> list[tuple[str, str]]:
    return [("", str(_("nobody in particular"))), *((key, str(role.title)) for key, role in ROLES.items())]


class PhaseForm(ThreeWayForm):
    """What a phase is called."""

    class Meta:
        model = Phase
        fields = ("title", "short")
        help_texts = {"short": _("Two or three words for the top of the journey.")}


class StepStateForm(ThreeWayForm):
    """How a step stands, who does it, and by when."""

    due_on = DateField(label=_("Due"), required=False)

    class Meta:
        model = Step
        fields = ("state", "note", "assignee", "due_on")
        widgets = {"state": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "note": _("In a sentence: what is done, what is missing. It shows on the journey."),
        }

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"] = _who_does_it(member)
        if not member.may(Permission.PROGRAMME_MANAGE) and self.instance.state != StepState.SKIPPED:
            state = self.fields["state"]
            assert isinstance(state, forms.ChoiceField)
            state.choices = [pair for pair in StepState.choices if pair[0] != StepState.SKIPPED]


class StepForm(ThreeWayForm):
    """What a step is: for those who shape the process."""

    owner_role = forms.ChoiceField(label=_("Role that does it"), choices=_role_titles, required=False)

    class Meta:
        model = Step
        fields = ("title", "what", "owner_role")
        widgets = {"what": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"what": _("What is done, and how one sees that it is done.")}


class NewStepForm(IdempotentForm):
    """A step of the programme's own."""

    title = forms.CharField(label=_("Title"), max_length=200)
    what = forms.CharField(
        label=_("What is done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is done, and how one sees that it is done."),
    )
    owner_role = forms.ChoiceField(label=_("Role that does it"), choices=_role_titles, required=False)
    due_on = DateField(label=_("Due"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assignee"] = _who_does_it(member)


def _who_does_it(member: Membership) -> "forms.ModelChoiceField[Membership]":
    return forms.ModelChoiceField(
        queryset=queries.members(member),
        label=_("Who does it"),
        required=False,
        empty_label=_("whoever has the role"),
        error_messages={"invalid_choice": _("Choose someone who is a member of this programme now.")},
    )
