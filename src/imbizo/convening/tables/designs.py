"""The list of designs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from imbizo.base.tables import Column, Table
from imbizo.convening.forms.designs import DesignFilters
from imbizo.convening.models import Design


def _name(design: Design) -> SafeString:
    purpose = Truncator(design.purpose).words(16)
    return format_html("<bdi>{}</bdi><small><bdi>{}</bdi></small>", design.name, purpose)


def _minutes(design: Any) -> str:
    minutes = design.minutes or 0
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


class DesignsTable(Table[Design]):
    """The designs that the member sees."""

    name = "designs"
    label = _("designs")
    label_of_one = _("design")
    default_sort = "name"
    filter_form = DesignFilters
    columns = (
        Column("name", _("Design"), text=_name, url=Design.get_absolute_url, sort=("name",)),
        Column("kind", _("For a"), text=lambda each: each.get_kind_display(), sort=("kind", "name")),
        Column("sessions", _("Sessions"), text=lambda each: each.session_count, sort=("session_count",),
               is_number=True),
        Column("minutes", _("Takes"), text=_minutes, sort=("minutes",), is_number=True),
        Column("owner", _("Partner"), text=lambda each: each.owner.label, sort=("owner__name",)),
    )  # fmt: skip

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by words of the name and by kind."""
        if "name" in chosen:
            rows = rows.filter(name__icontains=chosen["name"])
        return rows.filter(kind=chosen["kind"]) if "kind" in chosen else rows
