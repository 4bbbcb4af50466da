"""What is asked of the activity page and of notifications."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from imbizo.programmes import queries as programmes
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread import registry
from imbizo.thread.queries import Narrowed


@dataclass(frozen=True)
class _Reader:
    """Whoever may do the same can read the same kinds, of whatever programme and partner they are."""

    permissions: frozenset[Permission]
    member: Membership = field(compare=False)


@lru_cache(maxsize=64)
def _readable(reader: _Reader) -> list[registry.RecordKind]:
    """The kinds of which the reader may see anything. Asking each kind took half of the page's time."""
    return [kind for kind in registry.all_kinds() if not kind.visible_to(reader.member).query.is_empty()]


class ActivityFilters(forms.Form):
    """Narrows the activity page; what makes no sense narrows nothing."""

    by = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("What"), required=False)
    verb = forms.ChoiceField(label=_("Did"), required=False)

    def __init__(self, data: Any, *, member: Membership) -> None:
        super().__init__(data)
        people = programmes.members(member).values_list("user_id", "user__name").order_by("user__name")
        self._choose("by", _("Everybody"), [(str(pk), name) for pk, name in people])
        readable = _readable(_Reader(member.permissions, member))
        nouns = sorted(
            ((kind.kind, str(kind.noun).capitalize()) for kind in readable), key=lambda pair: pair[1]
        )
        self._choose("kind", _("Everything"), nouns)
        self._choose("verb", _("Anything"), registry.verb_choices())

    def _choose(self, name: str, everything: Any, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", everything), *choices]

    def narrowed(self) -> Narrowed:
        """What was chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        user = chosen.get("by")
        return Narrowed(
            kind=chosen.get("kind", ""), verb=chosen.get("verb", ""), user=UUID(user) if user else None
        )

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())


class ReadForm(forms.Form):
    """Which notification was read; none named means all."""

    id = forms.UUIDField(required=False)

    def ids(self) -> list[UUID] | None:
        chosen = self.cleaned_data["id"]
        return [chosen] if chosen else None


def before_id(query: Mapping[str, str]) -> UUID | None:
    """Where the page begins: after the entry named in the address; what isn't an id is the first page."""
    field = forms.UUIDField(required=False)
    try:
        found: UUID | None = field.clean(query.get("before", ""))
    except forms.ValidationError:
        return None
    return found


class EndForm(forms.Form):
    """What a coordinator types to show which programme is to end."""

    short_name = forms.CharField(
        label=_("Short name of the programme"),
        help_text=_("It stands in the address of every page, after /p/."),
        max_length=60,
    )
