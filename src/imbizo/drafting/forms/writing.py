"""Who writes a section, by when, and how far it is; words typed without the editor; the place of a citation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import DateField
from imbizo.drafting.models import Section
from imbizo.drafting.queries.writing import writers
from imbizo.drafting.rules.writing import may_decide
from imbizo.drafting.states import SectionState
from imbizo.programmes.models import Membership

MOST_CHARACTERS = 400_000
"""A section of some two hundred pages. More than that is several sections."""
TOO_LONG = _(
    "This is too long for one section: divide it into several. Nothing is lost, it is still on your page."
)


class StandingForm(forms.Form):
    """Who writes a section, by when, how far it is. That it's agreed is said by those who decide."""

    writer = RecordField[Membership](label=_("Who writes it"), required=False, empty_label=_("nobody yet"))
    due_on = DateField(label=_("To be written by"), required=False)
    state = forms.ChoiceField(label=_("How far it is"))

    def __init__(self, *args: Any, section: Section, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, writer=writers(section.document))
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = _states(section, member)
        self.initial = {"writer": section.writer_id, "due_on": section.due_on, "state": section.state}


def _states(section: Section, member: Membership) -> list[tuple[str, Any]]:
    """Where there are no words it hasn't begun; where there are, it has."""
    if not section.text:
        return [(SectionState.EMPTY.value, SectionState.EMPTY.label)]
    known = [SectionState.WRITING, SectionState.READY]
    if may_decide(member, section.document) or section.state == SectionState.AGREED:
        known.append(SectionState.AGREED)
    return [(each.value, each.label) for each in known]


class WordsForm(forms.Form):
    """What the editor sends, or, where it doesn't run, a plain text field (`typed`)."""

    title = forms.CharField(label=_("Heading"), max_length=200)
    typed = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 22, "dir": "auto"})
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    sent = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse what is too long for one section."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if max(len(data.get("html", "")), len(data.get("typed", ""))) > MOST_CHARACTERS:
            self.add_error(None, TOO_LONG)
        return data


class LocatorForm(forms.Form):
    locator = forms.CharField(
        label=_("Page or place"),
        max_length=60,
        required=False,
        help_text=_("“p. 14” or “question 3”. It stands behind the citation in the text."),
    )
