"""Reads for coding: texts in parts with what is coded in them, the code tree, what was used last, what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from imbizo.calc import anchors
from imbizo.convening.models import Gathering, Input
from imbizo.convening.queries import inputs as said_queries
from imbizo.convening.queries.seeing import gatherings
from imbizo.evidence.models import Code, Codebook, Coding, CodingRound, Source
from imbizo.evidence.queries import seeing
from imbizo.evidence.rules.texts import Stretch, is_colour, lines_of, mark_of, parts_of
from imbizo.evidence.states import CodingState, RoundState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_IN_USE = Q(merged_into=None, withdrawn_because="")
# What a round's coders gave counts beside the rest once it is settled.
_COUNTS = Q(round=None) | Q(round__state=RoundState.SETTLED)


@dataclass(frozen=True)
class Text:
    """A text that can be coded: an input as it was said, its translation into `language`, or a source's text."""

    text: str
    input: Input | None = None
    source: Source | None = None
    language: str = ""
    pages: Sequence[int] = ()

    @cached_property
    def parts(self) -> list[Stretch]:
        return parts_of(self.text, self.pages)

    @cached_property
    def mark(self) -> str:
        return mark_of(self.text)


@dataclass(frozen=True)
class Line:
    """A line of the text with the codings that touch it (`codings`) and those that begin in it (`begun`)."""

    start: int
    end: int
    text: str
    codings: list[Coding] = field(default_factory=list)
    begun: list[Coding] = field(default_factory=list)


@dataclass(frozen=True)
class Branch:
    """A code in its tree: how deep it stands, and the names above it."""

    code: Code
    depth: int
    way: tuple[str, ...]
    count: int = 0


@dataclass(frozen=True)
class Neighbours:
    """Where an input stands in what is being gone through: its number of how many, and those on either side."""

    number: int
    total: int
    before: UUID | None
    after: UUID | None
    done: int


def texts_of_input(said: Input) -> list[Text]:
    """The original words, then each translation."""
    beside = [Text(each.text, input=said, language=each.language) for each in said.translations.all()]
    return [Text(said.text, input=said), *beside]


def text_of_source(source: Source) -> Text:
    return Text(source.text, source=source, pages=source.pages)


def one_text(member: Membership, *, kind: str, pk: UUID, language: str) -> Text:
    """The text that a page names, where the member sees it; else Http404."""
    if kind == "source":
        return text_of_source(get_object_or_404(seeing.sources(member), pk=pk))
    said = get_object_or_404(said_queries.for_showing(said_queries.inputs(member)), pk=pk)
    for text in texts_of_input(said):
        if text.language == language:
            return text
    raise Http404


def codings_on(
    text: Text, member: Membership, *, codebook: Codebook | None, within: CodingRound | None
) -> QuerySet[Coding]:
    """What the member sees coded in a text by a codebook; within a round that round's alone."""
    rows = seeing.codings(member).filter(input=text.input, source=text.source, language=text.language)
    rows = rows.filter(code__codebook=codebook) if codebook else rows
    rows = rows.filter(round=within) if within else rows.filter(_COUNTS)
    return rows.select_related("code", "coder__user").exclude(state=CodingState.TAKEN_BACK)


def lines_with(text: Text, part: Stretch, rows: QuerySet[Coding]) -> list[Line]:
    """The lines of a part and what is coded in each."""
    near = rows.filter(state=CodingState.STANDING)
    if text.input is None:
        # A source's codings are carried when its text is corrected, so that their places can be trusted.
        near = near.filter(start__lt=part.end, end__gt=part.start)
    placed = [each for each in near if is_in_place(each, text.text)]
    return [_line(text.text, line, placed) for line in lines_of(text.text, part)]


def _line(text: str, line: Stretch, placed: Sequence[Coding]) -> Line:
    here = [each for each in placed if each.start < line.end and each.end > line.start]
    begun = [each for each in here if line.start <= each.start]
    return Line(line.start, line.end, text[line.start : line.end], here, begun)


def is_in_place(coding: Coding, text: str) -> bool:
    """Put the coding where its words stand now, without writing it; False where they are gone.

    A translation may be bettered by whoever translates, without a word to coding.
    """
    if text[coding.start : coding.end] == coding.quote:
        return True
    anchor = anchors.Anchor(coding.quote, coding.prefix, coding.suffix, coding.start, coding.end)
    found = anchors.find(anchor, text)
    if found is None:
        return False
    coding.start, coding.end = found
    return True


def lost(text: Text, rows: QuerySet[Coding]) -> list[Coding]:
    """Codings whose words are gone from the text, to be put right."""
    if text.source is not None:
        return list(rows.filter(state=CodingState.ORPHANED))
    return [each for each in rows if each.state == CodingState.ORPHANED or not is_in_place(each, text.text)]


def in_use(codebook: Codebook) -> QuerySet[Code]:
    """Its codes without those merged or withdrawn."""
    return Code.objects.filter(_IN_USE, codebook=codebook).select_related("codebook", "programme")


def own_codebooks(member: Membership) -> QuerySet[Codebook]:
    """Those that the member's partner may code with."""
    return seeing.own(seeing.codebooks(member), member)


def own_codes(member: Membership) -> QuerySet[Code]:
    return seeing.codes(member).filter(codebook__owner_id=member.partner_id)


def counted_codebooks(member: Membership) -> QuerySet[Codebook]:
    """With how many codes each has, and how many words were coded in the open."""
    codings = Q(codes__codings__state=CodingState.STANDING) & (
        Q(codes__codings__round=None) | Q(codes__codings__round__state=RoundState.SETTLED)
    )
    live = Q(codes__merged_into=None, codes__withdrawn_because="")
    return seeing.codebooks(member).annotate(
        code_count=Count("codes", filter=live, distinct=True),
        coding_count=Count("codes__codings", filter=codings, distinct=True),
    )


