"""What is new: for facilitators who watch what comes in, and for the wall.

A page knows up to which instant it has read (`Cursor.since`), and gets what has changed after it. What is anonymous
bears only the hour, so that no instant may tell of it: a page that counts other anonymous inputs than there are now
gets those that wait once more, in no order (by their random ids).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from imbizo.convening.models import Gathering, Input, Translation
from imbizo.convening.queries.inputs import for_showing, narrowed
from imbizo.convening.states import InputState

MOST = 200
"""How many inputs a page holds, and how many it gets at once."""

# PostgreSQL may show a transaction after one that began later; SQLite has one writer at a time. What comes twice is
# drawn once.
_OVERLAP = timedelta(seconds=5)
_ON_WALL = 60
_HOUR = 3600  # seconds
_FORM = "%Y%m%d%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a page has read. `anonymous` tells which anonymous inputs there were, by state.

    `after` is the last one read at that very instant, where more of them wait to be read.
    """

    since: datetime
    anonymous: str = ""
    after: UUID | None = None

    def __str__(self) -> str:
        after = self.after.hex if self.after else ""
        return f"{self.since.astimezone(UTC):{_FORM}}.{self.anonymous}.{after}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """From an address. What isn't a cursor is one that has read nothing but what comes from now on."""
        since, _dot, rest = text.partition(".")
        anonymous, _dot, after = rest.partition(".")
        try:
            at = datetime.strptime(since, _FORM).replace(tzinfo=UTC)
            return cls(at, anonymous[:200], UUID(after) if after else None)
        except ValueError:
            return cls(timezone.now())


@dataclass(frozen=True, slots=True)
class News:
    """What a page gets: rows to draw, ids that its filters leave out by now, and how far it has read then.

    With `is_anew` the anonymous ones among `rows` are all there are; `is_more` says to ask again at once.
    """

    rows: Sequence[Input]
    gone: Sequence[str]
    cursor: Cursor
    is_anew: bool
    is_more: bool


def now_read(gathering: Gathering) -> Cursor:
    """Where a page begins that is drawn now.

    Asked before its rows, and set back a little: somebody may be writing at this instant. What lies between comes
    twice, and is drawn once.
    """
    return Cursor(timezone.now() - _OVERLAP, _anonymous_mark(gathering))


def news(gathering: Gathering, shown: QuerySet[Input], cursor: Cursor) -> News:
    """What has changed since the cursor; `shown` are the rows that the page's filters let through.

    Four queries, two where nothing has changed.
    """
    changed = _changed(gathering, cursor)
    mark = _anonymous_mark(gathering)
    is_anew = mark != cursor.anonymous
    rows = _among(shown, [pk for pk, _at in changed], is_anew=is_anew)
    drawn = {row.pk for row in rows}
    is_more = len(changed) == MOST
    return News(
        rows=rows,
        gone=[str(pk) for pk, _at in changed if pk not in drawn],
        cursor=_going_on(changed, mark) if is_more else _read_all(changed, cursor, mark),
        is_anew=is_anew,
        is_more=is_more,
    )


def counts(rows: QuerySet[Input]) -> dict[str, int]:
    """How many there are in each state."""
    found = rows.order_by().values_list("state").annotate(Count("pk"))
    return dict(found)


def wall_mark(gathering: Gathering) -> str:
    """Another text whenever the wall has to be drawn anew."""
    rows = Input.objects.filter(gathering=gathering, state=InputState.SHOWN)
    shown = rows.aggregate(number=Count("pk"), last=Max("touched_at"))
    words = Translation.objects.filter(input__in=rows.order_by().values("pk"))
    beside = words.aggregate(number=Count("pk"), last=Max("updated_at"))
    last = [at.strftime(_FORM) if at else "" for at in (shown["last"], beside["last"])]
    return f"{shown['number']}.{last[0]}.{beside['number']}.{last[1]}"


def on_wall(gathering: Gathering, about: str = "") -> list[Input]:
    """What was let through last, newest first; what is anonymous lies somewhere within its hour.

    `about` narrows it to a session or question (`queries.inputs.about`).
    """
    rows = narrowed(Input.objects.all(), {"about": about})
    shown = for_showing(rows.filter(gathering=gathering, state=InputState.SHOWN))
    named = list(shown.filter(is_anonymous=False).order_by("-touched_at")[:_ON_WALL])
    slips = list(shown.filter(is_anonymous=True).order_by("-touched_at", "pk")[:_ON_WALL])
    return sorted([*named, *slips], key=_place_on_wall, reverse=True)[:_ON_WALL]


def _place_on_wall(said: Input) -> datetime:
    if not said.is_anonymous:
        return said.touched_at
    return said.touched_at + timedelta(seconds=said.pk.int % _HOUR)


def _overlap() -> timedelta:
    return timedelta(0) if connection.vendor == "sqlite" else _OVERLAP


def _quiet(cursor: Cursor) -> datetime:
    """How far it has been read where nothing has changed."""
    return cursor.since if connection.vendor == "sqlite" else max(cursor.since, timezone.now() - _OVERLAP)


def _changed(gathering: Gathering, cursor: Cursor) -> list[tuple[UUID, datetime]]:
    rows = Input.objects.filter(gathering=gathering, is_anonymous=False)
    if cursor.after is None:
        rows = rows.filter(touched_at__gt=cursor.since - _overlap())
    else:
        # Exactly from there: with an overlap, more than fit into it would never be read to the end.
        rows = rows.filter(touched_at__gte=cursor.since)
        rows = rows.exclude(touched_at=cursor.since, pk__lte=cursor.after)
    return list(rows.order_by("touched_at", "pk").values_list("pk", "touched_at")[:MOST])


def _going_on(changed: Sequence[tuple[UUID, datetime]], mark: str) -> Cursor:
    pk, at = changed[-1]
    return Cursor(at, mark, pk)


def _read_all(changed: Sequence[tuple[UUID, datetime]], cursor: Cursor, mark: str) -> Cursor:
    since = max((at for _pk, at in changed), default=_quiet(cursor))
    return Cursor(max(since, cursor.since), mark)


def _among(shown: QuerySet[Input], changed: Sequence[UUID], *, is_anew: bool) -> list[Input]:
    rows = list(shown.filter(pk__in=changed).order_by("said_at", "pk")) if changed else []
    if is_anew:
        rows += list(shown.filter(is_anonymous=True).order_by("pk")[:MOST])
    return rows


def _anonymous_mark(gathering: Gathering) -> str:
    rows = Input.objects.filter(gathering=gathering, is_anonymous=True).order_by()
    found = rows.values_list("state", "is_marked").annotate(Count("pk")).order_by("state", "is_marked")
    return "-".join(f"{state[0:2]}{int(marked)}{number}" for state, marked, number in found)
