"""Themes, and which sentences, excerpts and findings stand in each: by their codes, or put in by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from imbizo.calc import synthesis
from imbizo.convening.models import Input
from imbizo.evidence.models import Code, Coding, Excerpt, Finding, InTheme, Theme
from imbizo.evidence.queries import seeing
from imbizo.evidence.queries.spoken import Area, Spoken, areas, let_through, spoken, survivors
from imbizo.evidence.states import CodingState, RoundState, ThemeState
from imbizo.programmes.models import Membership
from imbizo.thread.models import Link
from imbizo.thread.states import Relation

LIVE = (ThemeState.DRAFT, ThemeState.AGREED)
# Codings of a round count once it is settled.
OPEN = Q(round=None) | Q(round__state=RoundState.SETTLED)


@dataclass(frozen=True)
class Members:
    """The sentences in each theme, by the theme's id, and what is known of each sentence."""

    of: Mapping[UUID, frozenset[UUID]]
    known: Mapping[UUID, Spoken]

    def said(self) -> list[synthesis.Said]:
        """A row for each sentence under each theme, as `calc.synthesis` takes them."""
        return [_said(theme, self.known[pk]) for theme, ids in self.of.items() for pk in ids]


@dataclass(frozen=True)
class Card:
    """A theme in the list, with the facts that its sentence is made of; None where nothing stands in it yet."""

    theme: Theme
    raised: synthesis.Raised | None
    is_rare: bool
    quotes: int


def live(member: Membership) -> QuerySet[Theme]:
    """The themes that the member sees, without those merged or withdrawn."""
    return seeing.themes(member).filter(state__in=LIVE)


def own(member: Membership) -> QuerySet[Theme]:
    """Those that the member's partner may change."""
    return seeing.own(live(member), member)


def gone(member: Membership) -> QuerySet[Theme]:
    """Those that went into others or were withdrawn, the latest first."""
    rows = seeing.themes(member).exclude(state__in=LIVE).select_related("merged_into")
    return rows.order_by("-updated_at")


def inputs_of(
    themes: Iterable[Theme], member: Membership, known: Mapping[UUID, Spoken] | None = None
) -> Members:
    """The sentences in each theme that the member sees: of its codes as they stand, and by hand. Ten queries.

    One that was joined with another counts as that other. Merged and withdrawn themes keep what they had.
    """
    ids = [theme.pk for theme in themes]
    facts = spoken(member) if known is None else known
    into = survivors(member)
    found: dict[UUID, set[UUID]] = {pk: set() for pk in ids}
    for theme, said in [*_by_codes(ids), *_by_hand(ids)]:
        there = into.get(said, said)
        if there in facts:
            found[theme].add(there)
    return Members({pk: frozenset(own) for pk, own in found.items()}, facts)


def sentences(theme: Theme, member: Membership) -> set[UUID]:
    """The ids of the sentences in one theme that the member sees."""
    into = survivors(member)
    pairs = [*_by_codes([theme.pk]), *_by_hand([theme.pk])]
    return {into.get(said, said) for _theme, said in pairs}


def by_hand(theme: Theme) -> set[UUID]:
    """The ids of the sentences that a person put into it."""
    return {said for _theme, said in _by_hand([theme.pk])}


def cards(member: Membership) -> list[Card]:
    """The live themes in their order, each with its facts."""
    themes = list(live(member).annotate(quotes=Count("members", filter=~Q(members__excerpt=None))))
    members = inputs_of(themes, member)
    said = members.said()
    facts = {
        each.theme: each for each in synthesis.raised(said, [area.id for area in places(member, members)])
    }
    rare = {each.theme for each in synthesis.few_but_grave(said)}
    return [
        Card(theme, facts.get(theme.pk), theme.pk in rare, getattr(theme, "quotes", 0)) for theme in themes
    ]


def raised(theme: Theme, member: Membership, members: Members) -> synthesis.Raised | None:
    """The facts on one theme; None where nothing stands in it yet."""
    own = Members({theme.pk: members.of[theme.pk]}, members.known)
    found = synthesis.raised(own.said(), [area.id for area in places(member, members)])
    return found[0] if found else None


def places(member: Membership, members: Members) -> list[Area]:
    """The municipalities of the programme, in their order."""
    return areas(member, {each.municipality for each in members.known.values()})


def excerpts_of(theme: Theme, member: Membership) -> QuerySet[Excerpt]:
    """The excerpts put into it whose source the member sees."""
    return seeing.excerpts(member).filter(themes__theme=theme)


def findings_of(theme: Theme, member: Membership) -> QuerySet[Finding]:
    """The findings of literature scans put into it, that the member sees."""
    links = Link.objects.filter(
        record_id=theme.pk, relation=Relation.INFORMS, source_kind="evidence.finding"
    ).values("source_id")
    rows: QuerySet[Finding] = seeing.of_scans(Finding, member, path="question__scan").filter(pk__in=links)
    return rows.select_related("programme", "question")


def codes_to_choose(member: Membership) -> QuerySet[Code]:
    """Codes that words can stand under, of the codebooks that the member sees."""
    rows = seeing.codes(member).filter(is_codable=True, merged_into=None, withdrawn_because="")
    return rows.order_by("codebook__name", "codebook_id", "position", "name")


def to_put_in(theme: Theme, member: Membership, words: str) -> QuerySet[Input]:
    """Sentences with these words that aren't in the theme yet."""
    there = sentences(theme, member)
    rows = let_through(member).exclude(pk__in=there)
    return rows.filter(Q(text__icontains=words) | Q(translations__text__icontains=words)).distinct()


def excerpts_to_put_in(theme: Theme, member: Membership, words: str) -> QuerySet[Excerpt]:
    """The same of excerpts."""
    rows = seeing.excerpts(member).exclude(themes__theme=theme)
    return rows.filter(Q(quote__icontains=words) | Q(source__title__icontains=words))


def findings_to_put_in(theme: Theme, member: Membership, words: str) -> QuerySet[Finding]:
    """The same of findings of literature scans."""
    rows: QuerySet[Finding] = seeing.of_scans(Finding, member, path="question__scan")
    there = findings_of(theme, member).order_by().values("pk")
    return rows.filter(withdrawn_because="", text__icontains=words).exclude(pk__in=there)


def _by_codes(themes: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """(theme, input) for what stands under a theme's codes."""
    held = Theme.codes.through.objects.filter(theme_id__in=themes).values_list("code_id", "theme_id")
    of_code: dict[UUID, list[UUID]] = {}
    for code, theme in held:
        of_code.setdefault(code, []).append(theme)
    rows = Coding.objects.filter(OPEN, state=CodingState.STANDING, code_id__in=list(of_code))
    coded = rows.exclude(input=None).order_by().values_list("code_id", "input_id").distinct()
    return [(theme, said) for code, said in coded for theme in of_code[code]]


def _by_hand(themes: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    rows = InTheme.objects.filter(theme_id__in=themes).exclude(input=None).order_by()
    return list(rows.values_list("theme_id", "input_id"))


def _said(theme: UUID, each: Spoken) -> synthesis.Said:
    return synthesis.Said(
        input=each.id,
        theme=theme,
        gathering=each.gathering,
        municipality=each.municipality,
        sector=each.sector,
        group=each.group,
        people=each.people,
        is_grave=each.is_grave,
    )
