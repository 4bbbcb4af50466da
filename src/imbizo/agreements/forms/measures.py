"""What is typed about measures and how they go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.actors.states import Form
from imbizo.agreements.models import Agreement, Clause, Measure
from imbizo.agreements.queries.clauses import clauses_of
from imbizo.agreements.queries.measuring import below
from imbizo.agreements.states import Came, MeasureState
from imbizo.base.forms.choosing import NamedField, RecordField, offer
from imbizo.base.forms.fields import DateField, MomentField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.programmes.models import Membership

_LONGEST = 200
_LONG = _("A line is too long: 200 letters are the most. Write the rest into the measure.")
_WORDS = {"dir": "auto", "autocomplete": "off"}
REPORTED = [each for each in MeasureState.choices if each[0] != MeasureState.STOPPED]


class MeasureForm(IdempotentForm):
    """One measure: what, whose, by when, paid by what."""

    title = forms.CharField(label=_("What is to be done?"), max_length=200, widget=forms.TextInput(_WORDS))
    description = forms.CharField(
        label=_("More about it"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 3}),
    )
    clause = RecordField[Clause](label=_("Which clause promises it?"), required=False)
    parent = RecordField[Measure](label=_("Is it a part of another?"), required=False)
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("How much it counts among the parts of the whole."),
    )
    institution = NamedField(label=_("Which institution owns it?"), required=False)
    official = NamedField(
        label=_("Who reports on it?"),
        required=False,
        help_text=_("They get a page of their own by message, without an account."),
    )
    every_days = forms.IntegerField(
        label=_("Ask them every so many days"), min_value=7, max_value=366, initial=30
    )
    starts_on = DateField(label=_("Begins"), required=False)
    due_on = DateField(label=_("Due"), required=False)
    is_unfunded = forms.BooleanField(label=_("There is no money for it (unfunded)"), required=False)
    budget_line = forms.CharField(
        label=_("Line of the development plan or budget"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_WORDS),
    )
    budget_year = forms.RegexField(
        r"^\d{4}/\d{2}$",
        label=_("Financial year"),
        required=False,
        help_text=_("As in 2026/27."),
        error_messages={"invalid": _("Write the financial year as in 2026/27.")},
    )
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    indicator = forms.CharField(
        label=_("How will one see that it is done?"), max_length=300, required=False, widget=forms.TextInput(_WORDS)
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        member: Membership,
        measure: Measure | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        standing = [each.pk for each in clauses_of(agreement)]
        others = agreement.measures.exclude(state=MeasureState.STOPPED)
        wholes = others.exclude(pk__in=below(measure)) if measure else others
        offer(
            self,
            clause=Clause.objects.filter(pk__in=standing).select_related("section"),
            parent=wholes,
            institution=names(member, form=Form.ORGANISATION),
            official=names(member, form=Form.PERSON),
        )
        if not wholes.exists():
            del self.fields["parent"]


class SeveralForm(forms.Form):
    """Several measures of one clause, a line each."""

    titles = forms.CharField(
        label=_("What is to be done? A line for each."),
        widget=forms.Textarea({"dir": "auto", "rows": 6}),
        max_length=4_000,
    )

    def clean_titles(self) -> list[str]:
        """The lines, each at most as long as a title may be."""
        lines = [line.strip() for line in self.cleaned_data["titles"].splitlines() if line.strip()]
        if any(len(line) > _LONGEST for line in lines):
            raise forms.ValidationError(
                _("A line is too long: 200 letters are the most. Write the rest into the measure.")
            )
        return lines


class OwnReportForm(IdempotentForm):
    """What its owner says on a page of their own."""

    state = forms.ChoiceField(label=_("How does it stand?"), choices=REPORTED, widget=forms.RadioSelect)
    progress = forms.IntegerField(
        label=_("How far is it, in percent?"), min_value=0, max_value=100, required=False,
        help_text=_("Leave it empty if nobody can say: that isn't nought."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What was done?"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 4}),
    )
    problem = forms.CharField(
        label=_("What stands in the way?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 2}),
    )
    file = forms.FileField(
        label=_("A photo or a PDF that shows it"), required=False,
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip
    link_ = forms.URLField(
        label=_("Or a web address"), max_length=1_000, required=False, assume_scheme="https"
    )
    name = forms.CharField(
        label=_("Your name"), max_length=160, required=False, widget=forms.TextInput(_WORDS)
    )

    def __init__(self, *args: Any, measure: Measure, **options: Any) -> None:
        super().__init__(*args, **options)
        if measure.parts.exists():
            del self.fields["progress"]


class ReportForm(OwnReportForm):
    """The same, by a member: also what came by telephone, mail or at a meeting."""

    name = forms.CharField(
        label=_("Who says so?"), max_length=160, required=False, widget=forms.TextInput(_WORDS)
    )
    via = forms.ChoiceField(label=_("How did it come?"), choices=Came.choices, initial=Came.PAGE)
    at = MomentField(label=_("When?"), required=False, help_text=_("Empty for now."))
