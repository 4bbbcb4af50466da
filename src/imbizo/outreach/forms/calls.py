"""Forms for call lists, and for what came of ringing somebody."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import DateField, MomentField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.outreach.forms.campaigns import ListsField
from imbizo.outreach.forms.campaigns_audience import ConditionsField
from imbizo.outreach.models import CallList, Campaign
from imbizo.outreach.queries.calls import Number, open_call_lists, people_to_ring
from imbizo.outreach.registry import Asked
from imbizo.outreach.states import CallState, Outcome, StopWhat, ToRing
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing


class _ListFields(forms.Form):
    name = forms.CharField(
        label=_("Name of the list"),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the list a name.")},
    )
    what_to_say = forms.CharField(
        label=_("What to say"),
        help_text=_("Stands on the page while you ring: who is calling, and what you ask."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 4}),
    )
    ring_until = DateField(
        label=_("Last day to ring"), help_text=_("Nobody is tried again after it."), required=False
    )


class _NewListFields(IdempotentForm, _ListFields):
    sharing = forms.ChoiceField(
        label=_("Who may see it and ring"),
        choices=[(Sharing.ITSELF.value, _("only us")), (Sharing.ALL.value, _("all partners"))],
        help_text=_("Others ring only the people whom you show them, on numbers that they see."),
    )

    def clean_ring_until(self) -> Any:
        """A list that ended yesterday reaches nobody."""
        day = self.cleaned_data["ring_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose one that is still to come."))
        return day


class NewCallListForm(_NewListFields):
    """People of the register, to be rung."""

    lists = ListsField(label=_("The people on these lists"))
    conditions = ConditionsField(label=_("And those in the register who match this filter"))
    field_order = ("id", "name", "lists", "conditions", "what_to_say", "ring_until", "sharing")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        lists, conditions = self.fields["lists"], self.fields["conditions"]
        assert isinstance(lists, ListsField)
        assert isinstance(conditions, ConditionsField)
        lists.offer(member)
        conditions.offer(member)

    def clean(self) -> dict[str, Any]:
        """Somebody must be meant."""
        given = super().clean() or self.cleaned_data
        if not given.get("lists") and not given.get("conditions"):
            self.add_error("lists", _("Choose a list, or a filter below."))
        return given


class CampaignCallListForm(_NewListFields):
    """People of a campaign, to be rung. Each choice says how many it means."""

    who = forms.ChoiceField(label=_("Whom to ring"), widget=forms.RadioSelect)
    field_order = ("id", "name", "who", "what_to_say", "ring_until", "sharing")

    def __init__(self, *args: Any, member: Membership, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        counts = {who: people_to_ring(member, campaign, who).count() for who in ToRing.values}
        field.choices = [(who.value, f"{who.label} ({counts[who]:n})") for who in ToRing]
        if field.initial is None:
            field.initial = next((who for who, count in counts.items() if count), ToRing.UNANSWERED)


class CallListForm(ThreeWayForm, _ListFields):
    """A call list, changed."""

    class Meta:
        model = CallList
        fields = ("name", "what_to_say", "ring_until")


class CallBackForm(IdempotentForm):
    """A call list for one person: one that is open, or a new one."""

    call_list = RecordField[CallList](label=_("Call list"), required=False, empty_label=_("a new list"))
    name = forms.CharField(
        label=_("Name of the new list"),
        help_text=_("Only where you make a new one."),
        max_length=160,
        required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, call_list=open_call_lists(member))
        newest = open_call_lists(member).first()
        self.fields["call_list"].initial = newest.pk if newest else None
        if newest is None:
            del self.fields["call_list"]
        self.fields["name"].initial = "" if newest else gettext("Asked to be rung")

    def clean(self) -> dict[str, Any]:
        """A new list needs a name."""
        given = super().clean() or self.cleaned_data
        given.setdefault("call_list", None)
        if given["call_list"] is None and not given.get("name") and "call_list" not in self.errors:
            self.add_error("name", _("Give the new list a name, or choose one above."))
        return given


class CallFilters(forms.Form):
    """What narrows the people of a call list."""

    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("all")), *CallState.choices]
    )


class OutcomeForm(IdempotentForm):
    """How an attempt to ring somebody ended. The button that was pressed is the outcome."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices, error_messages={"required": _("Press the button that says how it went.")}
    )
    said = forms.CharField(
        label=_("What they said, in their words"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"dir": "auto", "rows": 4}),
    )
    answer = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    contact = forms.ChoiceField(label=_("Which number did you ring?"), required=False)
    again_at = MomentField(required=False, label=_("Ring again at"))
    stop = forms.ChoiceField(
        label=_("What should end?"), choices=StopWhat.choices, required=False, initial=StopWhat.CALLS
    )

    def __init__(self, *args: Any, numbers: list[Number], asked: Asked | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._ask(asked)
        self._contacts = {str(each.contact.pk): each.contact for each in numbers}
        field = self.fields["contact"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, str(contact)) for pk, contact in self._contacts.items()]
        field.initial = next(iter(self._contacts), None)

    def _ask(self, asked: Asked | None) -> None:
        """Offer the answers of the app whose call it is; without one there is nothing to choose."""
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        if asked is None:
            del self.fields["answer"]
        else:
            field.label, field.choices = asked.question, list(asked.answers)

    def clean(self) -> dict[str, Any]:
        """The number as a contact point; a time where they asked to be rung again."""
        given = super().clean() or self.cleaned_data
        given["contact"] = self._contacts.get(given.get("contact") or next(iter(self._contacts), ""))
        given["stop"] = given.get("stop") or StopWhat.NOTHING
        if (
            given.get("outcome") == Outcome.LATER
            and not given.get("again_at")
            and "again_at" not in self.errors
        ):
            self.add_error("again_at", _("Say when to ring again."))
        return given
