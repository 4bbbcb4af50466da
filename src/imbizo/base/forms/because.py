"""Forms that ask why something is done, where others will read it."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 300


def _because(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label=_("Why?"),
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Say why: others will ask.")},
    )


class BecauseForm(forms.Form):
    """A reason."""

    because = _because(required=True)


class BecauseIfKnownForm(forms.Form):
    """A reason, where there is one to tell."""

    because = _because(required=False)
