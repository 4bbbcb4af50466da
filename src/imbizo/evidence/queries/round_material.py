"""What the coders of a round went through and what each marked in it, as bare rows: there may be a hundred thousand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from imbizo.calc.agreement import Span
from imbizo.convening.models import Input
from imbizo.evidence.models import Code, Coding, CodingRound
from imbizo.evidence.states import CodingState

Who = UUID | str
"""A membership's id, or the name of a coder in another program."""
Marked = Span[Who, UUID, UUID]


@dataclass(frozen=True)
class Coder:
    """A member (`key` is the membership's id), or a coder of another program by name."""

    key: Who
    name: str


@dataclass(frozen=True)
class Material:
    """The texts by their ids and where each was said or written, and who coded what in them."""

    texts: dict[UUID, str]
    places: dict[UUID, str]
    inputs: frozenset[UUID]
    marks: Sequence[Marked]
    coders: Sequence[Coder]
    codes: dict[UUID, Code] = field(default_factory=dict)


def material_of(within: CodingRound) -> Material:
    """What a round is about. A translation is another way to the same input, which is coded as one."""
    said = list(inputs_of(within).order_by().values_list("pk", "text", "gathering__name"))
    written = list(within.sources.order_by().values_list("pk", "text", "title"))
    rows = [*said, *written]
    marks = list(_marks(as_compared(within)))
    used = Code.objects.filter(pk__in={each.code for each in marks}).select_related("codebook", "programme")
    return Material(
        texts={pk: text for pk, text, _place in rows},
        places={pk: place for pk, _text, place in rows},
        inputs=frozenset(pk for pk, *_more in said),
        marks=marks,
        coders=coders_of(within),
        codes={each.pk: each for each in used.order_by("name")},
    )


def inputs_of(within: CodingRound) -> QuerySet[Input]:
    """What was said at the gatherings of a round, each thing once."""
    return Input.objects.filter(gathering__in=within.gatherings.all(), merged_into=None, withdrawn_because="")


def coders_of(within: CodingRound) -> list[Coder]:
    """Its members by their names, then those of another program."""
    members = [Coder(each.pk, str(each.user)) for each in within.coders.select_related("user")]
    return [*members, *(Coder(name, name) for name in within.other_coders)]


def as_compared(within: CodingRound) -> QuerySet[Coding]:
    """The round's codings: those that stand, and those that stood when it was compared."""
    stood = Q(state=CodingState.STANDING)
    if within.compared_at is not None:
        stood |= Q(updated_at__gte=within.compared_at)
    return Coding.objects.filter(stood, round=within)


def progress(within: CodingRound) -> list[tuple[Coder, int, int]]:
    """Each coder with the texts in which they have coded something, of how many: no word of what. Five queries."""
    touched = as_compared(within).order_by().values_list("coder_id", "coder_name", "input_id", "source_id")
    done = Counter(name or coder for coder, name, *_text in touched.distinct())
    total = inputs_of(within).count() + within.sources.count()
    return [(coder, done[coder.key], total) for coder in coders_of(within)]


class _Ids(dict[Any, UUID]):
    """The ids of texts as the database writes them, each read once: coders, codes and inputs come again and again."""

    def __missing__(self, written: Any) -> UUID:
        self[written] = UUID(written)
        return self[written]


def _marks(codings: QuerySet[Coding]) -> Iterator[Marked]:
    """The codings on the texts as they were said; one on a translation counts for the whole input."""
    ids = _Ids()
    text = Coalesce(Cast("input_id", TextField()), Cast("source_id", TextField()))
    named = {"who": Cast("coder_id", TextField()), "text": text, "what": Cast("code_id", TextField())}
    rows = codings.order_by().annotate(**named).values_list(*named, "coder_name", "language", "start", "end")
    for who, text_id, what, name, language, start, end in rows.iterator(chunk_size=5_000):
        bounds = (0, None) if language else (start, end)
        yield Span(ids[who] if who else name, ids[text_id], ids[what], *bounds)
