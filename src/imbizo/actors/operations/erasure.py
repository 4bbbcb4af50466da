"""Forgetting people: their record is emptied, every trace of them elsewhere too, and counts stay true.

What is left is a nameless stub with form, kind, sphere and municipality. A deletion that a person asked for also
stops their addresses for good, kept as a keyed hash. The rows that say so can't be read back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import imbizo.messaging.operations as messaging
from imbizo.actors.errors import AlreadyErased
from imbizo.actors.models import Actor, ActorList, Assignment, ImportRow, SubjectRequest
from imbizo.actors.operations import emptying
from imbizo.actors.queries import traces
from imbizo.actors.registry import Forgotten, on_erase
from imbizo.actors.states import ActorState, Because, RequestState
from imbizo.messaging.states import SuppressionReason
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit


@dataclass(frozen=True)
class Traces:
    """Whom to forget, their addresses and names, and the ids of what tells of them elsewhere."""

    actors: Sequence[Actor]
    addresses: frozenset[tuple[str, str]]
    names: frozenset[str]
    entries: set[Any]
    rows: set[Any]
    searches: set[Any]
    lists: set[Any]
    requests: set[Any]


def erase(*, actor: Actor, by: Membership | None) -> Actor:
    """Forget a person who asked for it, and those merged into them. Raises AlreadyErased.

    Effects in order: their addresses are stopped for good (but for those that somebody else has too), their open
    requests are answered, everything about them is emptied, the audit entry, the hooks of other apps.
    """
    if actor.state in {ActorState.ERASED, ActorState.MERGED}:
        raise AlreadyErased(_("They were erased already, or are part of another record."))
    found = find_traces([actor])  # Outside the transaction: reading much must not hold up those who write.
    with transaction.atomic():
        messaging.suppress(
            programme=actor.programme,
            addresses=found.addresses - traces.addresses_of_others(found.actors, found.addresses),
            reason=SuppressionReason.ERASED,
            by=by,
        )
        SubjectRequest.objects.filter(actor__in=found.actors, state=RequestState.OPEN).update(
            state=RequestState.ANSWERED, answered_at=timezone.now()
        )
        forget(found, because=Because.ASKED, by=by)
    actor.refresh_from_db()
    return actor


def anonymise(*, actors: Sequence[Actor], because: Because, by: Membership | None) -> None:
    """Forget people whose time is over. Their addresses aren't stopped by it; those stopped before stay so."""
    found = find_traces(actors)
    with transaction.atomic():
        forget(found, because=because, by=by)


def find_traces(actors: Sequence[Actor]) -> Traces:
    """What tells of the actors beyond what hangs on them."""
    whole = traces.family(actors)
    programme, words = whole[0].programme, traces.words(whole)
    closed = SubjectRequest.objects.filter(programme=programme).exclude(state=RequestState.OPEN, actor=None)
    return Traces(
        actors=whole,
        addresses=traces.addresses(whole),
        names=traces.names(whole),
        entries=traces.holding(AuditEntry.objects.filter(programme=programme), ["changes"], words),
        rows=traces.holding(
            ImportRow.objects.filter(programme=programme), ["values", "changes", "reasons"], words
        ),
        searches=traces.holding(Assignment.objects.filter(programme=programme), ["who", "note"], words),
        lists=traces.holding(ActorList.objects.filter(programme=programme), ["conditions"], words),
        requests=traces.holding(closed, ["text", "answer", "said_name", "said_contact"], words),
    )


def forget(found: Traces, *, because: Because, by: Membership | None) -> None:
    """Empty all of it, inside the caller's transaction."""
    programme = found.actors[0].programme
    emptying.empty_rows_of_imports(found.actors, found.rows)
    emptying.empty_audit(found.actors, found.entries)
    emptying.empty_parts(found.actors)
    emptying.empty_mentions(searches=found.searches, lists=found.lists, requests=found.requests)
    emptying.close_links(found.actors)
    messaging.forget_sources(programme=programme, addresses=found.addresses)
    emptying.empty_actors(found.actors)
    for emptied in (found.actors, *emptying.emptied_parts(found.actors)):
        audit("erase", emptied, by=by, changes={"reason": [None, because]})
    forgotten = Forgotten(programme, found.actors, found.addresses, found.names)
    for hook in on_erase:
        hook(forgotten)
