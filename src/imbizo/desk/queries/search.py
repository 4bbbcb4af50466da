"""Search over what a member may see.

The index narrows by words, kind and audience; then each record found is asked for through its kind's `visible_to`,
which has the last word. No count is ever given of what matched, so nothing hidden can be inferred.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from imbizo.desk.queries.full_text import Candidate, Term, Wanted, candidates
from imbizo.desk.rules.ranking import rank
from imbizo.desk.rules.words import (
    SHORTEST_PREFIX,
    SKELETON,
    TITLE,
    asked_words,
    kind_token,
    partner_token,
    programme_token,
    skeleton,
)
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.registry import RecordKind

# Each kind's records that a member may see.
Readable = dict[str, QuerySet[Any]]
LIMIT = 30
# How many the index gives to choose the best from, and how many of them are asked for at a time.
CANDIDATES = 300
AT_A_TIME = 45


@dataclass(frozen=True)
class Result:
    """A record that answers, with the title and line that search keeps of it."""

    kind: RecordKind
    record: Any
    title: str
    subtitle: str

    @cached_property
    def url(self) -> str:
        return str(self.record.get_absolute_url())


@dataclass(frozen=True)
class Found:
    """The best results, whether there may be more, and whether only names that sound alike were found."""

    results: Sequence[Result]
    asked: Sequence[str]
    has_more: bool = False
    is_alike: bool = False


def search(member: Membership, text: str, *, kinds: Collection[str] = (), limit: int = LIMIT) -> Found:
    """What the member may see that has every word of `text`, each word also as the beginning of one.

    Titles first; names that sound alike only where nothing has the words. `kinds` narrows to some kinds. At most two
    queries of the index (a third for names that sound alike) and, for each AT_A_TIME candidates, one for each kind.
    """
    asked = asked_words(text)
    readable = _readable(member)
    scope = _scope(member, {name for name in readable if not kinds or name in kinds})
    if not asked or scope is None:
        return Found((), asked)
    found = _best(_with_words(asked, scope, limit), asked, readable, member, limit + 1)
    if found or not all(map(skeleton, asked)):
        return Found(found[:limit], asked, has_more=len(found) > limit)
    alike = [[Term(SKELETON + skeleton(word))] for word in asked]
    found = _best([candidates([*alike, *scope], CANDIDATES)], asked, readable, member, limit + 1)
    return Found(found[:limit], asked, has_more=len(found) > limit, is_alike=bool(found))


def searchable_kinds(member: Membership) -> list[RecordKind]:
    """The kinds that search knows and of which the member may see some."""
    return [registry.get(name) for name in _readable(member)]


def _readable(member: Membership) -> Readable:
    """The kinds that search knows, with what the member may see of each; those with nothing at all are left out."""
    every = {kind.kind: kind.visible_to(member) for kind in registry.all_kinds() if kind.search}
    return {name: rows for name, rows in every.items() if not rows.query.is_empty()}


def _scope(member: Membership, kinds: set[str]) -> Wanted | None:
    """The audience and the kinds as the index knows them; None where nothing can be found."""
    if not kinds:
        return None
    audience = [Term(programme_token(member.programme_id)), Term(partner_token(member.partner_id))]
    if all(kind.kind in kinds for kind in registry.all_kinds() if kind.search):
        return [audience]
    return [audience, [Term(kind_token(kind)) for kind in sorted(kinds)]]


def _with_words(asked: Sequence[str], scope: Wanted, limit: int) -> list[list[Candidate]]:
    """The entries whose title has the words; where these are few, also those with the words anywhere."""
    in_title = candidates([*([_term(TITLE, word)] for word in asked), *scope], CANDIDATES)
    if len(in_title) > limit:
        return [in_title]
    return [in_title, candidates([*([_term("", word)] for word in asked), *scope], CANDIDATES)]


def _term(mark: str, word: str) -> Term:
    return Term(mark + word, is_prefix=len(word) >= SHORTEST_PREFIX)


def _best(
    found: Sequence[Sequence[Candidate]],
    asked: Sequence[str],
    readable: Readable,
    member: Membership,
    limit: int,
) -> list[Result]:
    """The first `limit` that the member may see, the best first."""
    every = {(candidate.kind, candidate.record_id): candidate for stage in found for candidate in stage}
    best = sorted(every.values(), key=lambda candidate: rank(candidate.title, asked))
    return list(islice(_shown(member, best, readable), limit))


def _shown(member: Membership, found: Sequence[Candidate], readable: Readable) -> Iterator[Result]:
    """Those that the member may see, in the same order, a few at a time; the same page isn't listed twice."""
    pages: set[str] = set()
    for start in range(0, len(found), AT_A_TIME):
        batch = found[start : start + AT_A_TIME]
        visible = _visible(member, batch, readable)
        for candidate in batch:
            record = visible.get((candidate.kind, candidate.record_id))
            if record is None:
                continue
            result = Result(registry.get(candidate.kind), record, candidate.title, candidate.subtitle)
            if result.url not in pages:
                pages.add(result.url)
                yield result


def _visible(
    member: Membership, found: Iterable[Candidate], readable: Readable
) -> dict[tuple[str, UUID], Any]:
    """The records behind the candidates that the member may see, by kind and id: one query a kind."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for candidate in found:
        ids[candidate.kind].append(candidate.record_id)
    visible: dict[tuple[str, UUID], Any] = {}
    for name in ids.keys() & readable.keys():
        records = list(readable[name].filter(pk__in=ids[name]).order_by())
        registry.lend_programme(member, records)
        visible |= {(name, record.pk): record for record in records}
    return visible
