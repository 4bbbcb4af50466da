"""Answering with the register as a file, and writing down that it was taken out."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from imbizo.actors import exports, operations
from imbizo.actors.models import Actor, ActorList
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
    ordered = rows.order_by("sort_name", "pk")
    name = f"{member.programme.slug}-{timezone.localdate():%Y-%m-%d}.{form}"
    kind = exports.CONTENT_TYPES[form]
    if form == "xlsx":
        return FileResponse(
            exports.as_xlsx(ordered, member), as_attachment=True, filename=name, content_type=kind
        )
    pieces = exports.as_csv(ordered, member) if form == "csv" else exports.as_vcf(ordered, member)
    response = StreamingHttpResponse(pieces, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
