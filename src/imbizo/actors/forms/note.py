"""The form for a note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.actors.forms.pieces import sharing_field
from imbizo.actors.models import Note
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm


class _NoteText(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long: you wrote %(show_value)d letters of at most %(limit_value)d."),
        },
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they came
        # A limit in the browser would cut a pasted text without a word.
        self.fields["text"].widget.attrs.pop("maxlength", None)


class NewNoteForm(IdempotentForm, _NoteText):
    sharing = sharing_field()


class NoteForm(ThreeWayForm, _NoteText):
    class Meta:
        model = Note
        fields = ("text",)
