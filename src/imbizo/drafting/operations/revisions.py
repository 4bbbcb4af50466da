"""Keeping each state of a section.

What one person saves while writing counts as one state for ten minutes (`began_at` is the same in all of its rows, and
lists show the last). The rows between are kept for a while all the same: somebody else may have opened one of them, and
their words are merged against the very text that they saw.
"""

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils import timezone

from imbizo.drafting.models import Publication, Revision, Section
from imbizo.drafting.rules.writing import goes_on
from imbizo.programmes.models import Membership

_KEPT_BETWEEN: Final = dt.timedelta(days=2)
"""So long somebody may have had a section open and still be merged against the very words that they saw."""


def keep(
    section: Section, *, kind: str, by: Membership, credit: Iterable[UUID] = ()
) -> tuple[Revision, bool]:
    """Keep the section as it stands at its version; says whether a new state began with it.

    `credit` names the members, beside `by`, whose words were joined in it.
    """
    now, last = timezone.now(), section.revisions.first()
    is_going_on = last is not None and goes_on(last, kind, by.pk, now, _published_at(section))
    kept = Revision.objects.create(
        section=section,
        number=section.version,
        title=section.title,
        html=section.html,
        text=section.text,
        kind=kind,
        by=by,
        at=now,
        began_at=last.began_at if last is not None and is_going_on else now,
    )
    kept.credit.set(Membership.objects.filter(pk__in=list(credit)))
    if is_going_on:
        _forget_between(kept, now)
    return kept, not is_going_on


def base_of(section: Section, version: int) -> Revision | None:
    """The state that somebody saw who says this version; the nearest before it where that one is kept no more."""
    found: Revision | None = section.revisions.filter(number__lte=version).first()
    return found


def authors_since(section: Section, version: int) -> set[UUID]:
    """The ids of the members who wrote in the section after that version."""
    later = section.revisions.filter(number__gt=version, by__isnull=False).order_by()
    return set(later.values_list("by_id", flat=True))


def _published_at(section: Section) -> dt.datetime | None:
    rows = Publication.objects.filter(document_id=section.document_id)
    moment: dt.datetime | None = rows.values_list("published_at", flat=True).first()
    return moment


def _forget_between(kept: Revision, now: dt.datetime) -> None:
    """Drop the rows between of states that nobody can have open any more."""
    same = Revision.objects.filter(section_id=kept.section_id, by_id=kept.by_id, kind=kept.kind)
    old = same.filter(at__lt=now - _KEPT_BETWEEN).order_by("number")
    rows = list(old.values_list("pk", "began_at"))
    between = [pk for (pk, began), (_next, next_began) in itertools.pairwise(rows) if began == next_began]
    Revision.objects.filter(pk__in=between).delete()
