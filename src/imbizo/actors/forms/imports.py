"""The forms of an import: the file, what its columns mean, and the last question before it comes in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import ImportBatch
from imbizo.actors.operations.imports import too_large
from imbizo.actors.states import Basis, RowPlan
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.calc.fields import Field
from imbizo.calc.tabular import Reason

FIELD_WORDS: dict[Field, Promise] = {
    Field.FULL_NAME: _("Name"),
    Field.GIVEN_NAME: _("First names"),
    Field.SURNAME: _("Surname"),
    Field.TITLE: _("Title (Mr, Cllr, Dr)"),
    Field.ORGANISATION: _("Organisation"),
    Field.POSITION: _("Position"),
    Field.MOBILE: _("Cell number"),
    Field.PHONE: _("Telephone"),
    Field.EMAIL: _("E-mail"),
    Field.PLACE: _("Place"),
    Field.SECTOR: _("Sector"),
    Field.LANGUAGE: _("Language"),
    Field.NOTES: _("Notes"),
    Field.TAGS: _("Tags"),
    Field.SENSITIVE: _("Sensitive"),
    Field.IGNORE: _("Leave out"),
}
WHY_WORDS: dict[Reason, Promise] = {
    Reason.HEADER: _("by its heading"),
    Reason.HEADER_AND_CONTENT: _("by its heading and what stands below"),
    Reason.CONTENT: _("by what stands below"),
    Reason.CONTENT_OVER_HEADER: _("by what stands below, in spite of its heading"),
    Reason.SECOND_OF_ITS_KIND: _("another column holds this already"),
    Reason.CHOSEN: _("as chosen the last time"),
    Reason.UNKNOWN: _("not recognised"),
    Reason.EMPTY: _("no heading, and nothing recognised"),
}


class UploadForm(IdempotentForm):
    """The file of an office's register."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, .xlsm, .xls), OpenDocument (.ods) or CSV, with up to 200,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("There is nothing in this file. Check that it is the right one, and saved."),
            "missing": _("Choose the file first."),
        },
        max_length=500,
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file beyond the limit before anything of it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise ValidationError(too_large())
        return file


@dataclass(frozen=True)
class ColumnLine:
    """A column as the page shows it: with its fields, or locked because it is never taken."""

    header: str
    samples: list[str]
    why: str
    is_locked: bool
    field: BoundField | None
    ground: BoundField | None = None
    purpose: BoundField | None = None

    @property
    def is_sensitive(self) -> bool:
        return self.ground is not None


class ColumnsForm(forms.Form):
    """What each column of the chosen sheet means, where the register comes from, and the lawful basis for it all."""

    source = forms.CharField(
        label=_("Where does this register come from?"),
        max_length=200,
        help_text=_("For example: the IDP office of Langeberg Municipality, by e-mail on 3 March."),
    )
    basis = forms.ChoiceField(
        label=_("On what lawful basis do you hold it?"),
        choices=[("", _("Choose one")), *Basis.choices],
        help_text=_(
            "It is recorded for everybody in the file, for running the programme and for invitations."
        ),
    )
    basis_note = forms.CharField(
        label=_("Why does that basis hold?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, batch: ImportBatch, sheet: str) -> None:
        initial = {"source": batch.source, "basis": batch.basis, "basis_note": batch.basis_note}
        super().__init__(data, initial=initial)
        self.sheet = next((each for each in batch.columns if each["name"] == sheet), batch.columns[0])
        for column in self.sheet["columns"]:
            if column["guess"] != Field.FORBIDDEN:
                self._add(column)

    def _add(self, column: dict[str, Any]) -> None:
        number, label = (
            column["index"],
            column["header"] or _("Column %(number)s") % {"number": column["index"] + 1},
        )
        is_sensitive = column["guess"] == Field.SENSITIVE
        allowed = (
            (Field.SENSITIVE, Field.IGNORE)
            if is_sensitive
            else [f for f in FIELD_WORDS if f is not Field.SENSITIVE]
        )
        self.fields[f"column_{number}"] = forms.ChoiceField(
            label=label,
            choices=[
                (
                    field.value,
                    _("Take as a note") if is_sensitive and field is Field.SENSITIVE else FIELD_WORDS[field],
                )
                for field in allowed
            ],
            initial=Field.IGNORE.value if is_sensitive and not column["ground"] else column["field"],
        )
        if is_sensitive:
            for name, text in (("ground", _("Ground in law")), ("purpose", _("Purpose"))):
                self.fields[f"{name}_{number}"] = forms.CharField(
                    label=text, max_length=200, required=False, initial=column[name]
                )

    def clean(self) -> dict[str, Any]:
        """A sensitive column is taken only with a ground and a purpose."""
        cleaned = super().clean() or {}
        for column in self.sheet["columns"]:
            number = column["index"]
            if cleaned.get(f"column_{number}") == Field.SENSITIVE:
                for name in ("ground", "purpose"):
                    if not cleaned.get(f"{name}_{number}"):
                        self.add_error(
                            f"{name}_{number}",
                            _(
                                "This is sensitive: state the ground and the purpose, or leave the column out."
                            ),
                        )
        return cleaned

    @property
    def lines(self) -> Iterator[ColumnLine]:
        """The columns in the order of the sheet, those without a heading and without content left out."""
        for column in self.sheet["columns"]:
            number, locked = column["index"], column["guess"] == Field.FORBIDDEN
            if not column["header"] and not column["samples"] and not locked:
                continue
            sensitive = f"ground_{number}" in self.fields
            yield ColumnLine(
                header=column["header"],
                samples=column["samples"],
                why=str(WHY_WORDS[Reason(column["why"])]),
                is_locked=locked,
                field=None if locked else self[f"column_{number}"],
                ground=self[f"ground_{number}"] if sensitive else None,
                purpose=self[f"purpose_{number}"] if sensitive else None,
            )

    @property
    def general(self) -> list[BoundField]:
        """The questions about the whole file."""
        return [self["source"], self["basis"], self["basis_note"]]

    @property
    def confirmed(self) -> dict[str, Any]:
        """What `operations.imports.confirm_columns` takes."""
        cleaned = self.cleaned_data
        numbers = [column["index"] for column in self.sheet["columns"]]
        return {
            "sheet": self.sheet["name"],
            "fields": {n: cleaned[f"column_{n}"] for n in numbers if f"column_{n}" in cleaned},
            "stated": {
                n: (cleaned[f"ground_{n}"], cleaned[f"purpose_{n}"])
                for n in numbers
                if f"ground_{n}" in cleaned
            },
            "source": cleaned["source"],
            "basis": cleaned["basis"],
            "basis_note": cleaned["basis_note"],
        }


class BringInForm(forms.Form):
    """The last question: what becomes of those who don't want messages."""

    keep_out = forms.TypedChoiceField(
        label=_("These people don't want messages, say the notes"),
        choices=[
            ("yes", _("Never write to them")),
            ("no", _("The notes mean something else: write to them as to others")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        required=True,
        error_messages={"required": _("Say what becomes of those who don't want messages.")},
    )

    def __init__(self, data: Any = None, *, asks: bool) -> None:
        super().__init__(data)
        if not asks:
            del self.fields["keep_out"]


class RowFilters(forms.Form):
    """Which rows of a dry run to show."""

    plan = forms.ChoiceField(
        label=_("What it does"), required=False, choices=[("", _("Everything")), *RowPlan.choices]
    )
    name = forms.CharField(label=_("Name or row"), required=False, max_length=100)
