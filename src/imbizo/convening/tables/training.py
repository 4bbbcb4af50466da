"""The list of training modules."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from imbizo.base.tables import Column, Table
from imbizo.convening.models import Module


def _released(module: Any) -> str:
    return _t("version %(number)s") % {"number": module.released} if module.released else _t("none yet")


def _hours(module: Module) -> Any:
    return "" if module.hours is None else module.hours


class ModuleTable(Table[Module]):
    """By name."""

    name = "modules"
    label = _("training modules")
    label_of_one = _("training module")
    default_sort = "name"
    columns = (
        Column("name", _("Module"), text=lambda row: row.name, url=Module.get_absolute_url, sort=("name",)),
        Column("aim", _("What people can do afterwards"), text=lambda row: row.aim[:140]),
        Column("hours", _("Hours"), text=_hours, sort=("hours",), is_number=True),
        Column("released", _("Released"), text=_released, sort=("released",)),
        Column("owner", _("Partner"), text=lambda row: row.owner.label, sort=("owner__name",)),
    )  # fmt: skip