def tree(codebook: Codebook, member: Membership) -> list[Branch]:
    """Its codes in use, each under its parent, with how often each stands as the member sees it."""
    counts = dict(
        standing(member)
        .filter(code__codebook=codebook)
        .order_by()
        .values_list("code")
        .annotate(count=Count("pk"))
    )
    below: dict[UUID | None, list[Code]] = {}
    for code in in_use(codebook):
        below.setdefault(code.parent_id, []).append(code)
    return list(_branches(below, None, (), counts))


def _branches(
    below: dict[UUID | None, list[Code]], parent: UUID | None, way: tuple[str, ...], counts: dict[Any, int]
) -> Iterable[Branch]:
    for code in below.get(parent, []):
        yield Branch(code, len(way), way, counts.get(code.pk, 0))
        yield from _branches(below, code.pk, (*way, code.name), counts)


def standing(member: Membership) -> QuerySet[Coding]:
    """The codings that stand, of those that the member sees; of rounds when they are settled."""
    return seeing.codings(member).filter(_COUNTS, state=CodingState.STANDING)


def recent_first(branches: Sequence[Branch], member: Membership) -> list[Branch]:
    """The codes that words can be put under: those that the member used last, then the others in their tree."""
    ids = [branch.code.pk for branch in branches]
    used = Coding.objects.filter(coder=member, code__in=ids).order_by().values_list("code")
    last = dict(used.annotate(at=Max("created_at")))
    codable = [branch for branch in branches if branch.code.is_codable]
    recent = sorted((each for each in codable if each.code.pk in last), key=lambda each: last[each.code.pk])
    return [*reversed(recent), *(each for each in codable if each.code.pk not in last)]


def is_own(coding: Coding, member: Membership) -> bool:
    """Whether the member made it; what nobody here made belongs to the partner whose codebook it is."""
    if coding.coder_id is None:
        return coding.code.codebook.owner_id == member.partner_id
    return coding.coder_id == member.pk


def of_code(code: Code, member: Membership) -> QuerySet[Coding]:
    """All words coded with it, as the member sees them, text after text."""
    rows = standing(member).filter(code=code)
    near = rows.select_related("coder__user", "input__gathering", "source", "programme", "code")
    return (
        near.defer("source__text")
        .prefetch_related("input__translations")
        .order_by("input__gathering__name", "source__title", "input__said_at", "input_id", "start")
    )


def said_in(member: Membership, gathering: Gathering) -> QuerySet[Input]:
    """What was said at a gathering, in its order, without what went into others."""
    rows = said_queries.inputs(member).filter(gathering=gathering, merged_into=None, withdrawn_because="")
    return rows.order_by("said_at", "pk")


def said_in_round(within: CodingRound, member: Membership) -> QuerySet[Input]:
    """The inputs of a round's gatherings."""
    rows = said_queries.inputs(member).filter(
        gathering__in=within.gatherings.all(), merged_into=None, withdrawn_because=""
    )
    return rows.order_by("gathering_id", "said_at", "pk")


def sources_in_round(within: CodingRound, member: Membership) -> QuerySet[Source]:
    return seeing.sources(member).filter(pk__in=within.sources.values("pk"))


def neighbours(pk: UUID, rows: QuerySet[Input], done: set[UUID]) -> Neighbours:
    """Where an input stands among those gone through."""
    ids = list(rows.values_list("pk", flat=True))
    at = ids.index(pk) if pk in ids else -1
    after = ids[at + 1] if at + 1 < len(ids) else None
    before = ids[at - 1] if at > 0 else None
    return Neighbours(at + 1, len(ids), before, after, len(done & set(ids)))


def coded_by(member: Membership, within: CodingRound | None) -> set[UUID]:
    """The inputs in which the member has coded something, in a round or outside one."""
    rows = Coding.objects.filter(coder=member, round=within, state=CodingState.STANDING)
    return set(rows.exclude(input=None).order_by().values_list("input_id", flat=True).distinct())


def own_round(member: Membership, pk: UUID) -> CodingRound:
    """A round of a codebook of the member's partner; else Http404."""
    rows = seeing.rounds(member).filter(codebook__owner_id=member.partner_id)
    found: CodingRound = get_object_or_404(rows, pk=pk)
    return found


def material(member: Membership) -> tuple[QuerySet[Gathering], QuerySet[Source]]:
    """What a round can be about: gatherings at which something was said, and sources with a text."""
    heard = said_queries.inputs(member).order_by().values("gathering")
    with_text = seeing.sources(member).exclude(text="").filter(withdrawn_because="")
    return gatherings(member).filter(pk__in=heard), with_text


def coders(member: Membership) -> QuerySet[Membership]:
    """Members of the partner who may code."""
    rows = Membership.objects.active().filter(partner_id=member.partner_id).select_related("user", "partner")
    able = [each.pk for each in rows if each.may(Permission.EVIDENCE_WRITE)]
    return rows.filter(pk__in=able)


def first_inputs(member: Membership, heard: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """The gatherings with the first thing said at each (`first`), where coding them begins."""
    said = said_queries.inputs(member).filter(merged_into=None, withdrawn_because="")
    first = said.filter(gathering=OuterRef("pk")).order_by("said_at", "pk").values("pk")[:1]
    return heard.annotate(first=Subquery(first)).exclude(first=None)


def colours(codebook: Codebook) -> list[str]:
    """The colours of all its codes, each once; only what is a colour."""
    rows = Code.objects.filter(codebook=codebook).order_by().values_list("colour", flat=True).distinct()
    return sorted(colour for colour in rows if is_colour(colour))
