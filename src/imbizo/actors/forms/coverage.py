"""Forms of the coverage view: who is expected, who looks for them, and how the search ended."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.states import Kind, Sphere
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.programmes.models import Membership


class ExpectationForm(IdempotentForm):
    """Who should be in the register. Editing takes the same fields; the id then names no new record."""

    who = forms.CharField(label=_("Whom do you look for?"), max_length=200)
    sphere = forms.ChoiceField(
        label=_("Sphere of government"), choices=[(value, capfirst(label)) for value, label in Sphere.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(value, capfirst(label)) for value, label in Kind.choices if value != Kind.UNKNOWN],
    )
    per_municipality = forms.BooleanField(label=_("In each municipality"), required=False, initial=True)
    why = forms.CharField(label=_("What is lost without them?"), max_length=300, required=False)


class AssignForm(IdempotentForm):
    """Who looks for whom, and by when."""

    who = forms.CharField(label=_("Whom to find"), max_length=200, required=False)
    assignee = RecordField[Membership](label=_("Who looks"), empty_label=_("Choose a member"))
    due_on = DateField(label=_("By"), required=False)
    note = forms.CharField(
        label=_("What may help"),
        max_length=300,
        required=False,
        help_text=_("Where to ask, whom to call first. Members of the programme can read it."),
    )

    def __init__(self, *args: Any, members: QuerySet[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, assignee=members)


class FoundForm(forms.Form):
    """Who was found, of those in this cell of the register."""

    actor = RecordField[Actor](
        label=_("Who is it?"),
        empty_label=_("Choose from the register"),
        help_text=_(
            "Add them to the register first, with this kind, sphere and place; then they stand here."
        ),
    )

    def __init__(self, *args: Any, actors: QuerySet[Actor], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, actor=actors)


class NotThereForm(forms.Form):
    """Why there is nobody to be found."""

    reason = forms.CharField(label=_("Why is there nobody?"), max_length=300)
