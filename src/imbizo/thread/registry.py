"""How each kind of record is shown, and to whom.

Every app's `records` module calls `register(RecordKind(...))`; the thread, the activity page, search and
notifications read from here and know no domain.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from imbizo.base.near import lend_near
from imbizo.programmes.models import Membership
from imbizo.thread.errors import UnknownKind
from imbizo.thread.states import Hidden, Part, Relation, Stage


@dataclass(frozen=True)
class SearchText:
    """What search knows of a record: a title, words of less weight, and a line shown under the title.

    Everybody to whom the record is visible may read all three. Give numbers in each form that people type
    ("27820000147 0820000147"), without spaces.
    """

    title: str
    body: str = ""
    subtitle: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordKind:
    """One kind of record.

    `visible_to` narrows to what a member may see (also by permission); `search` is None for kinds that aren't
    searched, and returns None for a record that isn't to be found (withdrawn, merged, erased); `search_sources`
    prefetches for `search` in bulk; `also_search` names records of other kinds, as (kind, id), whose search text
    changes with these.
    """

    kind: str
    model: type[Model]
    noun: Promise
    icon: str
    visible_to: Callable[[Membership], QuerySet[Any]]
    hidden: Hidden = Hidden.TITLE
    plural: Promise | None = None
    search: Callable[[Any], SearchText | None] | None = None
    search_sources: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda queryset: queryset)
    also_search: Callable[[Sequence[Any]], Iterable[tuple[str, UUID]]] = field(default=lambda records: ())
    is_protected: bool = False

    @property
    def many(self) -> str:
        """The noun for several, with a capital: "People"."""
        return str(self.plural or self.model._meta.verbose_name_plural).capitalize()


@dataclass(frozen=True)
class ForeignPair:
    """A foreign key that says the same as a link: `check_thread` compares the two.

    `holder` is the end of the link that the row with the key stands at: a duplicate's `merged_into` leads to the
    record that came from it, so its row is the "source".
    """

    model: type[Model]
    field: str
    relation: Relation
    holder: Literal["record", "source"]


@dataclass(frozen=True)
class JoiningRow:
    """A row between two records that says the same as a link: that words stand under a code.

    `record` and `source` name the fields (with _id) that hold the two ids; rows with either empty, and those that
    `rows` leaves out, have no link.
    """

    model: type[Model]
    record: str
    source: str
    relation: Relation
    rows: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda rows: rows)


Phrases = Callable[[Membership, Collection[UUID]], Sequence[str]]
"""What to say of several records of one kind, which the member may see: phrases that stand in a list, "section 3 of
“Strategy”". A fixed number of queries, however many there are."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How records of a kind stand in the plain sentences of a thread.

    `subject` begins the sentence about a record ("what was said in De Doorns on 12 May"); without it it's "this
    clause". `stands` is a whole sentence on how the record itself stands, empty where there is nothing to say.
    `became` tells of those that came of something, under `part`; `origin` counts those that something goes back to
    ("14 things said in 3 workshops"), `is_root` where they stand at the beginning. What stands behind one with
    `ends_origin` isn't an origin of what came of it: the section that a comment is about. `parts` are the records
    whose threads together are that of a whole, as a document's sections. Of kinds with `must_rest` each record is to
    come from something: `check_thread --orphans` names those that don't, among the rows that `resting` leaves.
    """

    kind: str
    stage: Stage
    part: Part = Part.IN
    subject: Callable[[Any], str] | None = None
    stands: Callable[[Membership, Any], str] | None = None
    became: Phrases | None = None
    origin: Phrases | None = None
    is_root: bool = False
    ends_origin: bool = False
    parts: Callable[[Membership, Any], Sequence[Any]] | None = None
    must_rest: bool = False
    resting: Callable[[QuerySet[Any]], QuerySet[Any]] = field(default=lambda rows: rows)


_tellings: dict[str, Telling] = {}
_pairs: list[ForeignPair] = []
_rows: list[JoiningRow] = []
_verbs: dict[str, Promise] = {}
_kinds: dict[str, RecordKind] = {}
_of_model: dict[type[Model], RecordKind] = {}


def register(kind: RecordKind) -> None:
    """Make a kind known. The last registration of a kind wins, so that tests can replace one."""
    _kinds[kind.kind] = kind
    _of_model[kind.model] = kind


def withdraw(kind: str) -> None:
    """Forget a kind: what tests and measurements registered."""
    found = _kinds.pop(kind, None)
    if found and _of_model.get(found.model) is found:
        del _of_model[found.model]


def get(kind: str) -> RecordKind:
    """The kind of that name. Raises UnknownKind."""
    if kind not in _kinds:
        raise UnknownKind(kind)
    return _kinds[kind]


def find(kind: str) -> RecordKind | None:
    """The kind of that name, or None where the app that registered it is gone."""
    return _kinds.get(kind)


def kind_of(record: Model) -> RecordKind:
    """The kind that a record is registered as. Raises UnknownKind."""
    found = _of_model.get(type(record))
    if found is None:
        raise UnknownKind(type(record).__name__)
    return found


def of_model(model: type[Model]) -> RecordKind | None:
    """The kind that a model is registered as, or None."""
    return _of_model.get(model)


def register_pair(pair: ForeignPair) -> None:
    """Make known that a foreign key stands beside a link."""
    if pair not in _pairs:
        _pairs.append(pair)


def all_pairs() -> Iterable[ForeignPair]:
    """Every foreign key that stands beside a link."""
    return tuple(_pairs)


def register_row(row: JoiningRow) -> None:
    """Make known that rows of a model stand beside links."""
    _rows.append(row)


def all_rows() -> Iterable[JoiningRow]:
    """Every kind of row that stands beside links."""
    return tuple(_rows)


def register_telling(telling: Telling) -> None:
    """Say how records of a kind are told. The last registration of a kind wins."""
    _tellings[telling.kind] = telling


def telling(kind: str) -> Telling | None:
    """How records of a kind are told, or None where they are only counted."""
    return _tellings.get(kind)


def tellings() -> Iterable[Telling]:
    """All of them, from what was said to what is done."""
    return sorted(_tellings.values(), key=lambda each: (each.stage, each.kind))


def parts(member: Membership, record: Any) -> Sequence[Any]:
    """The records whose threads are this one's too: a document's sections. Empty for a record that is one thing."""
    told = telling(kind_of(record).kind)
    return told.parts(member, record) if told is not None and told.parts is not None else ()


def register_verbs(sentences: Mapping[str, Promise]) -> None:
    """Say how verbs of the audit trail read: a sentence with %(who)s and %(what)s."""
    _verbs.update(sentences)


def verb_sentence(verb: str) -> Promise | None:
    """The sentence of a verb, or None where no app gave one."""
    return _verbs.get(verb)


def verb_choices() -> list[tuple[str, str]]:
    """The verbs that have a sentence, as choices: "change", "… changed …"."""
    said = ((verb, str(sentence) % {"who": "…", "what": "…"}) for verb, sentence in _verbs.items())
    return sorted(said, key=lambda pair: pair[1])


def all_kinds() -> Iterable[RecordKind]:
    """Every registered kind, by name."""
    return [_kinds[key] for key in sorted(_kinds)]


def visible(member: Membership, kind: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The records of one kind that the member may see, by id, each with its programme: one query."""
    found = find(kind)
    if found is None:
        return {}
    records = list(found.visible_to(member).filter(pk__in=list(ids)).order_by())
    lend_programme(member, records)
    return {record.pk: record for record in records}


def visible_by_name(member: Membership, kind: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The same, for pages that name each record and lead to it: one query for each relation that these follow."""
    found = visible(member, kind, ids)
    lend_near(list(found.values()))
    return found


def programme_id(record: Any) -> UUID:
    """The programme that a record belongs to; a programme belongs to itself."""
    found: UUID = getattr(record, "programme_id", None) or record.pk
    return found


def lend_programme(member: Membership, records: Iterable[Any]) -> None:
    """Give records of the member's programme the programme object, which their addresses ask for the name of."""
    for record in records:
        if hasattr(type(record), "programme"):
            record.programme = member.programme
