"""What is typed to open a round, and what a party says in it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.models import Clause, Position
from imbizo.agreements.operations.positions import Said, Speaking
from imbizo.agreements.states import Came, Capacity, Stance
from imbizo.base.forms.fields import MomentField
from imbizo.base.forms.idempotent import IdempotentForm

PERCENT, COUNT = "percent", "count"
WHOLE = "whole"


class RoundForm(IdempotentForm):
    """The rules of a round. They can't be changed once it is open."""

    deadline = MomentField(label=_("Closes"))
    message = forms.CharField(
        label=_("What we ask"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("Goes with the message to the officials."),
    )
    quorum = forms.IntegerField(label=_("Quorum"), min_value=1, max_value=200, initial=60)
    quorum_kind = forms.ChoiceField(
        label=_("Counted"),
        choices=[(PERCENT, _("in percent of the parties")), (COUNT, _("as a number of parties"))],
        initial=PERCENT,
        widget=forms.RadioSelect,
    )
    silence_consents = forms.ChoiceField(
        label=_("Silence"),
        choices=[("", _("is silence: it counts for nothing")), ("yes", _("counts as consent"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
        help_text=_(
            "It is recorded as silence either way, and never counts for words that change in between."
        ),
    )
    is_hidden = forms.BooleanField(
        label=_("Nobody sees what others say until it closes"), required=False, initial=True
    )

    @property
    def rules(self) -> dict[str, Any]:
        """As the operation takes them. Only for a valid form."""
        given = self.cleaned_data
        is_percent = given["quorum_kind"] == PERCENT
        return {
            "id": given["id"],
            "deadline": given["deadline"],
            "message": given["message"],
            "quorum_percent": given["quorum"] if is_percent else None,
            "quorum_count": None if is_percent else given["quorum"],
            "silence_consents": given["silence_consents"] == "yes",
            "is_hidden": given["is_hidden"],
        }


class PositionForm(forms.Form):
    """What a party says of the whole, and of single clauses where it differs. Names end in "whole" or a clause's id.

    `version-…` holds the version of the words that were read.
    """

    capacity = forms.ChoiceField(
        label=_("You speak"),
        choices=[
            (Capacity.OFFICIAL, _("as an official: my view")),
            (Capacity.SUBJECT, _("for the party, subject to council")),
            (Capacity.MANDATED, _("with a mandate by resolution: it commits the party")),
        ],
        initial=Capacity.SUBJECT,
        widget=forms.RadioSelect,
    )
    resolution_number = forms.CharField(
        label=_("Resolution number, if there is a mandate"), required=False, max_length=60
    )
    said_by = forms.CharField(label=_("Your name and office"), max_length=160)

    def __init__(
        self,
        *args: Any,
        clauses: Sequence[Clause],
        last: dict[Any, Position],
        text_version: int,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.clauses, self.text_version = clauses, text_version
        self._add(WHOLE, _("On the whole text"), last.get(None), text_version)
        for clause in clauses:
            self._add(clause.pk.hex, _("On this clause"), last.get(clause.pk), clause.section.version)

    def _add(self, key: str, label: Any, before: Position | None, version: int) -> None:
        nothing = _("not said yet") if key == WHOLE else _("as on the whole text")
        self.fields[f"stance-{key}"] = forms.ChoiceField(
            label=label,
            choices=[("", nothing), *Stance.choices],
            required=False,
            initial=before.stance if before else "",
        )
        self.fields[f"reason-{key}"] = forms.CharField(
            label=_("Why, or what you would rather have"),
            required=False,
            max_length=4_000,
            initial=before.reason if before else "",
            widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        )
        self.fields[f"version-{key}"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=version
        )

    def fields_of(self, key: str) -> dict[str, forms.BoundField]:
        """The three fields of the whole (`WHOLE`) or of a clause."""
        return {name: self[f"{name}-{key}"] for name in ("stance", "reason", "version")}

    @property
    def whole(self) -> dict[str, forms.BoundField]:
        return self.fields_of(WHOLE)

    @property
    def by_clause(self) -> list[tuple[Clause, dict[str, forms.BoundField]]]:
        return [(clause, self.fields_of(clause.pk.hex)) for clause in self.clauses]

    @property
    def said(self) -> list[Said]:
        """What was said, as the operation takes it. Only for a valid form."""
        keys: list[tuple[str, Clause | None]] = [
            (WHOLE, None),
            *((each.pk.hex, each) for each in self.clauses),
        ]
        given = self.cleaned_data
        return [
            Said(clause, given[f"stance-{key}"], given[f"version-{key}"] or 0, given[f"reason-{key}"])
            for key, clause in keys
            if given[f"stance-{key}"]
        ]

    @property
    def speaking(self) -> Speaking:
        given = self.cleaned_data
        return Speaking(
            given["capacity"], given["resolution_number"], given["said_by"], given.get("via", Came.PAGE)
        )


class EnteredForm(PositionForm):
    """The same, entered by a member on the party's behalf, saying how it came."""

    via = forms.ChoiceField(
        label=_("It came"),
        choices=[each for each in Came.choices if each[0] != Came.PAGE],
        initial=Came.MEETING,
    )
    said_by = forms.CharField(label=_("Said by whom"), max_length=160)
    field_order = ("via", "said_by", "capacity", "resolution_number")
