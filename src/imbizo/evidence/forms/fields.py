"""Fields that forms of evidence share: authors, a language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import Language
from imbizo.calc.references import authors_in


class AuthorsField(forms.CharField):
    """Authors, one on each line: "Misago, Jean Pierre", or the name of an organisation. Gives a list."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea({"rows": 2, "dir": "auto"}))
        options.setdefault("help_text", _("One on each line, surname first: Misago, Jean Pierre."))
        super().__init__(required=False, max_length=4_000, **options)

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The authors as a list; a line without a comma is an organisation's name and stays whole."""
        typed = self.prepare_value(value)
        written = super().clean(typed)
        lines = [line for line in str(written).splitlines() if line.strip()]
        return [author for line in lines for author in _authors(line)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other names than the first ones were written."""
        return bool(self.prepare_value(initial or []) != self.prepare_value(data or []))


def _authors(line: str) -> tuple[str, ...]:
    return authors_in(line) if "," in line else (" ".join(line.split()),)


class LanguageField(forms.ChoiceField):
    """The language of a text, which may be not known."""

    def __init__(self, **options: Any) -> None:
        choices = [("", _("not known")), *Language.choices]
        super().__init__(choices=choices, required=False, **options)
