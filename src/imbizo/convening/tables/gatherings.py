"""The list of gatherings, and those of one round."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.base.tables import Column, MemberTable
from imbizo.convening.forms.gatherings import GatheringFilters
from imbizo.convening.models import Booking, Gathering, Round, Telling
from imbizo.convening.queries.figures import Invited, invited
from imbizo.convening.queries.proposing import coming
from imbizo.convening.queries.words import span_words
from imbizo.convening.states import HOLDING, BookingState, TellingState, Way
from imbizo.convening.templatetags.planning import gathering_badge, span


def _name(gathering: Gathering) -> SafeString:
    beside = gathering.round.name if gathering.round else ""
    return format_html("<bdi>{}</bdi><small>{}</small>", gathering.name, beside)


def _answers(gathering: Any) -> str:
    found: Invited | None = gathering.found
    if found is None or not found.listed:
        return ""
    return _("%(coming)s coming of %(asked)s") % {"coming": found.coming, "asked": found.asked}


class GatheringsTable(MemberTable[Gathering]):
    """The gatherings that the member sees. Who comes is counted for the partner's own."""

    name = "gatherings"
    label = gettext_lazy("gatherings")
    label_of_one = gettext_lazy("gathering")
    default_sort = "-when"
    filter_form = GatheringFilters
    columns = (
        Column("name", gettext_lazy("Gathering"), text=_name, url=Gathering.get_absolute_url, sort=("name",)),
        Column("when", gettext_lazy("When"), text=span, sort=("starts_at",)),
        Column("state", gettext_lazy("State"), text=gathering_badge, sort=("state", "starts_at")),
        Column("kind", gettext_lazy("Kind"), text=lambda each: each.get_kind_display(), sort=("kind",)),
        Column("place", gettext_lazy("Place"), text=lambda each: each.place or "", sort=("place__name",)),
        Column("answers", gettext_lazy("Coming"), text=_answers),
        Column("owner", gettext_lazy("Partner"), text=lambda each: each.owner.label, sort=("owner__name",)),
    )

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by words of the name, kind, state, municipality, round, and days of the programme's zone."""
        zone = self.member.programme.zone
        for name in ("kind", "state", "round"):
            if name in chosen:
                rows = rows.filter(**{name: chosen[name]})
        if "name" in chosen:
            rows = rows.filter(name__icontains=chosen["name"])
        if "place" in chosen:
            rows = rows.filter(Q(place=chosen["place"]) | Q(place__parent=chosen["place"]))
        if "from_" in chosen:
            rows = rows.filter(ends_at__gt=datetime.combine(chosen["from_"], datetime.min.time(), zone))
        if "until" in chosen:
            end = datetime.combine(chosen["until"] + timedelta(days=1), datetime.min.time(), zone)
            rows = rows.filter(starts_at__lt=end)
        return rows

    @cached_property
    def _fetched(self) -> list[Gathering]:
        rows = super()._fetched
        found = invited(self.member, rows)
        for each in rows:
            each.found = found.get(each.pk)  # type: ignore[attr-defined]  # for the columns
        return rows


def _date(gathering: Gathering) -> SafeString:
    agreed = gathering.date_agreed_with
    beside = _("agreed with %(who)s") % {"who": agreed} if agreed else ""
    return format_html("{}<small>{}</small>", span_words(gathering), beside)


class RoundTable(MemberTable[Gathering]):
    """The gatherings of a round, each with how far it is."""

    label = gettext_lazy("gatherings")
    label_of_one = gettext_lazy("gathering")
    default_sort = "when"
    columns = (
        Column("name", gettext_lazy("Gathering"), text=lambda each: format_html("<bdi>{}</bdi>", each.name),
               url=Gathering.get_absolute_url, sort=("name",)),
        Column("when", gettext_lazy("Date"), text=_date, sort=("starts_at",)),
        Column("venue", gettext_lazy("Venue"), text=lambda each: each.hall),
        Column("told", gettext_lazy("First told"), text=lambda each: each.told),
        Column("answers", gettext_lazy("Coming"), text=_answers),
        Column("state", gettext_lazy("State"), text=gathering_badge, sort=("state",)),
    )  # fmt: skip

    def __init__(self, *args: Any, planned: Round, **options: Any) -> None:
        # Each round remembers its own order.
        self.name = f"round-{planned.pk}"  # type: ignore[misc]  # the class has none
        super().__init__(*args, **options)

    @cached_property
    def _fetched(self) -> list[Gathering]:
        rows: list[Any] = super()._fetched
        ours = [each for each in rows if each.owner_id == self.member.partner_id]
        found, halls, told = invited(self.member, rows), _halls(ours), _told(ours)
        for each in rows:
            each.found, each.hall = found.get(each.pk), halls.get(each.pk) or _no_hall(each, ours)
            each.told = told.get(each.pk, "")
        return rows


def _no_hall(gathering: Gathering, ours: Sequence[Gathering]) -> str:
    """What stands for a hall where none is held: nothing, of what meets online and of other partners'."""
    lacks = gathering in ours and gathering.way != Way.ONLINE and not gathering.is_over
    return _("No venue is booked yet.") if lacks else ""


def _halls(rows: list[Any]) -> dict[Any, str]:
    """The hall of each, in words."""
    held = Booking.objects.filter(gathering__in=rows, state__in=HOLDING).select_related("venue")
    words = {BookingState.CONFIRMED: _("%(hall)s, confirmed"), BookingState.ASKED: _("%(hall)s, asked for")}
    return {
        each.gathering_id: words[BookingState(each.state)] % {"hall": each.venue.name}
        for each in sorted(held, key=lambda each: each.state == BookingState.CONFIRMED)
    }


def _told(rows: list[Any]) -> dict[Any, str]:
    """How many of those who must be told first have been, of each."""
    counts: dict[Any, list[int]] = {}
    for pk, state in Telling.objects.filter(gathering__in=rows).values_list("gathering_id", "state"):
        count = counts.setdefault(pk, [0, 0])
        count[0] += state != TellingState.DRAFT
        count[1] += 1
    return {
        pk: _("%(told)s of %(all)s") % {"told": told, "all": total} for pk, (told, total) in counts.items()
    }


class RoundsTable(MemberTable[Round]):
    """The rounds that the member sees."""

    name = "rounds"
    label = gettext_lazy("rounds")
    label_of_one = gettext_lazy("round")
    default_sort = "-made"
    columns = (
        Column("name", gettext_lazy("Round"), text=lambda each: format_html("<bdi>{}</bdi>", each.name),
               url=Round.get_absolute_url, sort=("name",)),
        Column("gatherings", gettext_lazy("Gatherings"), text=lambda each: each.count, is_number=True),
        Column("held", gettext_lazy("Held"), text=lambda each: each.held, is_number=True),
        Column("next", gettext_lazy("Next"), text=lambda each: span(each.coming) if each.coming else ""),
        Column("owner", gettext_lazy("Partner"), text=lambda each: each.owner.label, sort=("owner__name",)),
        Column("made", gettext_lazy("Planned on"),
               text=lambda each: date_format(localtime(each.created_at), "j M Y"),
               sort=("created_at",)),
    )  # fmt: skip

    @cached_property
    def _fetched(self) -> list[Round]:
        rows: list[Any] = super()._fetched
        found = coming(self.member, rows)
        for each in rows:
            each.coming = found.get(each.pk)
        return rows
