"""Links that open one record for one purpose to whoever holds them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base import bulk
from imbizo.programmes.models import Membership
from imbizo.thread import registry as registered
from imbizo.thread.errors import LinkClosed
from imbizo.thread.models import PublicLink
from imbizo.thread.queries.public_links import link_with


@transaction.atomic
def issue_public_link(record: Any, *, purpose: str, days: int, by: Membership | None) -> str:
    """Make a link for the record and return its token, which is kept nowhere. Earlier ones for it are revoked."""
    revoke_public_links(record, purpose=purpose)
    link = _link(record, purpose, by)
    token = link.issue(days=days)
    link.save()
    return token


@transaction.atomic
def add_public_links(
    records: Sequence[Any], *, purpose: str, days: int, by: Membership | None
) -> dict[UUID, str]:
    """A further link for each record, beside those that it has; their tokens by the records' ids.

    For messages that repeat a link whose token is kept nowhere: a reminder has its own, and the first still opens.
    """
    links = [_link(record, purpose, by) for record in records]
    tokens = {link.record_id: link.issue(days=days) for link in links}
    bulk.insert(links)
    return tokens


def _link(record: Any, purpose: str, by: Membership | None) -> PublicLink:
    return PublicLink(
        programme_id=record.programme_id,
        purpose=purpose,
        record_kind=registered.kind_of(record).kind,
        record_id=record.pk,
        made_by_id=by.user_id if by else None,
    )


def revoke_public_links(record: Any, *, purpose: str) -> None:
    """Close every open link of the record for that purpose."""
    now = timezone.now()
    PublicLink.objects.filter(record_id=record.pk, purpose=purpose, revoked_at=None).update(revoked_at=now)


def open_public_link(token: str, *, purpose: str) -> PublicLink:
    """The link with that token, marked as opened. Raises LinkClosed, which tells no reason to a guesser."""
    link = link_with(token)
    if link is None or link.purpose != purpose or not link.is_usable:
        raise LinkClosed(_("This link can't be opened. It may have expired; ask for a new one."))
    if link.opened_at is None:
        link.opened_at = timezone.now()
        link.save(update_fields=["opened_at"])
    return link
