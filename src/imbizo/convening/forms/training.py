"""Modules, the questions of their tests, and answering one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import Language
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.convening.forms.fields import grouped_languages
from imbizo.convening.models import KnowledgeQuestion, Module
from imbizo.convening.queries import training as queries
from imbizo.convening.states import Moment
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing

_CODE = {"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}


class ModuleForm(IdempotentForm):
    """Something that is taught."""

    name = forms.CharField(label=_("Name"), max_length=160)
    aim = forms.CharField(
        label=_("What can people do afterwards?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    hours = forms.DecimalField(
        label=_("Hours"), required=False, min_value=0, max_value=200, max_digits=4, decimal_places=1
    )


class NewModuleForm(ModuleForm):
    """The same, with the language it begins in and who sees it."""

    language = forms.ChoiceField(label=_("First language"))
    sharing = forms.ChoiceField(
        label=_("Who sees it?"),
        choices=[(Sharing.ITSELF, _("our partner alone")), (Sharing.ALL, _("all partners"))],
        initial=Sharing.ITSELF,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = grouped_languages(member.programme.languages)


class VersionForm(forms.Form):
    """The content of one version in one language."""

    content = forms.CharField(
        label=_("Content"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea({"rows": 18, "dir": "auto"}),
        help_text=_("“- ” begins an item of a list, “# ” a small heading. An empty line ends a paragraph."),
    )
    checked_by = forms.CharField(
        label=_("Which speaker of the language checked it?"), max_length=120, required=False
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Another language"), choices=Language.choices)


class QuestionForm(IdempotentForm):
    """A question of the test in one language: an answer on each line, and the number of the right one."""

    text = forms.CharField(
        label=_("Question"), max_length=1_000, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )
    choices = forms.CharField(
        label=_("Answers, one on each line"),
        max_length=4_000,
        widget=forms.Textarea({"rows": 5, "dir": "auto"}),
    )
    right = forms.IntegerField(
        label=_("Which one is right?"), min_value=1, max_value=8, help_text=_("Its line: 1 for the first.")
    )

    def clean_choices(self) -> list[str]:
        """The lines that aren't empty."""
        lines = str(self.cleaned_data["choices"]).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def clean_right(self) -> int:
        """The index of the right one, from 0."""
        return int(self.cleaned_data["right"]) - 1


def _released(module: Any) -> str:
    return str(_("%(module)s, version %(number)s")) % {"module": module.name, "number": module.released}


class TeachForm(forms.Form):
    module = RecordField[Module](words=_released, label=_("Module"), empty_label=_("choose"))

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, module=queries.teachable(member))


class SheetLineForm(forms.Form):
    """A sheet of paper as it is typed."""

    moment = forms.ChoiceField(label=_("When"), choices=Moment.choices)
    line = forms.CharField(
        label=_("Card and answers"),
        max_length=80,
        widget=forms.TextInput({**_CODE, "autofocus": True}),
        help_text=_(
            "The card's code, a space, and a letter for each question; a dash for one left blank: 7K2MX acb-d"
        ),
    )


class TestCodeForm(forms.Form):
    """The code on the card, or that of the training."""

    __test__ = False  # pytest takes classes by this name for tests
    code = forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(_CODE))


class AnswersForm(forms.Form):
    """A knowledge test on a phone, in one language."""

    card = forms.CharField(
        label=_("Code on your card"),
        max_length=20,
        widget=forms.TextInput(_CODE),
        help_text=_("By it your answers before and after are laid side by side. Nobody asks your name."),
    )
    moment = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Sequence[KnowledgeQuestion], language: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for number, question in enumerate(questions, 1):
            text = question.texts.get(language) or str(question)
            given: list[str] = question.choices.get(language) or next(iter(question.choices.values()), [])
            self.fields[f"q-{question.pk}"] = forms.ChoiceField(
                label=f"{number}. {text}",
                choices=[(str(index), choice) for index, choice in enumerate(given)],
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def answers(self) -> dict[str, int]:
        """The index of each choice made, by the question's id."""
        found = ((name.removeprefix("q-"), value) for name, value in self.cleaned_data.items())
        return {pk: int(value) for pk, value in found if value and pk not in {"card", "moment"}}
