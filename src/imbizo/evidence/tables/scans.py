"""The lists of literature scans and of the sources in one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table, Text
from imbizo.base.templatetags.look import state_badge, when
from imbizo.evidence.models import Scan, ScanItem
from imbizo.evidence.queries.scanning import PLACES
from imbizo.evidence.states import Retrieval, Stage, Verdict

_PLACES = (
    ("", _("all")),
    ("to_screen", _("to be screened")),
    ("screened_out", _("left out by title and abstract")),
    ("to_retrieve", _("full text to be found")),
    ("not_retrieved", _("full text could not be had")),
    ("to_assess", _("full text to be read")),
    ("assessed_out", _("left out by full text")),
    ("included", _("taken in")),
    ("duplicate", _("duplicates")),
    ("screened", _("screened")),
    ("sought", _("full text looked for")),
    ("retrieved", _("full text at hand")),
    ("assessed", _("full text read")),
)


def _authors(item: ScanItem) -> str:
    names = [name.partition(",")[0] for name in item.source.authors[:3]]
    return "; ".join(names) + (" …" if len(item.source.authors) > len(names) else "")


def standing(item: ScanItem) -> SafeString:
    """Where a source stands in the scan, as a badge."""
    if item.duplicate_of_id:
        return state_badge("none", _now("duplicate"))
    if item.outcome == Verdict.EXCLUDE:
        return state_badge("none", _now("left out"))
    if item.outcome == Verdict.INCLUDE:
        return state_badge("ok", _now("taken in"))
    if item.stage == Stage.ABSTRACT:
        return state_badge("info", _now("to be screened"))
    if item.retrieval == Retrieval.NOT_FOUND:
        return state_badge("none", _now("could not be had"))
    return state_badge("info", _now("full text to be read"))


def _came(item: ScanItem) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', when(item.created_at.date()))


def _closed(scan: Scan) -> SafeString:
    return state_badge("none", _now("closed")) if scan.closed_on else state_badge("info", _now("going on"))


class ScansTable(Table[Scan]):
    """The newest first."""

    name = "scans"
    label = _("literature scans")
    label_of_one = _("literature scan")
    default_sort = "-begun"
    columns = (
        Column("name", _("Scan"), text=lambda scan: scan.name, url=Scan.get_absolute_url, sort=("name",)),
        Column("lead", _("Done by"), text=lambda scan: scan.lead.user if scan.lead else ""),
        Column("found", _("Sources"), text=lambda scan: scan.found, is_number=True, sort=("found",)),
        Column("in", _("Taken in"), text=lambda scan: scan.taken_in, is_number=True, sort=("taken_in",)),
        Column(
            "begun", _("Begun"), text=lambda scan: when(scan.started_on), sort=("started_on", "created_at")
        ),
        Column("due", _("Due"), text=lambda scan: when(scan.due_on), sort=("due_on",)),
        Column("state", _("State"), text=_closed, sort=("closed_on",)),
    )


class ItemFilters(forms.Form):
    """Words, where it stands, why it was left out."""

    q = forms.CharField(label=_("Words"), required=False)
    at = forms.ChoiceField(label=_("Where it stands"), choices=_PLACES, required=False)
    reason = forms.UUIDField(required=False, widget=forms.HiddenInput)
    found_in = forms.CharField(required=False, widget=forms.HiddenInput)


class ItemsTable(Table[ScanItem]):
    """The sources of a scan, in the order in which they came."""

    name = "scan-items"
    label = _("sources")
    label_of_one = _("source")
    default_sort = "came"
    filter_form = ItemFilters
    actions: ClassVar[Sequence[tuple[str, Text]]] = (
        ("include", _("Include")),
        ("exclude", _("Leave out, because…")),
        ("got", _("Full text is at hand")),
        ("not_found", _("Full text could not be had")),
        ("undo", _("Take back what I said")),
    )
    empty = Empty(_("Nothing in this scan yet"), _("Bring references in from its page."), icon="book")
    columns = (
        Column("title", _("Title"), text=lambda item: item.source.title, url=ScanItem.get_absolute_url,
               sort=("source__title",)),
        Column("authors", _("Authors"), text=_authors),
        Column("year", _("Year"), text=lambda item: item.source.year, is_number=True, sort=("source__year",)),
        Column("found", _("Found in"), text=lambda item: item.found_in, sort=("found_in",)),
        Column("stands", _("Stands"), text=standing, sort=("stage", "outcome")),
        Column("why", _("Because"), text=lambda item: item.reason.text if item.reason else "",
               sort=("reason__position",)),
        Column("came", _("Came"), text=_came, sort=("created_at",)),
    )  # fmt: skip

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By words of title and abstract, by where it stands, by why it was left out."""
        if words := chosen.get("q"):
            rows = rows.filter(Q(source__title__icontains=words) | Q(source__abstract__icontains=words))
        if place := chosen.get("at"):
            rows = rows.filter(PLACES[place])
        if reason := chosen.get("reason"):
            rows = rows.filter(reason=reason)
        if where := chosen.get("found_in"):
            rows = rows.filter(found_in="" if where == "-" else where)
        return rows
