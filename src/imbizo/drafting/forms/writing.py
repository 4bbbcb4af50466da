"""The words of a section, from the editor or typed without it; the place of a citation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 400_000
"""A section of some two hundred pages. More than that is several sections."""
TOO_LONG = _(
    "This is too long for one section: divide it into several. Nothing is lost, it is still on your page."
)


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
