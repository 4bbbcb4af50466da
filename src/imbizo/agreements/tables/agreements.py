"""The list of agreements."""

from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.agreements.models import Agreement
from imbizo.agreements.templatetags.agreement import agreement_badge
from imbizo.base.tables import Column, Table


def _name(agreement: Agreement) -> SafeString:
    kind = agreement.get_kind_display()
    return format_html("<bdi>{}</bdi><small>{}</small>", agreement.document.title, kind)


def _signed(agreement: Any) -> str:
    if not agreement.party_count:
        return ""
    return _("%(signed)s of %(all)s") % {"signed": agreement.signed_count, "all": agreement.party_count}


def _since(agreement: Agreement) -> str:
    return date_format(agreement.took_effect_on, "j M Y") if agreement.took_effect_on else ""


class AgreementsTable(Table[Agreement]):
    """The agreements that the member sees. Its rows come with `queries.parties.with_counts`."""

    name = "agreements"
    label = gettext_lazy("agreements")
    label_of_one = gettext_lazy("agreement")
    default_sort = "-made"
    columns = (
        Column("name", gettext_lazy("Agreement"), text=_name, url=Agreement.get_absolute_url,
               sort=("document__title",)),
        Column("state", gettext_lazy("State"), text=agreement_badge, sort=("state",)),
        Column("clauses", gettext_lazy("Clauses"), text=lambda each: each.clause_count, is_number=True),
        Column("parties", gettext_lazy("Parties"), text=lambda each: each.party_count, is_number=True),
        Column("signed", gettext_lazy("Signed"), text=_signed),
        Column("since", gettext_lazy("In effect since"), text=_since, sort=("took_effect_on",)),
        Column("owner", gettext_lazy("Kept by"), text=lambda each: each.owner.label, sort=("owner__name",)),
        Column("made", gettext_lazy("Begun"), text=lambda each: date_format(each.created_at, "j M Y"),
               sort=("created_at",)),
    )  # fmt: skip
