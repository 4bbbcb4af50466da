"""The list of documents."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.drafting.forms.documents import DocumentFilters
from imbizo.drafting.models import Document
from imbizo.drafting.states import DocumentState

_BADGES = {
    DocumentState.DRAFT: "",
    DocumentState.CIRCULATING: "info",
    DocumentState.FINAL: "ok",
    DocumentState.WITHDRAWN: "doubtful",
}


def _title(document: Document) -> SafeString:
    version = (
        _now("version %(number)s") % {"number": document.version}
        if document.version
        else _now("not published")
    )
    return format_html("<bdi>{}</bdi><small>{}</small>", document.title, version)


def _state(document: Document) -> SafeString:
    return state_badge(_BADGES[DocumentState(document.state)], document.get_state_display())


def _progress(document: Any) -> str:
    if not document.section_count:
        return _now("no sections yet")
    return _now("%(ready)s of %(all)s") % {"ready": document.ready_count, "all": document.section_count}


class DocumentsTable(Table[Document]):
    """The documents that the member sees."""

    name = "documents"
    label = _("documents")
    label_of_one = _("document")
    default_sort = "-begun"
    page_size = 100
    filter_form = DocumentFilters
    columns = (
        Column("title", _("Document"), text=_title, url=Document.get_absolute_url, sort=("title",)),
        Column("kind", _("What it is"), text=lambda each: each.get_kind_display(), sort=("kind", "title")),
        Column("state", _("State"), text=_state, sort=("state", "title")),
        Column("ready", _("Sections ready"), text=_progress, sort=("section_count",)),
        Column("waiting", _("Comments waiting"), text=lambda each: each.waiting_count,
               sort=("waiting_count",), is_number=True),
        Column("due", _("Ready by"), text=lambda each: when(each.due_on), sort=("due_on",)),
        Column("owner", _("Partner"), text=lambda each: each.owner.label, sort=("owner__name",)),
        Column("begun", _("Begun"), text=lambda each: when(each.created_at.date()), sort=("created_at",)),
    )  # fmt: skip

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by words of the title, kind and state."""
        if "title" in chosen:
            rows = rows.filter(title__icontains=chosen["title"])
        return rows.filter(**{name: chosen[name] for name in ("kind", "state") if name in chosen})
