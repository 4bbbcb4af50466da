"""Fields that forms of gatherings share: an hour, a moment, a place, somebody of the register."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries as people
from imbizo.actors.models import Actor, ActorList
from imbizo.actors.states import Language
from imbizo.base.forms.fields import TagInput
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.programmes.queries import members

if TYPE_CHECKING:
    PlaceChoice = forms.ModelChoiceField[Place]
    MemberChoice = forms.ModelChoiceField[Membership]
    ListChoice = forms.ModelChoiceField[ActorList]
else:  # Django's fields take no type parameter when they run.
    PlaceChoice = MemberChoice = ListChoice = forms.ModelChoiceField


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


class PlaceField(PlaceChoice):
    """A place: the municipalities of the programme and the towns in them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("not decided"))
        super().__init__(Place.objects.none(), **options)

    def offer(self, member: Membership) -> None:
        """Let the member choose among the programme's places."""
        self.queryset = people.places(member)

    def label_from_instance(self, place: Place) -> str:
        # Under its municipality: "Witzenberg: Ceres", so that typing finds either.
        return f"{place.parent.name}: {place.name}" if place.parent and place.kind == "town" else place.name


class MemberField(MemberChoice):
    """A member of the programme."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("nobody yet"))
        super().__init__(Membership.objects.none(), **options)

    def offer(self, member: Membership) -> None:
        """Let the member choose among the members of its own partner."""
        self.queryset = members(member).filter(partner_id=member.partner_id)

    def label_from_instance(self, one: Membership) -> str:
        return str(one.user)


class ListField(ListChoice):
    """A list of the register, with how many are on it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("no list yet"))
        super().__init__(ActorList.objects.none(), **options)
        self._counts: dict[UUID, int] = {}

    def offer(self, member: Membership) -> None:
        """Let the member choose among the lists that it sees."""
        seen = people.lists(member)
        self.queryset = seen
        self._counts = people.counts(member, list(seen))

    def label_from_instance(self, actor_list: ActorList) -> str:
        return f"{actor_list.name} ({self._counts.get(actor_list.pk, 0):n})"


class ActorField(forms.CharField):
    """Somebody of the register, named by writing; gives the Actor, or None where nothing was written.

    Where several have the name, it asks to write the municipality behind it: "Thandi Jacobs, Witzenberg".
    """

    def __init__(self, *, form: str = "", **options: Any) -> None:
        super().__init__(**options)
        self._form = form
        self._member: Membership | None = None

    def offer(self, member: Membership) -> None:
        """Look among the actors that the member sees, and suggest their names while one writes."""
        self._member = member
        suggested = people.suggestions(member, form=self._form)
        self.widget = TagInput({"dir": "auto", "autocomplete": "off"}, suggestions=suggested)
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        """The name of an actor, or of the one with this id."""
        if isinstance(value, UUID):
            value = Actor.objects.filter(pk=value).first()
        return value.name if isinstance(value, Actor) else value

    def clean(self, value: Any) -> Any:
        """The actor that is meant. Raises ValidationError for a name that nobody or several have."""
        written = str(super().clean(value) or "").strip()
        if not written or self._member is None:
            return None
        found = people.called(self._member, written, form=self._form) or self._in_municipality(written)
        if not found:
            raise ValidationError(_("This name isn't in the register. Mend it, or add them there first."))
        if len(found) > 1:
            names = "; ".join(f"“{each.name}, {each.municipality}”" for each in found if each.municipality)
            raise ValidationError(
                _("Several have this name. Write where they are behind it: %(names)s"),
                params={"names": names},
            )
        return found[0]

    def _in_municipality(self, written: str) -> list[Actor]:
        name, _comma, where = written.rpartition(",")
        assert self._member is not None
        found = people.called(self._member, name, form=self._form) if name.strip() else []
        return [each for each in found if str(each.municipality or "").casefold() == where.strip().casefold()]


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
