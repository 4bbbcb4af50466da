"""A part of the proceedings, that two people may have open at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.convening.rules.meanwhile import digest_of


class PartForm(forms.Form):
    """The words of one part. `seen` is what the page showed, so that nobody writes over another's words unseen.

    Three states meet: what was seen, what stands there now (`now`), and what was typed. `theirs` is set where
    somebody else wrote meanwhile: both are shown, and saving again keeps what was typed.
    """

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea({"rows": 18, "dir": "auto"}),
        help_text=_("“- ” begins an item of a list, “# ” a small heading. An empty line ends a paragraph."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, now: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now, self.theirs = now, ""
        self.fields["text"].initial, self.fields["seen"].initial = now, digest_of(now)

    def clean_text(self) -> str:
        """With the line ends that we keep."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where somebody else wrote something else since the page was drawn."""
        mine, seen = self.cleaned_data.get("text", ""), self.cleaned_data.get("seen", "")
        if seen != digest_of(self.now) and digest_of(mine) != digest_of(self.now):
            self.theirs = self.now
            self._see_theirs()
            text = _("Somebody else wrote here meanwhile. Look at both below; saving again keeps yours.")
            raise forms.ValidationError(text, code="conflict")
        return self.cleaned_data

    def _see_theirs(self) -> None:
        """Let the page carry that what stands there now was shown."""
        data = dict(self.data.items())
        data["seen"] = digest_of(self.now)
        self.data = data
