"""What of the day pack is printed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imbizo.convening.exports.daypack import part_title
from imbizo.convening.forms.fields import language_names
from imbizo.convening.models import Gathering
from imbizo.convening.queries.daypack import MOST_COPIES, Part, Wanted, lacking, languages_of


class PackForm(forms.Form):
    """The parts, the languages of what participants read, and how many copies of it."""

    part = forms.MultipleChoiceField(
        label=_("What to print"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )
    language = forms.MultipleChoiceField(
        label=_("Languages of consent forms and slips"),
        help_text=_("Sheets for a table are in the table's own language."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    copies = forms.IntegerField(
        label=_("Copies in each language"),
        help_text=_("Leave it empty for as many as people will need."),
        min_value=1,
        max_value=MOST_COPIES,
        required=False,
    )

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        without = lacking(gathering)
        parts = [(part.value, part_title(part)) for part in Part if part not in without]
        codes = [code for code, _name in settings.LANGUAGES]
        self._offer("part", parts, [value for value, _label in parts])
        spoken = languages_of(gathering)
        ordered = [*spoken, *(code for code in codes if code not in spoken)]
        self._offer("language", list(zip(ordered, language_names(ordered), strict=True)), spoken)

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        given = self.cleaned_data
        return Wanted([Part(each) for each in given["part"]], given["language"], given["copies"])

    def _offer(self, name: str, choices: list[tuple[str, str]], initial: list[str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices, field.initial = choices, initial
