"""Forms for money and rules: budget lines, numbers for help, hours, words, thresholds, neutral texts."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries as people
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import DateField, PhoneInput, TagField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.calc.keywords import Keyword
from imbizo.messaging.models import SendingRules
from imbizo.outreach.forms.campaigns import language_name
from imbizo.outreach.models import BudgetLine, HelpNumber, OutreachRules
from imbizo.places.models import Place
from imbizo.programmes.models import Membership


def _line(label: Any, limit: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput({"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=limit, widget=widget, **options)


class _BudgetFields(forms.Form):
    code = _line(_("Code"), 40, help_text=_("As your bookkeeper writes it."))
    name = _line(_("What it is for"), 160)
    amount = forms.DecimalField(label=_("Amount"), max_digits=12, decimal_places=2, min_value=Decimal(0))
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        initial="ZAR",
        error_messages={"invalid": _("Write the three capital letters of the currency: ZAR, EUR, USD.")},
    )
    warn_at = forms.IntegerField(
        label=_("Warn at (percent)"),
        help_text=_("From this share on, everybody who spends from the line is warned."),
        min_value=1,
        max_value=100,
        initial=80,
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))


class NewBudgetLineForm(IdempotentForm, _BudgetFields):
    """A budget line to add."""

    field_order = ("id", "code", "name", "amount", "currency", "warn_at", "starts_on", "ends_on")


class BudgetLineForm(ThreeWayForm, _BudgetFields):
    """A budget line, changed."""

    class Meta:
        model = BudgetLine
        fields = ("code", "name", "amount", "currency", "warn_at", "starts_on", "ends_on")


class _HelpFields(forms.Form):
    name = _line(_("Who answers there"), 60, help_text=_("In two or three words: it goes into an SMS."))
    number = forms.CharField(label=_("Number"), max_length=40, widget=PhoneInput)
    place = RecordField(
        words=Place.in_full, label=_("For people in"), required=False, empty_label=_("everywhere")
    )
    position = forms.IntegerField(
        label=_("Order"), help_text=_("The lowest comes first."), min_value=0, max_value=999, initial=0
    )

    def offer(self, member: Membership) -> None:
        """Let the member choose among the places of the programme."""
        offer(self, place=people.places(member))


class NewHelpNumberForm(IdempotentForm, _HelpFields):
    """A number for help to add."""

    field_order = ("id", "name", "number", "place", "position")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(member)


class HelpNumberForm(ThreeWayForm, _HelpFields):
    """A number for help, changed."""

    class Meta:
        model = HelpNumber
        fields = ("name", "number", "place", "position")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(member)


class HoursInput(forms.TimeInput):
    """The browser's own field for an hour."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def _hour(label: Any) -> forms.TimeField:
    invalid = {"invalid": _("Write the hour like this: 07:00.")}
    return forms.TimeField(label=label, widget=HoursInput(), error_messages=invalid)


class HoursForm(forms.Form):
    """When messages leave, and the programme's own words. `changes` are for `set_sending_rules`."""

    hours_from = _hour(_("Messages leave from"))
    hours_until = _hour(_("Until"))
    stop = TagField(label=_("Further words for STOP"), required=False)
    start = TagField(label=_("Further words for START"), required=False)
    help = TagField(label=_("Further words for HELP"), required=False)

    def __init__(self, data: Any = None, *, rules: SendingRules) -> None:
        words = {str(each): rules.words.get(each, []) for each in Keyword}
        initial = {"hours_from": rules.hours_from, "hours_until": rules.hours_until, **words}
        super().__init__(data, initial=initial, prefix="hours")

    @property
    def changes(self) -> dict[str, Any]:
        """The hours, and the words by keyword."""
        given = self.cleaned_data
        words = {str(each): given[each] for each in Keyword if given.get(each)}
        return {"hours_from": given["hours_from"], "hours_until": given["hours_until"], "words": words}


class ThresholdsForm(forms.Form):
    """From when on a second pair of eyes is needed. `changes` are for `set_outreach_rules`."""

    approve_above_people = forms.IntegerField(label=_("More people than"), min_value=0, max_value=10_000_000)
    approve_above_cost = forms.DecimalField(
        label=_("A higher cost than"), min_value=Decimal(0), max_digits=12, decimal_places=2
    )

    def __init__(self, data: Any = None, *, rules: OutreachRules) -> None:
        names = ("approve_above_people", "approve_above_cost")
        super().__init__(data, initial={name: getattr(rules, name) for name in names}, prefix="eyes")

    @property
    def changes(self) -> dict[str, Any]:
        """The two thresholds."""
        return dict(self.cleaned_data)


class NeutralForm(forms.Form):
    """What goes to numbers that others may read, by language. `changes` are for `set_outreach_rules`."""

    def __init__(self, data: Any = None, *, rules: OutreachRules, usual: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, prefix="neutral")
        self._kept = dict(rules.neutral_texts)
        for language, text in usual:
            self.fields[language] = forms.CharField(
                label=language_name(language),
                help_text=_("Empty means: “%(text)s”") % {"text": text},
                max_length=160,
                required=False,
                initial=rules.neutral_texts.get(language, ""),
                widget=forms.TextInput({"dir": "auto", "lang": language, "autocomplete": "off"}),
            )

    @property
    def changes(self) -> dict[str, Any]:
        """The texts that aren't empty."""
        given = {language: text.strip() for language, text in self.cleaned_data.items()}
        return {
            "neutral_texts": {language: text for language, text in {**self._kept, **given}.items() if text}
        }
