"""A form for a record that two people may have open at once: neither loses what they wrote.

The page carries a signed note of what each field held when it was drawn (a digest, not the text). On return
three states meet: then (the note), theirs (the database now) and mine (what was typed).

    only I changed it          mine is saved
    only they changed it       theirs is kept
    both, to the same          nothing to decide
    both, differently          a conflict: both are shown, and the person chooses
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
else:  # Django's forms take no type parameter when they run.
    AnyModelForm = forms.ModelForm

SALT = "imbizo.base.forms.versioned"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed differently, for the page: what each wrote, and the name of the choice."""

    name: str
    label: str
    mine: str
    theirs: str
    choice_name: str
    chosen: str = ""


@dataclass(frozen=True)
class Kept:
    """A field that only somebody else changed; their value stays."""

    label: str
    theirs: str


class ThreeWayForm(AnyModelForm):
    """Mix into a ModelForm whose instance was read from the database for this request.

    After `is_valid()`, `changes` holds the fields to write: those that I changed and that won. `cleaned_data`
    holds the merged record. With conflicts the form is not valid, `conflicts` lists them, and everything typed
    stays. A subclass with a `clean` of its own calls `super().clean()` first.
    Two submissions in the same instant are told apart only where the view holds the row (`select_for_update`).
    """

    snapshot = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conflicts: list[Conflict] = []
        self.kept: list[Kept] = []
        self.changes: dict[str, Any] = {}
        self._theirs = model_to_dict(self.instance, fields=self._merged_names())
        self._now = {name: _digest(self.fields[name], value) for name, value in self._theirs.items()}
        self.fields["snapshot"].initial = self._sign(self._now, {})

    def clean(self) -> dict[str, Any]:
        """Merge the three states. Raises ValidationError where a person must choose."""
        super().clean()
        then, seen = self._read_snapshot()
        for name in self._theirs:
            if name in self.cleaned_data:
                self._merge(name, then.get(name, ""), seen.get(name, ""))
        if self.conflicts:
            self._remember_conflicts(then)
            raise ValidationError(_refusal(), code="conflict")
        return self.cleaned_data

    def _merged_names(self) -> list[str]:
        """Fields of the model that can be compared; an upload has no text to lay side by side."""
        editable = {
            field.name for field in self._meta.model._meta.get_fields() if isinstance(field, models.Field)
        }
        return [
            name
            for name, field in self.fields.items()
            if name in editable and not isinstance(field, forms.FileField) and not field.disabled
        ]

    def _merge(self, name: str, then: str, seen: str) -> None:
        field, now = self.fields[name], self._now[name]
        mine = _digest(field, self.cleaned_data[name])
        if mine == now:
            return
        if now == then:
            self.changes[name] = self.cleaned_data[name]
        elif mine == then:
            self._keep_theirs(name)
            self.kept.append(Kept(_label(self, name), shown(field, self._theirs[name])))
        else:
            self._decide(name, chosen=self.data.get(self._choice_name(name), "") if seen == now else "")

    def _decide(self, name: str, *, chosen: str) -> None:
        if chosen == MINE:
            self.changes[name] = self.cleaned_data[name]
        elif chosen == THEIRS:
            self._keep_theirs(name)
        else:
            self._list_conflict(name)

    def _list_conflict(self, name: str) -> None:
        field = self.fields[name]
        mine, theirs = shown(field, self.cleaned_data[name]), shown(field, self._theirs[name])
        chosen = str(self.data.get(self._choice_name(name), ""))
        self.conflicts.append(
            Conflict(name, _label(self, name), mine, theirs, self._choice_name(name), chosen)
        )

    def _keep_theirs(self, name: str) -> None:
        """Put their value among the cleaned ones; where this form no longer accepts it, leave it untouched."""
        field = self.fields[name]
        try:
            self.cleaned_data[name] = field.clean(field.prepare_value(self._theirs[name]))
        except ValidationError:
            del self.cleaned_data[name]

    def _remember_conflicts(self, then: Mapping[str, str]) -> None:
        """Let the page carry what was shown as theirs, so that a choice holds only for what the person saw."""
        seen = {conflict.name: self._now[conflict.name] for conflict in self.conflicts}
        self._carry(self._sign(then, seen))

    def _carry(self, snapshot: str) -> None:
        data = self.data.copy()  # type: ignore[attr-defined]  # QueryDict and dict both copy to something writable.
        data[self.add_prefix("snapshot")] = snapshot
        self.data = data

    def _choice_name(self, name: str) -> str:
        return self.add_prefix(f"resolve_{name}")

    @property
    def _salt(self) -> str:
        return f"{SALT}:{self.instance._meta.label_lower}:{self.instance.pk}"

    def _sign(self, then: Mapping[str, str], seen: Mapping[str, str]) -> str:
        return signing.dumps({"then": then, "seen": seen}, salt=self._salt)

    def _read_snapshot(self) -> tuple[dict[str, str], dict[str, str]]:
        """What the page carried. Without it every difference is put to the person, by raising ValidationError."""
        try:
            note = signing.loads(self.cleaned_data.get("snapshot", ""), salt=self._salt)
        except signing.BadSignature:
            self._carry(self._sign(self._now, {}))
            raise ValidationError(
                _("We can't tell what this page showed you. Look over what you wrote, then save again."),
                code="snapshot",
            ) from None
        return cast(dict[str, str], note["then"]), cast(dict[str, str], note["seen"])


class OfferingForm(ThreeWayForm):
    """One with fields that can read their own values only when choices or names were offered to the member.

    A subclass has `offer(member)`, of its own or from the class that its fields come from.
    """

    if TYPE_CHECKING:  # It would hide that of the fields otherwise.

        def offer(self, member: Any) -> None: ...

    def __init__(self, *args: Any, member: Any, **options: Any) -> None:
        self._offered_to = member
        super().__init__(*args, **options)

    def _merged_names(self) -> list[str]:
        self.offer(self._offered_to)
        return super()._merged_names()


def shown(field: forms.Field, value: Any) -> str:
    """A field's value in the words that the form itself uses: the label of a choice, yes or no, a list's parts."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    labels = _choice_labels(field)
    parts = [labels.get(part, part) for part in _parts(field, value)]
    return ", ".join(part for part in parts if part) or _("(empty)")


def _choice_labels(field: forms.Field) -> dict[str, str]:
    if not isinstance(field, forms.ChoiceField):
        return {}
    pairs = (
        (choice, label)
        for choice, label in _flat(cast(Iterable[Any], field.choices))
        if choice not in ("", None)
    )
    return {str(choice): str(label) for choice, label in pairs}


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for choice, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield choice, label


def _parts(field: forms.Field, value: Any) -> list[str]:
    """The value as texts, one per part: equal for what reads as equal, whether typed or stored."""
    prepared = field.prepare_value(value)
    if prepared is None:
        return []
    if isinstance(prepared, list | tuple | set | models.QuerySet):
        return [str(field.prepare_value(part)) for part in prepared]
    if isinstance(field, forms.DecimalField) and prepared != "":
        return [format((field.to_python(prepared) or Decimal()).normalize(), "f")]
    return [str(prepared).replace("\r\n", "\n").strip()]


def _digest(field: forms.Field, value: Any) -> str:
    parts = [part for part in _parts(field, value) if part]
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        parts = sorted(parts)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


def _label(form: forms.BaseForm, name: str) -> str:
    return str(form[name].label)


def _refusal() -> str:
    return _(
        "Somebody else changed this record while you were writing. Nothing is lost: choose below, then save."
    )
