"""What is typed about the way in which a text is adopted."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.queries import names
from imbizo.actors.states import Form
from imbizo.agreements.models import AdoptionPath, AdoptionStep, Clause
from imbizo.agreements.queries.adoption import BODIES, clauses_of, texts
from imbizo.agreements.states import BreakKind, Outcome, StepKind
from imbizo.base.forms.choosing import NamedField, RecordsField, offer
from imbizo.base.forms.fields import DateField
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.programmes.models import Membership

_WORDS = {"dir": "auto", "autocomplete": "off"}
_BODIES = [each for each in StepKind.choices if each[0] in BODIES]
_MOST = 60  # days in one go


class NewPathForm(IdempotentForm):
    """An institution that adopts a strategy."""

    institution = NamedField(label=_("Which institution adopts it?"))
    official = NamedField(label=_("Which official confirms how?"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self,
            institution=names(member, form=Form.ORGANISATION),
            official=names(member, form=Form.PERSON),
        )


class PathForm(forms.Form):
    official = NamedField(label=_("Which official confirms it?"), required=False)
    remark = forms.CharField(
        label=_("Remark"), max_length=2_000, required=False, widget=forms.Textarea({"dir": "auto", "rows": 3})
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, official=names(member, form=Form.PERSON))


class NewStepForm(forms.Form):
    kind = forms.ChoiceField(label=_("Which step?"), choices=StepKind.choices, initial=StepKind.OTHER)
    name = forms.CharField(
        label=_("What it is called there"), max_length=120, required=False, widget=forms.TextInput(_WORDS)
    )


class StepForm(forms.Form):
    name = forms.CharField(
        label=_("What it is called there"), max_length=120, required=False, widget=forms.TextInput(_WORDS)
    )
    who = forms.CharField(
        label=_("With whom it lies"), max_length=160, required=False, widget=forms.TextInput(_WORDS)
    )
    planned_on = DateField(label=_("Planned for"), required=False)
    is_delegated = forms.BooleanField(label=_("Decided under delegation, without a meeting"), required=False)
    note = forms.CharField(
        label=_("What holds it up"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 3}),
    )


class HandInForm(forms.Form):
    on = DateField(label=_("Handed in on"))


class FinishForm(forms.Form):
    on = DateField(label=_("Done on"))
    note = forms.CharField(
        label=_("Note"), max_length=2_000, required=False, widget=forms.Textarea({"dir": "auto", "rows": 3})
    )


class ResolutionForm(IdempotentForm):
    """What the minutes say."""

    outcome = forms.ChoiceField(
        label=_("What was decided?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    decided_on = DateField(label=_("On which day?"))
    number = forms.CharField(
        label=_("Resolution number"), max_length=60, required=False, widget=forms.TextInput(_WORDS)
    )
    text_hash = forms.ChoiceField(label=_("About which text?"))
    extract = forms.CharField(
        label=_("Extract of the minutes"), max_length=10_000, required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 5}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Scan of the minutes"), required=False, help_text=_("A PDF, or a photo as JPEG or PNG."),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip
    conditions = forms.CharField(
        label=_("Conditions"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 3}),
    )
    clauses = RecordsField[Clause](
        label=_("Clauses that the conditions are about"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("They are opened again for all parties."),
    )  # fmt: skip
    members = forms.IntegerField(
        label=_("Members of the council"), min_value=1, max_value=999, required=False
    )
    present = forms.IntegerField(label=_("Present"), min_value=0, max_value=999, required=False)
    in_favour = forms.IntegerField(label=_("For"), min_value=0, max_value=999, required=False)
    against = forms.IntegerField(label=_("Against"), min_value=0, max_value=999, required=False)
    abstained = forms.IntegerField(label=_("Abstained"), min_value=0, max_value=999, required=False)
    casting_vote = forms.BooleanField(label=_("The chair used a casting vote"), required=False)
    needs_all_members = forms.BooleanField(
        label=_("It was about a by-law, a budget, rates or a loan"), required=False
    )

    def __init__(self, *args: Any, step: AdoptionStep, **options: Any) -> None:
        super().__init__(*args, **options)
        path = step.path
        known = [(each.text_hash, f"{each} ({each.text_hash[:12]})") for each in texts(path)]
        text = self.fields["text_hash"]
        assert isinstance(text, forms.ChoiceField)
        text.choices = [*known, ("", _("another text, or the minutes don't say"))]
        text.required = False
        clauses = clauses_of(path)
        if path.party is None or not clauses.exists():
            del self.fields["clauses"]
        else:
            offer(self, clauses=clauses)


class ConfirmForm(forms.Form):
    """What an official says on their own page."""

    name = forms.CharField(label=_("Your name"), max_length=160, widget=forms.TextInput(_WORDS))
    remark = forms.CharField(
        label=_("Is anything different? Say it here."), max_length=2_000, required=False,
        widget=forms.Textarea({"dir": "auto", "rows": 4}),
    )  # fmt: skip


class MeetingsForm(forms.Form):
    """Several days on which a body sits."""

    institution = NamedField(label=_("Which institution?"))
    body = forms.ChoiceField(label=_("Which body?"), choices=_BODIES, initial=StepKind.COUNCIL)
    days = forms.CharField(
        label=_("On which days does it sit? A line for each."),
        widget=forms.Textarea({"rows": 6}),
        help_text=_("As in 2026-07-26 or 26 July 2026. Paste them from the calendar of meetings."),
    )
    closes = forms.IntegerField(
        label=_("How many days before does its agenda close?"), min_value=0, max_value=90, initial=10
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, institution=names(member, form=Form.ORGANISATION))

    def clean_days(self) -> list[date]:
        """The days, of which each line must be one."""
        lines = [line.strip(" ,;\t") for line in self.cleaned_data["days"].splitlines()]
        wanted = [line for line in lines if line]
        if len(wanted) > _MOST:
            raise forms.ValidationError(_("At most 60 days in one go."))
        return [_day(line) for line in wanted]


class BreakForm(forms.Form):
    institution = NamedField(label=_("Which institution? Leave it empty for all."), required=False)
    kind = forms.ChoiceField(label=_("What is it?"), choices=BreakKind.choices, widget=forms.RadioSelect)
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("To"))

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, institution=names(member, form=Form.ORGANISATION))


def _day(line: str) -> date:
    """The day that a line says, as the field for one day reads it."""
    try:
        day = DateField().clean(line)
    except forms.ValidationError as error:
        said = _("This isn't a day: “%(line)s”. Write it as 2026-07-26.")
        raise forms.ValidationError(said, params={"line": line}) from error
    return date.fromisoformat(str(day))


def initial_of(path: AdoptionPath) -> dict[str, Any]:
    """What the form of a path begins with."""
    return {"official": path.official, "remark": path.remark}
