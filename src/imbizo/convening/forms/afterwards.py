"""What is noted when people have gone: decisions, actions, the parts of the proceedings."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.forms.fields import ActorField, MemberField
from imbizo.convening.models import AgendaItem, Decision, Gathering, Input
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.states import ActionState
from imbizo.programmes.models import Membership

if TYPE_CHECKING:
    AnySaidChoice = forms.ModelMultipleChoiceField[Input]
else:  # Django's fields take no type parameter when they run.
    AnySaidChoice = forms.ModelMultipleChoiceField

_LONG = {"rows": 4, "dir": "auto"}


class SaidChoice(AnySaidChoice):
    """What was said, in its words."""

    def label_from_instance(self, said: Input) -> str:
        return said.text[:110]


class DecisionForm(IdempotentForm):
    """A decision, where it was taken, and what it came from."""

    text = forms.CharField(label=_("What was decided?"), max_length=2_000, widget=forms.Textarea(_LONG))
    how = forms.CharField(
        label=_("How was it decided?"),
        max_length=200,
        required=False,
        help_text=_("Such as: all agreed; 14 for, 3 against; the committee decides on 3 May."),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Session"), required=False, empty_label=_("the whole gathering")
    )
    inputs = SaidChoice(
        Input.objects.none(),
        label=_("What that was said does it come from?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever said it is told that it informed this decision."),
    )

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        item, inputs = self.fields["item"], self.fields["inputs"]
        assert isinstance(item, forms.ModelChoiceField)
        assert isinstance(inputs, forms.ModelMultipleChoiceField)
        item.queryset = queries.sessions(gathering)
        inputs.queryset = queries.to_tie(gathering)


class ActionForm(IdempotentForm):
    """What is to be done, by whom, by when."""

    text = forms.CharField(label=_("What is to be done?"), max_length=2_000, widget=forms.Textarea(_LONG))
    member = MemberField(label=_("Which member does it?"), required=False)
    actor = ActorField(
        label=_("Or who in the register?"),
        required=False,
        max_length=300,
        help_text=_("A person or an organisation. They get a page on which they say how it stands."),
    )
    due_on = DateField(label=_("By when?"), required=False)
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Which decision does it carry out?"),
        required=False,
        empty_label=_("none"),
    )

    def __init__(self, *args: Any, gathering: Gathering, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        owner, actor, decision = self.fields["member"], self.fields["actor"], self.fields["decision"]
        assert isinstance(owner, MemberField)
        assert isinstance(actor, ActorField)
        assert isinstance(decision, forms.ModelChoiceField)
        owner.offer(member)
        actor.offer(member)
        decision.queryset = queries.standing_decisions(gathering)


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
