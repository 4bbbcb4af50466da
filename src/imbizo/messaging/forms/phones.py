"""Forms of the practice phones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.fields import SearchInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.messaging.states import Channel

_LAST_PAGE = 200


class SearchForm(forms.Form):
    """A number, or words of a message; and which page. What makes no sense is left out."""

    q = forms.CharField(label=_("Number or words"), max_length=100, required=False, widget=SearchInput)
    page = forms.IntegerField(min_value=1, max_value=_LAST_PAGE, required=False)

    def asked(self) -> tuple[str, int]:
        """The words and the page number."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("page") or 1


class AnswerForm(IdempotentForm):
    """What the person with the phone writes; `quick` is one of the ready answers."""

    channel = forms.ChoiceField(choices=Channel.choices)
    address = forms.CharField(max_length=320)
    text = forms.CharField(max_length=2_000, required=False)
    quick = forms.CharField(max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["text"] = cleaned.get("quick") or cleaned.get("text", "")
        if not cleaned["text"]:
            self.add_error("text", _("Write something."))
        return cleaned
