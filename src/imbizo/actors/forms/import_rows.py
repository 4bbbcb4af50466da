"""The lists of an import: the imports, and the rows of one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.forms.imports import RowFilters
from imbizo.actors.models import ImportBatch, ImportRow
from imbizo.actors.rules.saying import field_words, say
from imbizo.actors.states import BatchState, RowPlan
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when

_PLAN_BADGES = {
    RowPlan.CREATE: "ok",
    RowPlan.UPDATE: "info",
    RowPlan.DECIDE: "doubtful",
    RowPlan.ERROR: "bad",
}
_STATE_BADGES = {
    BatchState.MAPPING: "doubtful", BatchState.READY: "doubtful", BatchState.DONE: "ok", BatchState.REFUSED: "bad",
}  # fmt: skip


def _plan(row: ImportRow) -> SafeString:
    return state_badge(_PLAN_BADGES.get(RowPlan(row.plan), "none"), row.get_plan_display())


def _who(row: ImportRow) -> SafeString:
    name = row.values.get("name") or (str(row.actor) if row.actor else "")
    line = ", ".join(filter(None, [row.values.get("position"), row.values.get("organisation")]))
    shown = format_html("<b><bdi>{}</bdi></b>", name or _("Nobody"))
    if row.actor is not None:
        shown = format_html('<a href="{}">{}</a>', row.actor.get_absolute_url(), shown)
    return format_html("<div>{}<small>{}</small></div>", shown, line)


def _reach(row: ImportRow) -> SafeString | str:
    """Each number and address as it is kept; those in doubt as they were written."""
    shown = [
        (address or raw, "" if state == "ok" else f" ({say([['contact', reason]])[0]})")
        for _channel, raw, address, _kind, state, reason in row.values.get("contacts", ())
    ]
    return format_html("<div>{}</div>", format_html_join("", "<div>{}{}</div>", shown)) if shown else ""


def _why(row: ImportRow) -> SafeString | str:
    said = say(reason for reason in row.reasons if reason[0] != "contact")
    lines = [format_html("{}", "; ".join(said))] if said else []
    if match := _match(row):
        lines.insert(0, match)
    lines += [_change(name, pair) for name, pair in row.changes.items() if name not in _BOOKKEEPING]
    listed = format_html_join("", "<div>{}</div>", ((line,) for line in lines))
    return format_html("<div>{}</div>", listed) if lines else ""


_BOOKKEEPING = frozenset({"made", "moved", "place_before"})


def _match(row: ImportRow) -> SafeString | None:
    if row.match is not None:
        return format_html('<a href="{}"><bdi>{}</bdi></a>', row.match.get_absolute_url(), row.match.name)
    if row.match_row is not None:
        return format_html("{}", _("Row %(number)s") % {"number": row.match_row})
    return None


def _change(name: str, pair: list[Any]) -> SafeString:
    old, new = (", ".join(map(str, each)) if isinstance(each, list) else str(each) for each in pair)
    if not old:
        return format_html("{}: {}", field_words(name), new)
    return format_html("{}: <del>{}</del> {}", field_words(name), old, new)


class ImportTable(Table[ImportBatch]):
    """Imports, the latest first."""

    name = "imports"
    label = gettext_lazy("imports")
    default_sort = "-when"
    columns = (
        Column("file", gettext_lazy("File"), text=str, url=ImportBatch.get_absolute_url, sort=("filename",)),
        Column("state", gettext_lazy("How it stands"), text=lambda b: state_badge(
            _STATE_BADGES.get(BatchState(b.state), "none"), b.get_state_display()), sort=("state",)),
        Column("source", gettext_lazy("From"), text=lambda b: b.source),
        Column("rows", gettext_lazy("Rows"), text=lambda b: b.rows_total, sort=("rows_total",), is_number=True),
        Column("when", gettext_lazy("Uploaded"), text=lambda b: when(b.created_at), sort=("created_at",)),
    )  # fmt: skip


class RowTable(Table[ImportRow]):
    """The rows of an import as the sheet numbers them."""

    name = "import-rows"
    label = gettext_lazy("rows")
    default_sort = "row"
    filter_form = RowFilters
    columns: ClassVar[Sequence[Column[Any]]] = (
        Column("row", gettext_lazy("Row"), text=lambda row: row.number, sort=("number",)),
        Column("who", gettext_lazy("Who"), text=_who),
        Column("plan", gettext_lazy("What it does"), text=_plan, sort=("plan", "number")),
        Column("reach", gettext_lazy("Numbers and addresses"), text=_reach),
        Column("why", gettext_lazy("Why, and what changes"), text=_why, sort=("-score", "number")),
    )  # fmt: skip

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by what a row does, and by a name or a row number."""
        if plan := chosen.get("plan"):
            rows = rows.filter(plan=plan)
        if name := chosen.get("name"):
            named = Q(values__name__icontains=name) | Q(actor__name__icontains=name)
            rows = rows.filter(named | Q(number=int(name)) if name.isdecimal() and len(name) < 8 else named)
        return rows


class BroughtInTable(RowTable):
    """The rows once they are in: what was staged of them is gone, whom they became is linked."""

    name = "import-brought-in"
    columns = tuple(column for column in RowTable.columns if column.key != "reach")
