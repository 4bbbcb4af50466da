"""The words inside sources: which pages of which texts hold them. See migration 0002 for how the index is made."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.functions import Substr

from imbizo.evidence.models import Source, TextPage
from imbizo.evidence.rules.words import SHORTEST_PREFIX, Piece, snippet
from imbizo.programmes.models import Membership

MOST_PAGES = 5_000
SHOWN = 3
_FROM = "JOIN evidence_source AS source ON source.id = page.source_id"
SQLITE = f"""
    SELECT page.source_id, page.id FROM evidence_textindex AS found JOIN evidence_textpage AS page
    ON page.id = found.rowid {_FROM} WHERE evidence_textindex MATCH %s AND source.programme_id = %s LIMIT %s
"""  # noqa: S608 - a constant of this module
POSTGRESQL = f"""
    SELECT page.source_id, page.id FROM evidence_textpage AS page {_FROM}
    WHERE array_to_tsvector(string_to_array(page.words, ' ')) @@ %s::tsquery AND source.programme_id = %s LIMIT %s
"""  # noqa: S608 - a constant of this module


@dataclass(frozen=True)
class Hit:
    """A page on which the words stand: where it begins, its number (None for a text without pages), and the words
    around them.
    """

    start: int
    number: int | None
    pieces: Sequence[Piece]


def pages_with(member: Membership, asked: Sequence[str]) -> dict[UUID, list[int]]:
    """By source, the ids of the pages that hold every word asked for. Whether the member sees them isn't asked yet."""
    if not asked:
        return {}
    is_sqlite = connection.vendor == "sqlite"
    programme = member.programme_id.hex if is_sqlite else member.programme_id
    query, words = (SQLITE, _match(asked)) if is_sqlite else (POSTGRESQL, _tsquery(asked))
    with connection.cursor() as cursor:
        cursor.execute(query, [words, programme, MOST_PAGES])
        rows = cursor.fetchall()
    found: dict[UUID, list[int]] = defaultdict(list)
    for source, page in rows:
        found[UUID(hex=source) if is_sqlite else source].append(page)
    return found


def hits(
    pages: dict[UUID, list[int]], sources: Iterable[Source], asked: Sequence[str]
) -> dict[UUID, list[Hit]]:
    """The first SHOWN pages of each source, with the words around what was found: one query for all of them."""
    by_id = {source.pk: source for source in sources}
    wanted = [pk for source in by_id for pk in sorted(pages.get(source, []))[:SHOWN]]
    words = Substr("source__text", F("start") + 1, F("end") - F("start"))
    rows = TextPage.objects.filter(pk__in=wanted).annotate(text=words).order_by("source_id", "start")
    found: dict[UUID, list[Hit]] = defaultdict(list)
    for source, start, text in rows.values_list("source_id", "start", "text"):
        found[source].append(_hit(by_id[source], start, text, asked))
    return found


def _hit(source: Source, start: int, text: str, asked: Sequence[str]) -> Hit:
    page = bisect_right(source.pages, start) if len(source.pages) > 1 else None
    return Hit(start, page, snippet(text, asked))


def _match(asked: Sequence[str]) -> str:
    """As FTS5 asks. Words are letters and digits alone, so that quoting them is enough."""
    return " AND ".join(f'"{word}"{"*" if len(word) >= SHORTEST_PREFIX else ""}' for word in asked)


def _tsquery(asked: Sequence[str]) -> str:
    """As PostgreSQL asks; the cast to tsquery parses no text, as `to_tsquery` would."""
    return " & ".join(f"'{word}'{':*' if len(word) >= SHORTEST_PREFIX else ''}" for word in asked)
