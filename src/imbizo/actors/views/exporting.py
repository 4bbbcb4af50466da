"""Answering with the register as a file, and writing down that it was taken out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone

from imbizo.actors import exports, operations
from imbizo.actors.models import Actor, ActorList
from imbizo.base.documents.workbooks import WRITERS
from imbizo.base.files import Content, saved
from imbizo.programmes.models import Membership


def answer(
    member: Membership,
    rows: QuerySet[Actor],
    *,
    form: str,
    conditions: Mapping[str, Any],
    of: ActorList | None = None,
) -> HttpResponseBase:
    """The file, after the audit entry. `form` is xlsx, csv or vcf."""
    count = rows.order_by().count()
    operations.log_export(by=member, form=form, count=count, conditions=conditions, of=of)
    name = f"{member.programme.slug}-{timezone.localdate():%Y-%m-%d}.{form}"
    return saved(_content(form, rows.order_by("sort_name", "pk"), member), name)


def _content(form: str, rows: QuerySet[Actor], member: Membership) -> Content:
    if form == "vcf":
        return exports.as_vcf(rows, member)
    return WRITERS[form](exports.sheet(rows, member))
