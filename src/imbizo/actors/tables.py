"""The lists of the register: actors, and lists of actors."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any
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
from imbizo.base.tables import Column, Table
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


def _what(actor: Actor) -> SafeString | str:
    kind = "" if actor.kind == Kind.UNKNOWN else actor.get_kind_display()
    if actor.sphere == Sphere.NONE:
        return str(kind)
    return format_html("{}<small>{}</small>", kind, actor.get_sphere_display())


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
    return ", ".join(ways(actor.reached))


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


def _day(actor: Actor) -> str:
    return date_format(localtime(actor.created_at), "j M Y")


class RegisterTable(Table[Actor]):
    """People and organisations as the member sees them."""

    name = "actors"
    label = gettext_lazy("people and organisations")
    default_sort = "name"
    columns = (
        Column("name", gettext_lazy("Name"), text=_name, url=Actor.get_absolute_url, sort=("sort_name",)),
        Column("kind", gettext_lazy("Kind"), text=_what, sort=("kind", "sphere", "sort_name")),
        Column("office", gettext_lazy("Organisation"), text=_office),
        Column("place", gettext_lazy("Place"), text=_place, sort=("municipality__name", "sort_name")),
        Column("reach", gettext_lazy("Reached by"), text=_reach),
        Column("sharing", gettext_lazy("Shared with"), text=shared_words),
        Column("added", gettext_lazy("Added"), text=_day, sort=("created_at",)),
    )

    @cached_property
    def filters(self) -> forms.Form:
        return RegisterFilters(self.asked, member=self.request.member)  # type: ignore[attr-defined]  # a MemberRequest

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        return rows.filter(queries.condition(self.request.member, chosen)) if chosen else rows  # type: ignore[attr-defined]

    @cached_property
    def _fetched(self) -> list[Actor]:
        start = (self.page - 1) * self.page_size
        member = self.request.member  # type: ignore[attr-defined]
        found = list(queries.for_list(self.queryset, member)[start : start + self.page_size + 1])
        for actor in found:
            actor.programme = member.programme
        return found


class ListMembersTable(RegisterTable):
    """The actors on one list. It has no filters of its own: the register has them."""

    name = "list-members"
    filters = None  # type: ignore[assignment]  # the property of the base gives way to nothing


def how_it_fills(actor_list: ActorList) -> str:
    """Whether one puts actors on the list or it fills itself."""
    return _("fills itself") if actor_list.is_smart else _("by hand")


class ListsTable(Table[ActorList]):
    """The lists that the member sees, each with how many are on it."""

    name = "lists"
    label = gettext_lazy("lists")
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
        known: dict[UUID, int] = queries.counts(self.request.member, found)  # type: ignore[attr-defined]
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
    labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
    return str(get_text_list([str(labels.get(each, each)) for each in values], _("or")))
