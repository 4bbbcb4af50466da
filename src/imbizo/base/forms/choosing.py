"""Fields by which a form takes records: chosen from those offered, or named by writing.

A field stands on its form without anything to choose from; when the form is made for a member it offers what that
member may choose: `offer(self, place=places(member), institution=names(member, form=Form.ORGANISATION))`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.fields import TagInput

M = TypeVar("M", bound=Model)

if TYPE_CHECKING:

    class _One(forms.ModelChoiceField[M]): ...

    class _Several(forms.ModelMultipleChoiceField[M]): ...

else:  # Django's fields take no type parameter when they run.

    class _One(forms.ModelChoiceField, Generic[M]): ...

    class _Several(forms.ModelMultipleChoiceField, Generic[M]): ...


class Names(Protocol):
    """How records are called in writing."""

    @property
    def suggestions(self) -> Iterable[str]:
        """Names to offer while somebody writes one."""

    def find(self, written: str) -> Sequence[Any]:
        """The records that are called so."""

    def by_id(self, pk: UUID) -> Model | None:
        """The record with this id."""

    def tell_apart(self, found: Sequence[Any]) -> str:
        """What to write, so that only one of these is meant; empty where nothing tells them apart."""


class RecordField(_One[M]):
    """One of the records that the form offers. `words` says how one reads, where that isn't its `str`."""

    def __init__(self, *, words: Callable[[M], object] = str, **options: Any) -> None:
        super().__init__(None, **options)
        self._words = words

    def label_from_instance(self, obj: M) -> str:
        return str(self._words(obj))


class RecordsField(_Several[M]):
    """Some of the records that the form offers. `words` says how one reads, where that isn't its `str`."""

    def __init__(self, *, words: Callable[[M], object] = str, **options: Any) -> None:
        super().__init__(None, **options)
        self._words = words

    def label_from_instance(self, obj: M) -> str:
        return str(self._words(obj))


class NamedField(forms.CharField):
    """A record that is named by writing; None where nothing was written.

    Where several have the name, it asks to write what tells them apart behind it: "Thandi Jacobs, Witzenberg".
    """

    default_error_messages = {
        "unknown": _("This name isn't in the register. Mend it, or add them there first."),
        "several": _("Several have this name. Write where they are behind it: %(names)s"),
        "same": _("Several in the register have this name. Merge them there first."),
    }
    _names: Names

    def offer(self, names: Names) -> None:
        """Look among these records, and suggest their names while one writes."""
        self._names = names
        self.widget = TagInput({"dir": "auto", "autocomplete": "off"}, suggestions=names.suggestions)
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        """The name of a record, or of the one with this id."""
        record = self._names.by_id(value) if isinstance(value, UUID) else value
        return str(record) if isinstance(record, Model) else record

    def clean(self, value: Any) -> Any:
        """The record that is meant. Raises ValidationError for a name that nobody or several have."""
        written = str(super().clean(value) or "").strip()
        found = self._names.find(written) if written else []
        if written and not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            apart = self._names.tell_apart(found)
            code = "several" if apart else "same"
            raise ValidationError(self.error_messages[code], code=code, params={"names": apart})
        return found[0] if found else None


def offer(form: forms.BaseForm, **offered: QuerySet[Any] | Names) -> None:
    """Let these fields of a form choose among records, or find them by their names."""
    for name, records in offered.items():
        field = form.fields[name]
        if isinstance(field, NamedField):
            assert not isinstance(records, QuerySet)
            field.offer(records)
        else:
            assert isinstance(field, forms.ModelChoiceField)
            assert isinstance(records, QuerySet)
            field.queryset = records
