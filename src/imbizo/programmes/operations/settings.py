"""The programme's own matters: what it is, its partners, who answers for its data, and how long that is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.errors import StillUsed
from imbizo.programmes.models import Operator, Partner, Programme, RetentionRule
from imbizo.programmes.operations.creation import must_be_free
from imbizo.programmes.operations.editing import Author, changed, make_once, write


@transaction.atomic
def change_programme(*, programme: Programme, changes: Mapping[str, Any], by: Author) -> Programme:
    """Write these fields of the programme."""
    write(programme, changes, by=by)
    return programme


@transaction.atomic
def change_partner(*, partner: Partner, changes: Mapping[str, Any], by: Author) -> Partner:
    """Rename a partner. Raises AlreadyThere for a name that another bears."""
    must_be_free(changes.get("name", partner.name), programme=partner.programme, but=partner.pk)
    write(partner, changes, by=by)
    return partner


@transaction.atomic
def remove_partner(*, partner: Partner, by: Author) -> None:
    """Remove a partner that was added by mistake. Raises StillUsed where anything hangs on it."""
    if partner.is_convenor:
        raise StillUsed(_("This partner convenes the programme, so it can't be removed."))
    try:
        with transaction.atomic():
            changed("remove", [partner], by=by, changes={"name": [partner.name, None]})
            partner.delete()
    except ProtectedError as error:
        raise StillUsed(
            _(
                "%(partner)s has, or had, members or records of its own, so it stays with them. "
                "You can rename it, and end its memberships."
            )
            % {"partner": partner.name}
        ) from error


@transaction.atomic
def add_operator(
    *,
    programme: Programme,
    name: str,
    service: str,
    country: str,
    by: Author,
    agreement_on: date | None = None,
    id: UUID | None = None,
) -> Operator:
    """Name someone who handles personal data for the responsible party. Raises Conflict."""
    return make_once(
        Operator,
        id=id,
        programme=programme,
        by=by,
        name=name,
        service=service,
        country=country,
        agreement_on=agreement_on,
    )


@transaction.atomic
def change_operator(*, operator: Operator, changes: Mapping[str, Any], by: Author) -> Operator:
    """Write these fields of the operator."""
    write(operator, changes, by=by)
    return operator


@transaction.atomic
def end_operator(*, operator: Operator, by: Author) -> Operator:
    """Say that the operator handles nothing more from today. It stays listed: it once held the data."""
    if operator.ended_on is None:
        write(operator, {"ended_on": timezone.localdate()}, by=by, verb="end")
    return operator


@transaction.atomic
def resume_operator(*, operator: Operator, by: Author) -> Operator:
    """Take the end back."""
    write(operator, {"ended_on": None}, by=by, verb="resume")
    return operator


@transaction.atomic
def change_retention(*, rule: RetentionRule, changes: Mapping[str, Any], by: Author) -> RetentionRule:
    """Write how long a class of records is kept, and what then."""
    write(rule, changes, by=by)
    return rule
