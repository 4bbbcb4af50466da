"""What is noted when people have gone: decisions, actions, the parts of the proceedings."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.base.forms.choosing import NamedField, RecordField, RecordsField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.forms.fields import member_field
from imbizo.convening.models import AgendaItem, Decision, Gathering, Input
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.states import ActionState
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import colleagues

_LONG = {"rows": 4, "dir": "auto"}


class DecisionForm(IdempotentForm):
    """A decision, where it was taken, and what it came from."""

    text = forms.CharField(label=_("What was decided?"), max_length=2_000, widget=forms.Textarea(_LONG))
    how = forms.CharField(
        label=_("How was it decided?"),
        max_length=200,
        required=False,
        help_text=_("Such as: all agreed; 14 for, 3 against; the committee decides on 3 May."),
    )
    item = RecordField[AgendaItem](label=_("Session"), required=False, empty_label=_("the whole gathering"))
    inputs = RecordsField[Input](
        words=lambda said: said.text[:110],
        label=_("What that was said does it come from?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever said it is told that it informed this decision."),
    )

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, item=queries.sessions(gathering), inputs=queries.to_tie(gathering))


class ActionForm(IdempotentForm):
    """What is to be done, by whom, by when."""

    text = forms.CharField(label=_("What is to be done?"), max_length=2_000, widget=forms.Textarea(_LONG))
    member = member_field(label=_("Which member does it?"), required=False)
    actor = NamedField(
        label=_("Or who in the register?"),
        required=False,
        max_length=300,
        help_text=_("A person or an organisation. They get a page on which they say how it stands."),
    )
    due_on = DateField(label=_("By when?"), required=False)
    decision = RecordField[Decision](
        label=_("Which decision does it carry out?"),
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, *args: Any, gathering: Gathering, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self,
            member=colleagues(member),
            actor=names(member),
            decision=queries.standing_decisions(gathering),
        )


class StandForm(forms.Form):
    """How an action stands."""

    state = forms.ChoiceField(
        label=_("How does it stand?"), choices=ActionState.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In your words"), max_length=2_000, required=False, widget=forms.Textarea(_LONG)
    )


class OwnStandForm(StandForm):
    """The same on the page of somebody without an account, who can't drop it."""

    state = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=[(ActionState.DONE, _("It is done")), (ActionState.OPEN, _("Not yet"))],
        widget=forms.RadioSelect,
    )


class AssembleForm(forms.Form):
    """In which language the proceedings are written."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class CertificatesForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Minutes online that count as taking part"),
        min_value=0,
        max_value=1_440,
        required=False,
        initial=60,
        help_text=_("For those who joined online. Left empty, everybody who joined gets one."),
    )


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        help_text=_("The twelve letters and digits that you were shown when you sent your words."),
    )


class CertificateCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )
