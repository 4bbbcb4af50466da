"""Fields that forms of gatherings share: an hour, a moment, a place, somebody of the register."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries as people
from imbizo.actors.models import ActorList
from imbizo.actors.states import Language
from imbizo.base.forms.choosing import RecordField
from imbizo.places.models import Place
from imbizo.programmes.models import Membership


class HourInput(forms.TimeInput):
    """The browser's own field for an hour."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class HourField(forms.TimeField):
    """An hour of the day; 9:00, 09h00 and 0900 are read as well."""

    widget = HourInput
    default_error_messages = {"invalid": _("Write the hour like this: 09:00.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H%M"], **options)


def place_field(**options: Any) -> RecordField[Place]:
    """A place: the municipalities of the programme and the towns in them."""
    return RecordField(words=Place.in_full, **{"empty_label": _("not decided"), **options})


def member_field(**options: Any) -> RecordField[Membership]:
    """A member of one's own partner."""
    return RecordField(words=lambda one: one.user, **{"empty_label": _("nobody yet"), **options})


class ListField(RecordField[ActorList]):
    """A list of the register, with how many are on it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"empty_label": _("no list yet"), **options})
        self._counts: dict[UUID, int] = {}

    def offer(self, member: Membership) -> None:
        """Let the member choose among the lists that it sees."""
        seen = people.lists(member)
        self.queryset = seen
        self._counts = people.counts(member, list(seen))

    def label_from_instance(self, obj: ActorList) -> str:
        return f"{obj.name} ({self._counts.get(obj.pk, 0):n})"


def offer_list(form: forms.BaseForm, name: str, member: Membership) -> None:
    """Let a field of a form choose among the lists that the member sees."""
    field = form.fields[name]
    assert isinstance(field, ListField)
    field.offer(member)


def grouped_languages(first: Iterable[str]) -> list[tuple[Any, Any]]:
    """All languages as choices, those of the programme before the others."""
    ours = [code for code in dict.fromkeys([*first, *dict(settings.LANGUAGES)]) if code in Language.values]
    others = [choice for choice in Language.choices if choice[0] not in ours]
    return [
        (_("Languages of the programme"), [(code, Language(code).label) for code in ours]),
        (_("Others"), others),
    ]


def language_names(codes: Iterable[str]) -> list[str]:
    """Languages in words; a code stays where it has none here."""
    return [str(Language(code).label) if code in Language.values else code for code in codes]
