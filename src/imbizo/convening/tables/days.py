"""The list of a programme's own days."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import when
from imbizo.convening.forms.days import DayFilters
from imbizo.convening.models import CalendarDay


def _change(day: CalendarDay) -> SafeString:
    url = reverse("convening:calendar-day-edit", args=[day.programme.slug, day.pk])
    said = _("Change “%(what)s”") % {"what": day.name}
    return format_html('<a href="{}" aria-label="{}">{}</a>', url, said, _("Change"))


class DaysTable(Table[CalendarDay]):
    """Days to plan around, the latest first."""

    name = "calendar-days"
    label = gettext_lazy("days")
    label_of_one = gettext_lazy("day")
    default_sort = "-first"
    filter_form = DayFilters
    columns: ClassVar[Sequence[Column[Any]]] = (
        Column("name", gettext_lazy("What is on"), text=lambda day: format_html("<bdi>{}</bdi>", day.name),
               url=CalendarDay.get_absolute_url, sort=("name",)),
        Column("kind", gettext_lazy("Kind"), text=lambda day: day.get_kind_display(), sort=("kind",)),
        Column("first", gettext_lazy("First day"), text=lambda day: when(day.first), sort=("first",)),
        Column("last", gettext_lazy("Last day"), text=lambda day: when(day.last) if day.last != day.first else ""),
        Column("place", gettext_lazy("Where"), text=lambda day: day.place or "", sort=("place__name",)),
    )  # fmt: skip

    def __init__(self, *args: Any, may_change: bool, **options: Any) -> None:
        if may_change:
            last = Column[CalendarDay]("change", gettext_lazy("Change"), text=_change)
            self.columns = (*self.columns, last)  # type: ignore[misc]  # the class has those for all
        super().__init__(*args, **options)

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by kind."""
        return rows.filter(kind=chosen["kind"]) if "kind" in chosen else rows
