"""The list of the sections that a member writes."""

from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table
from imbizo.drafting.models import Section
from imbizo.drafting.templatetags.writing import day_due, section_state


class MySectionsTable(Table[Section]):
    """What is due first comes first."""

    name = "my-sections"
    label = _("sections that you write")
    label_of_one = _("section that you write")
    default_sort = "due"
    empty = Empty(
        _("You write no section yet"),
        _("On the page of a section, choose “Who writes it”. Yours are listed here, what is due first."),
        icon="pencil",
    )
    columns = (
        Column(
            "title", _("Section"), text=lambda row: row.title, url=Section.get_absolute_url, sort=("title",)
        ),
        Column("document", _("Document"), text=lambda row: row.document.title, sort=("document__title",)),
        Column(
            "due",
            _("To be written by"),
            text=lambda row: day_due(row) or _("no day set"),
            sort=("is_undated", "due_on", "document__title", "position"),
        ),
        Column(
            "state",
            _("State"),
            text=section_state,
            sort=("state",),
        ),
    )
