"""How sources, codes and themes stand in the plain sentences of a thread."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.evidence.models import Code, Finding, Source, Theme
from imbizo.evidence.states import SourceKind, ThemeState
from imbizo.programmes.models import Membership
from imbizo.thread.queries.telling import few
from imbizo.thread.registry import Phrases, Telling
from imbizo.thread.states import Part, Stage

_GONE: Final = (ThemeState.MERGED, ThemeState.WITHDRAWN)


def sources(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """How many of each sort: "2 reports"."""
    rows = Source.objects.filter(pk__in=list(ids), withdrawn_because="")
    counted = rows.order_by().values_list("kind").annotate(number=Count("pk"))
    numbers = dict(counted)
    return [_of_kind(kind, numbers[kind]) for kind in SourceKind if kind in numbers]


def _of_kind(kind: SourceKind, number: int) -> str:
    words = {
        SourceKind.LITERATURE: ngettext("%(count)s publication", "%(count)s publications", number),
        SourceKind.POLICY: ngettext("%(count)s policy", "%(count)s policies", number),
        SourceKind.PRACTICE: ngettext("%(count)s practice", "%(count)s practices", number),
        SourceKind.INTERVIEW: ngettext("%(count)s interview", "%(count)s interviews", number),
        SourceKind.REPORT: ngettext("%(count)s report", "%(count)s reports", number),
        SourceKind.MEDIA: ngettext("%(count)s news item", "%(count)s news items", number),
    }
    return words[kind] % {"count": number}


def codes(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    rows = Code.objects.filter(pk__in=list(ids), merged_into=None, withdrawn_because="")
    return few([_("“%(name)s”") % {"name": each.name} for each in rows])


def themes(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    rows = Theme.objects.filter(pk__in=list(ids)).exclude(state__in=_GONE)
    return few([_("the theme “%(title)s”") % {"title": each.title} for each in rows])


def count_themes(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    number = Theme.objects.filter(pk__in=list(ids)).exclude(state__in=_GONE).count()
    return (ngettext("%(count)s theme", "%(count)s themes", number) % {"count": number},) if number else ()


def count_codes(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    return (ngettext("%(count)s code", "%(count)s codes", len(ids)) % {"count": len(ids)},)


def excerpts(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    return (ngettext("%(count)s excerpt", "%(count)s excerpts", len(ids)) % {"count": len(ids)},)


def findings(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """The findings of scans that weren't withdrawn."""
    number = Finding.objects.filter(pk__in=list(ids), withdrawn_because="").count()
    return (
        (ngettext("%(count)s finding", "%(count)s findings", number) % {"count": number},) if number else ()
    )


def _live_themes(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(state__in=_GONE)


def _telling(kind: str, stage: Stage, part: Part, became: Phrases | None, **more: Any) -> Telling:
    return Telling(kind=f"evidence.{kind}", stage=stage, part=part, became=became, **more)


TELLINGS: Final = (
    _telling("source", Stage.SAID, Part.IN, None, origin=sources, is_root=True),
    _telling("excerpt", Stage.SET_APART, Part.LED, excerpts),
    _telling("finding", Stage.SET_APART, Part.LED, findings),
    _telling("code", Stage.CODED, Part.CODED, codes, origin=count_codes),
    _telling(
        "theme", Stage.GATHERED, Part.IN, themes, origin=count_themes, must_rest=True, resting=_live_themes
    ),
)
"""Registered in `evidence.records`."""
