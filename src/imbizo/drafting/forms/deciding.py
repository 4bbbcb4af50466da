"""Deciding about a comment."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.drafting.models import Comment, Section
from imbizo.drafting.operations.dispositions import Decision
from imbizo.drafting.states import Verdict


class DecideForm(forms.Form):
    """Exactly one of five; what each needs is said at its field."""

    verdict = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text=_("Whoever commented reads it. Needed for all but “accepted”."),
    )
    section = RecordField[Section](
        label=_("Where is the change?"),
        required=False,
        empty_label=_("no change"),
        help_text=_("For what is accepted, also in part."),
    )
    section_version = forms.IntegerField(
        label=_("In which version of that section?"),
        required=False,
        min_value=1,
        help_text=_("Left empty: as it stands now."),
    )
    duplicate_of = RecordField[Comment](
        words=lambda comment: Truncator(str(comment)).chars(80),
        label=_("The same as which comment?"),
        required=False,
        empty_label=_("none"),
    )

    def __init__(
        self, *args: Any, sections: QuerySet[Section], others: QuerySet[Comment], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, section=sections, duplicate_of=others)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        section, version = data.get("section"), data.get("section_version")
        if section is not None and version is not None and version > section.version:
            self.add_error(
                "section_version",
                _("The section has no such version yet: it stands at %(version)s.")
                % {"version": section.version},
            )
        return data

    def decision(self) -> Decision:
        """What was decided, of a valid form."""
        data = self.cleaned_data
        section = data["section"]
        return Decision(
            verdict=data["verdict"],
            reason=data["reason"],
            section=section,
            section_version=data["section_version"] or (section.version if section else None),
            duplicate_of=data["duplicate_of"],
        )
