"""Documents: begun, changed, shared, published."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.fields import DateField, SearchInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.drafting.models import Document
from imbizo.drafting.states import DocumentKind, DocumentState
from imbizo.programmes.states import Sharing


def line(**attrs: Any) -> forms.TextInput:
    """A line of text in any script."""
    return forms.TextInput({"dir": "auto", "autocomplete": "off", **attrs})


def area(rows: int) -> forms.Textarea:
    """A box for text in any script."""
    return forms.Textarea({"dir": "auto", "rows": rows})


class DocumentFields(forms.Form):
    """What is known of a document beside its sections."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=line(),
        error_messages={"required": _("Give it a title.")},
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=DocumentKind.choices)
    purpose = forms.CharField(label=_("What it is for"), max_length=2_000, required=False, widget=area(3))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    due_on = DateField(label=_("To be ready by"), required=False)


class NewDocumentForm(IdempotentForm, DocumentFields):
    """A document to begin."""

    sharing = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[(Sharing.ITSELF.value, _("only us, for now")), (Sharing.ALL.value, _("all partners"))],
        help_text=_("Only we write in it, whoever reads it. You can change this later."),
    )


class DocumentForm(ThreeWayForm, DocumentFields):
    """A document, changed."""

    class Meta:
        model = Document
        fields = ("title", "kind", "purpose", "language", "due_on")


class PublishForm(forms.Form):
    """A version to publish."""

    note = forms.CharField(
        label=_("What changed since the last one"), max_length=500, required=False, widget=area(3)
    )
    is_final = forms.BooleanField(
        label=_("This is the final version"),
        required=False,
        help_text=_("The document is closed then. It can't be final while a comment waits for a decision."),
    )


class DocumentFilters(forms.Form):
    """What narrows the list of documents."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=160,
        widget=SearchInput({"dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What it is"), required=False, choices=[("", _("any")), *DocumentKind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *DocumentState.choices]
    )
