"""A Word file that somebody brings, and whose words it holds."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.queries import names
from imbizo.base.forms.choosing import NamedField, offer
from imbizo.drafting.models import Reader
from imbizo.drafting.queries.returns import reader_name
from imbizo.drafting.rules.word_stamps import LARGEST_FILE
from imbizo.programmes.models import Membership

_MINE: Final = "mine"
_SOMEBODY: Final = "somebody"


class WordForm(forms.Form):
    """A Word file."""

    file = forms.FileField(
        label=_("Word file (.docx)"),
        max_length=200,
        widget=forms.FileInput({"accept": ".docx"}),
        error_messages={
            "required": _("Choose the file first."),
            "missing": _("Choose the file first."),
            "empty": _("There is nothing in this file. Check that it is the right one, and saved."),
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file beyond the limit before anything of it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _now(
                    "This file is larger than 10 MB. Take the pictures out, or have Word compress them, "
                    "and send it again."
                )
            )
        return file


class ReturnForm(WordForm):
    """A Word file that came back, and whose comments and changes it holds."""

    whose = forms.ChoiceField(
        label=_("Whose comments and changes are in it?"),
        error_messages={"required": _("Choose whose they are.")},
        help_text=_("They are kept as this person's, whatever name the file says, and they get the answers."),
    )
    who = NamedField(
        label=_("Who, where it is somebody else?"),
        max_length=300,
        required=False,
        help_text=_("Somebody in the register. If they read in the circulation, it is their answer there."),
    )

    def __init__(self, *args: Any, member: Membership, readers: QuerySet[Reader], **options: Any) -> None:
        super().__init__(*args, **options)
        self.member = member
        self._readers = {str(each.pk): each for each in readers}
        offer(self, who=names(member))
        whose = self.fields["whose"]
        assert isinstance(whose, forms.ChoiceField)
        whose.choices = [
            ("", _("Choose one")),
            *((pk, self._named(each)) for pk, each in self._readers.items()),
            (_MINE, _("mine")),
            (_SOMEBODY, _("somebody else's")),
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("whose") != _SOMEBODY:
            self.errors.pop("who", None)
        elif not data.get("who") and "who" not in self.errors:
            self.add_error("who", _("Say who."))
        return data

    def _named(self, reader: Reader) -> str:
        words = {
            "name": reader_name(reader, self.member),
            "number": reader.circulation.publication.number,
        }
        return _now("%(name)s, who was sent version %(number)s") % words

    def chosen(self) -> tuple[Reader | None, Actor | None]:
        """The reader, or the one in the register, of a valid form; neither where it is the member's own."""
        data = self.cleaned_data
        return self._readers.get(data["whose"]), data["who"] if data["whose"] == _SOMEBODY else None


class TitleForm(forms.Form):
    """What a document that came from Word is called."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=200, widget=forms.TextInput({"dir": "auto"})
    )
