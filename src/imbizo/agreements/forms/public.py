"""What anybody gives to have a copy verified."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.operations.verifying import MOST_BYTES

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class CopyForm(forms.Form):
    """A file, or its hash."""

    file = forms.FileField(
        label=_("Your copy"),
        required=False,
        help_text=_("The file is compared and then forgotten. We don't keep it."),
    )
    digest = forms.CharField(
        label=_("Or the hash (SHA-256)"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("64 letters and digits, as printed at the foot of the paper."),
    )

    def clean_digest(self) -> str:
        """The hash without spaces. Raises ValidationError for what can't be one."""
        written = "".join(str(self.cleaned_data["digest"]).split()).lower()
        if written and not _HASH.fullmatch(written):
            raise forms.ValidationError(_("A hash has 64 characters: digits, and letters from a to f."))
        return written

    def clean_file(self) -> Any:
        """Raises ValidationError for a file larger than any of ours."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 30 MB, so it can't be a copy of ours."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("file") and not given.get("digest"):
            raise forms.ValidationError(_("Choose a file, or write its hash."))
        return given
