"""The lists of the register: actors, and lists of actors."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors import queries
from imbizo.actors.forms.register import RegisterFilters
from imbizo.actors.models import Actor, ActorList
from imbizo.actors.states import ContactState, Kind, NumberKind, Sphere
from imbizo.base.tables import Column, MemberTable, Table
from imbizo.base.templatetags.look import state_badge
from imbizo.messaging.states import Channel
from imbizo.programmes.states import Sharing

_WORKS = frozenset({ContactState.OK, ContactState.DOUBTFUL})


def _name(actor: Actor) -> SafeString:
    # <bdi> keeps a right-to-left name from turning the words beside it round.
    shown = f"{actor.title} {actor.name}".strip()
    if actor.acronym and not actor.is_person:
        return format_html("<bdi>{}</bdi> ({})", shown, actor.acronym)
    return format_html("<bdi>{}</bdi>", shown)


def _what(actor: Actor) -> str:
    """The sphere of government, or the kind of what stands outside it."""
    if actor.sphere != Sphere.NONE and actor.kind in {Kind.GOVERNMENT, Kind.UNKNOWN}:
        return str(actor.get_sphere_display())
    return "" if actor.kind == Kind.UNKNOWN else str(actor.get_kind_display())


def _office(actor: Any) -> SafeString | str:
    """What the person is, and where: the newest of the affiliations that hold today."""
    if not actor.offices:
        return ""
    office, more = actor.offices[0], len(actor.offices) - 1
    rest = _(" and %(count)s more") % {"count": more} if more else ""
    return format_html("<bdi>{}</bdi>{}<small>{}</small>", office.organisation.name, rest, office.position)


def _place(actor: Actor) -> str:
    return str(actor.municipality or actor.place_text or "")


def _reach(actor: Any) -> SafeString | str:
    if actor.handle_in_person:
        return state_badge("doubtful", _("in person"))
    # A hyphen that keeps "e-mail" on one line.
    return ", ".join(ways(actor.reached)).replace("-", "\N{NON-BREAKING HYPHEN}")


def ways(contacts: Iterable[Any]) -> list[str]:
    """The ways in which contact points can be used, each once: "SMS", "a call", "e-mail"."""
    used = [each for each in contacts if each.state in _WORKS]
    found = []
    if any(each.channel == Channel.SMS and each.number_kind == NumberKind.MOBILE for each in used):
        found.append(_("SMS"))
    elif any(each.channel in {Channel.PHONE, Channel.SMS} for each in used):
        found.append(_("a call"))
    channels = {each.channel for each in used}
    found += [str(each.label) for each in (Channel.WHATSAPP, Channel.EMAIL, Channel.POST) if each in channels]
    return found


def shared_words(record: Any) -> str:
    """With whom a record is shared, in a word: for lists."""
    return {
        Sharing.ALL: _("all partners"),
        Sharing.NAMED: _("some partners"),
        Sharing.ITSELF: _("only us"),
    }[Sharing(record.sharing)]


def _day(actor: Actor) -> SafeString:
    day = date_format(localtime(actor.created_at), "j M Y")
    return format_html("{}", day.replace(" ", "\N{NO-BREAK SPACE}"))


class RegisterTable(MemberTable[Actor]):
    """People and organisations as the member sees them."""

    name = "actors"
    filter_form: ClassVar[type[forms.Form] | None] = RegisterFilters
    label = gettext_lazy("people and organisations")
    label_of_one = gettext_lazy("person or organisation")
    default_sort = "name"
    columns = (
        Column("name", gettext_lazy("Name"), text=_name, url=Actor.get_absolute_url, sort=("sort_name",)),
        Column("kind", gettext_lazy("Kind"), text=_what, sort=("kind", "sphere", "sort_name")),
        Column("office", gettext_lazy("Organisation"), text=_office),
        Column("place", gettext_lazy("Place"), text=_place, sort=("municipality__name", "sort_name")),
        Column("reach", gettext_lazy("Reached by"), text=_reach),
        Column("sharing", gettext_lazy("Shared with"), text=shared_words),
        Column("added", gettext_lazy("Added"), text=_day, sort=("id",)),
    )

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        return rows.filter(queries.condition(self.member, chosen)) if chosen else rows

    @cached_property
    def _fetched(self) -> list[Actor]:
        start = (self.page - 1) * self.page_size
        # The ids alone are sorted first: a sort that carries whole rows takes several times as long.
        ids = list(self.queryset.values_list("pk", flat=True)[start : start + self.page_size + 1])
        rows = {actor.pk: actor for actor in queries.for_list(Actor.objects.filter(pk__in=ids), self.member)}
        found = [rows[pk] for pk in ids if pk in rows]
        for actor in found:
            actor.programme = self.member.programme
        return found

    @cached_property
    def total(self) -> int:
        """How many match, known again for as long as the register doesn't change."""
        if len(self._fetched) <= self.page_size:
            return super().total
        return queries.remembered_count(self.member, self.queryset, self.chosen)


class ListMembersTable(RegisterTable):
    """The actors on one list. It has no filters of its own: the register has them."""

    name = "list-members"
    filter_form = None
    total = Table.total


def how_it_fills(actor_list: ActorList) -> str:
    """Whether one puts actors on the list or it fills itself."""
    return _("fills itself") if actor_list.is_smart else _("by hand")


class ListsTable(MemberTable[ActorList]):
    """The lists that the member sees, each with how many are on it."""

    name = "lists"
    label = gettext_lazy("lists")
    label_of_one = gettext_lazy("list")
    default_sort = "name"
    columns = (
        Column(
            "name",
            gettext_lazy("List"),
            text=lambda each: each.name,
            url=ActorList.get_absolute_url,
            sort=("name",),
        ),
        Column("what", gettext_lazy("What it is for"), text=lambda each: each.description),
        Column(
            "how",
            gettext_lazy("How it fills"),
            text=how_it_fills,
            sort=("is_smart", "name"),
        ),
        Column(
            "owner", gettext_lazy("Owner"), text=lambda each: each.owner.label, sort=("owner__name", "name")
        ),
        Column("sharing", gettext_lazy("Shared with"), text=shared_words),
        Column("count", gettext_lazy("On it"), text=lambda each: f"{each.count:n}", is_number=True),
    )

    @cached_property
    def _fetched(self) -> list[ActorList]:
        found = super()._fetched
        known: dict[UUID, int] = queries.counts(self.member, found)
        for each in found:
            each.count = known[each.pk]  # type: ignore[attr-defined]  # for the last column
        return found


def conditions_words(member: Any, conditions: dict[str, Any]) -> str:
    """A filter in words: "Kind: faith; Municipality: Witzenberg"."""
    form = RegisterFilters(conditions, member=member)
    parts = []
    for name, value in conditions.items():
        if name in form.fields:
            parts.append(f"{form.fields[name].label}: {_value_words(form.fields[name], value)}")
    return "; ".join(parts)


def _value_words(field: forms.Field, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    labels = {str(choice): label for choice, label in _choices(field)}
    return str(get_text_list([str(labels.get(each, each)) for each in values], _("or")))


def _choices(field: forms.Field) -> list[Any]:
    found: Any = getattr(field, "choices", [])
    return list(found)
