"""What is filled in when words are taken, decided upon, divided, translated and withdrawn."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import Language
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import Gathering, Table
from imbizo.convening.queries import inputs as queries
from imbizo.convening.queries.sessions import Agenda
from imbizo.convening.rules.speaking import LONGEST
from imbizo.convening.states import InputState

_WORDS = forms.Textarea({"rows": 3, "dir": "auto", "maxlength": LONGEST, "autocapitalize": "sentences"})
_NO_WORDS = _("Write what was said.")
_UNDECIDED = [(state.value, state.label) for state in (InputState.WAITING, InputState.SHOWN, InputState.HELD)]


def language_choices(first: Iterable[str]) -> list[tuple[str, Any]]:
    """Every language that people in the register speak, those of the gathering first."""
    spoken = [code for code in dict.fromkeys(first) if code in Language.values]
    others = [code for code in Language.values if code not in spoken]
    return [("", _("not said")), *((code, Language(code).label) for code in (*spoken, *others))]


def spoken_at(gathering: Gathering) -> list[str]:
    return [*gathering.languages, *gathering.programme.languages]


class WordsForm(IdempotentForm):
    """What was said, in which language, about what. `agenda` is needed only to draw the form."""

    about = forms.CharField(label=_("About"), required=False, widget=forms.Select)
    language = forms.CharField(label=_("Language"), required=False, widget=forms.Select)
    text = forms.CharField(
        label=_("In their words"), max_length=LONGEST, widget=_WORDS, error_messages={"required": _NO_WORDS}
    )

    def __init__(self, *args: Any, gathering: Gathering, **options: Any) -> None:
        super().__init__(*args, **options)
        self.gathering = gathering
        self.item_id: UUID | None = None
        self.question_id: UUID | None = None

    def offer(self, agenda: Agenda, language: str) -> None:
        """Fill the fields from which one chooses."""
        self._choices("about", agenda.choices(language))
        self._choices("language", language_choices(spoken_at(self.gathering)))

    def clean_about(self) -> str:
        chosen = str(self.cleaned_data["about"])
        try:
            self.item_id, self.question_id = queries.about(self.gathering, chosen)
        except BadAnswer as error:
            raise ValidationError(str(error)) from None
        return chosen

    def clean_language(self) -> str:
        language = str(self.cleaned_data["language"])
        if language and language not in Language.values:
            raise ValidationError(_("Choose a language from the list."))
        return language

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, forms.Select)
        widget.choices = choices


class ScribeForm(WordsForm):
    """What a scribe writes at a table: by the code on a card also who said it, if they agreed."""

    card = forms.CharField(
        label=_("Their card, if they agree"),
        required=False,
        max_length=12,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PaperForm(WordsForm):
    """What stood on an anonymous slip of paper."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class PublicWordsForm(WordsForm):
    """What a group writes on its own phone. The id is random: one that holds the time would give the minute away."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    without_table = forms.BooleanField(label=_("Leave out our table too"), required=False)

    def __init__(self, *args: Any, table: Table | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = _("What do you want to say?")
        self.fields["language"].label = _("Language that you write in")
        if table is None:
            del self.fields["without_table"]


class CodeForm(forms.Form):
    """The code on the sheet of the table, or of the gathering."""

    code = forms.CharField(
        label=_("The code on your sheet"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code that stands on your sheet.")},
    )


class DecideForm(forms.Form):
    """A press of a button: "shown:<id>:waiting" for one line, "shown" for all that are ticked.

    The last word is the state in which the page showed it.
    """

    do = forms.CharField(max_length=80)
    seen = forms.CharField(required=False, max_length=10)

    def __init__(self, posted: QueryDict) -> None:
        super().__init__(posted)
        self.ticked = posted.getlist("selected")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        verb, _colon, rest = str(data.get("do", "")).partition(":")
        one, _colon, seen = rest.partition(":")
        ids = [one] if one else self.ticked
        try:
            data["ids"] = [UUID(pk) for pk in ids]
        except ValueError:
            raise ValidationError(_("This page was changed on its way to you. Open it again.")) from None
        if not data["ids"]:
            raise ValidationError(_("Tick at least one first."))
        return data | {"verb": verb, "seen": seen or data.get("seen", "")}


class FilterForm(forms.Form):
    """Which of what was said the page shows."""

    state = forms.ChoiceField(label=_("State"), required=False)
    about = forms.CharField(label=_("Session or question"), required=False, widget=forms.Select)
    table = forms.CharField(label=_("Table"), required=False, widget=forms.Select)
    language = forms.CharField(label=_("Language"), required=False, widget=forms.Select)
    marked = forms.BooleanField(label=_("Only marked ones"), required=False)
    q = forms.CharField(label=_("Words"), required=False, max_length=100)


class SplitForm(forms.Form):
    """The words, with an empty line where one part ends."""

    parts = forms.CharField(
        label=_("The words, divided"),
        help_text=_("Put an empty line where one part ends. Change no words."),
        max_length=LONGEST * 2,
        widget=forms.Textarea({"rows": 12, "dir": "auto"}),
    )

    def clean_parts(self) -> list[str]:
        text = str(self.cleaned_data["parts"]).replace("\r\n", "\n")
        return [part for part in text.split("\n\n") if part.strip()]


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=300,
        help_text=_("Whoever said it can read this by their receipt. Name nobody."),
    )


class TranslationForm(forms.Form):
    language = forms.ChoiceField(label=_("Into"))
    text = forms.CharField(
        label=_("Translation"), max_length=LONGEST, widget=forms.Textarea({"rows": 5, "dir": "auto"})
    )

    def __init__(self, *args: Any, gathering: Gathering, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = language_choices(spoken_at(gathering))[1:]
        others = [(code, label) for code, label in choices if code != language]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = others
