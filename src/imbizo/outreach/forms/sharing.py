"""The form for a sharing by hand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.outreach.forms.campaigns import language_name


class ShareForm(IdempotentForm):
    """Where a text was shared, in which language, to about how many."""

    group = forms.CharField(
        label=_("Where you shared it"),
        help_text=_("Such as “WhatsApp group of the ward committee”. Name no private person."),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Say where you shared it.")},
    )
    language = forms.ChoiceField(label=_("In which language"))
    people = forms.IntegerField(
        label=_("About how many people read there"), required=False, min_value=0, max_value=10_000_000
    )

    def __init__(self, *args: Any, languages: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, language_name(code)) for code in languages]
