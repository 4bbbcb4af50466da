"""The list of measures across agreements."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.agreements.models import Agreement, Measure
from imbizo.agreements.queries import measuring as queries
from imbizo.agreements.queries.seeing import agreements
from imbizo.agreements.templatetags.measure import due_words, measure_badge, percent_words
from imbizo.base.components import Empty
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.tables import Column, MemberTable
from imbizo.programmes.models import Membership

STANDINGS = [
    ("", _("all")),
    ("overdue", _("overdue")),
    ("soon", _("due within two weeks")),
    ("silent", _("not reported yet")),
    ("unfunded", _("unfunded")),
    ("no_money", _("no line in a budget named")),
    ("no_owner", _("without an owner")),
    ("done", _("done")),
    ("stopped", _("stopped")),
]


class MeasureFilters(forms.Form):
    standing = forms.ChoiceField(label=_("Which"), choices=STANDINGS, required=False)
    agreement = RecordField[Agreement](label=_("Agreement"), required=False)
    institution = RecordField[Actor](label=_("Owner"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, agreement=agreements(member), institution=queries.owners(member))


def _name(measure: Measure) -> SafeString:
    where = measure.agreement.document.title
    return format_html("<bdi>{}</bdi><small><bdi>{}</bdi></small>", measure.title, where)


def _money(measure: Measure) -> str:
    if measure.is_unfunded:
        return _t("unfunded")
    return measure.budget_line


class MeasureTable(MemberTable[Measure]):
    """What is due first stands first."""

    name = "measures"
    label = _("measures")
    label_of_one = _("measure")
    default_sort = "due"
    filter_form = MeasureFilters
    empty = Empty(
        _("There are no measures yet"),
        _(
            "Open an agreement, and make measures from its clauses: who does what by when, and what pays for it."
        ),
        icon="checklist",
    )
    columns = (
        Column("what", _("Measure"), text=_name, url=Measure.get_absolute_url, sort=("title",)),
        Column("owner", _("Owner"), text=lambda row: row.institution or "", sort=("institution__sort_name",)),
        Column("due", _("Due"), text=due_words, sort=("due_on",)),
        Column("money", _("Paid by"), text=_money, sort=("is_unfunded", "budget_line")),
        Column("progress", _("Progress"), text=percent_words, sort=("reached",), is_number=True),
        Column("state", _("State"), text=measure_badge, sort=("state",)),
    )

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By how they stand, by agreement and by owner."""
        return queries.narrowed(rows, chosen, queries.today_of(self.member.programme))
