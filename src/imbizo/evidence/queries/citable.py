"""What evidence offers to a writer: themes with their sentences, excerpts, findings, from the thread or by words.

A section's thread is walked to its themes and codes; the sentences under those come in bulk. What was said is offered
under the theme that brings it, so that a writer sees why it is there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.calc.disclosure import is_few
from imbizo.convening.models import Input
from imbizo.convening.queries.citable import where
from imbizo.convening.registry import Offer
from imbizo.evidence.models import Coding, Excerpt, Finding, Theme
from imbizo.evidence.queries import seeing
from imbizo.evidence.queries.groupings import working_language
from imbizo.evidence.queries.in_themes import OPEN, Members, inputs_of, live
from imbizo.evidence.queries.spoken import Spoken, for_reading, let_through
from imbizo.evidence.states import CodingState
from imbizo.programmes.models import Membership
from imbizo.thread.queries import where_from

MOST: Final = 30
OF_A_THEME: Final = 60
_THEME, _INPUT, _EXCERPT, _FINDING = (
    "evidence.theme",
    "convening.input",
    "evidence.excerpt",
    "evidence.finding",
)
_CODE: Final = "evidence.code"


def offers(member: Membership, section: Any | None, words: str) -> list[Offer]:
    """What may be cited in a section: what its thread leads back to, nearest first, or what the words find."""
    if words:
        return _found(member, words)
    return _behind(member, section) if section is not None else []


def _behind(member: Membership, section: Any) -> list[Offer]:
    """Themes on the section's thread, each followed by its sentences; then what else stands there."""
    there = _by_kind(member, section)
    themes = [each for each in there.get(_THEME, ()) if isinstance(each, Theme)]
    members = inputs_of(themes, member)
    said = _read(members, there.get(_INPUT, ()), _coded(there.get(_CODE, ())), member)
    offered = [offer for theme in themes for offer in _with_sentences(theme, members, said)]
    known = {offer.id for offer in offered}
    offered += [_of_input(each, members.known.get(pk)) for pk, each in said.items() if pk not in known]
    offered += [_of_excerpt(each) for each in there.get(_EXCERPT, ())]
    return offered + [_of_finding(each) for each in there.get(_FINDING, ())]


def _found(member: Membership, words: str) -> list[Offer]:
    """Themes, excerpts and findings with these words: at most MOST, some of each sort. Sentences are convening's."""
    share = MOST // 3
    themes = list(live(member).filter(Q(title__icontains=words) | Q(statement__icontains=words))[:share])
    quotes = seeing.excerpts(member).filter(Q(quote__icontains=words) | Q(source__title__icontains=words))
    findings = _findings(member).filter(text__icontains=words, withdrawn_because="")
    members = inputs_of(themes, member)
    found = [_of_theme(theme, members) for theme in themes]
    found += [_of_excerpt(each) for each in quotes[:share]]
    return found + [_of_finding(each) for each in findings[:share]]


def _by_kind(member: Membership, section: Any) -> dict[str, list[Any]]:
    """The records behind the section that the member sees, by their kind, nearest first."""
    found: dict[str, list[Any]] = {}
    for strand in where_from(section, member):
        if strand.record is not None:
            found.setdefault(strand.kind.kind, []).append(strand.record)
    return found


def _coded(codes: Iterable[Any]) -> set[UUID]:
    """The sentences under these codes, for those that stand in no theme."""
    rows = Coding.objects.filter(OPEN, code__in=list(codes), state=CodingState.STANDING).exclude(input=None)
    return set(rows.order_by().values_list("input_id", flat=True)[: MOST * 2])


def _read(
    members: Members, on_thread: Iterable[Any], coded: set[UUID], member: Membership
) -> dict[UUID, Input]:
    """The sentences to be offered, with their words: of each theme so many, and those on the thread itself."""
    of_themes = {pk for ids in members.of.values() for pk in sorted(ids)[:OF_A_THEME]}
    wanted = of_themes | {each.pk for each in on_thread} | coded
    rows = for_reading(let_through(member).filter(pk__in=wanted))
    return {each.pk: each for each in rows.order_by("gathering__starts_at", "said_at", "pk")}


def _with_sentences(theme: Theme, members: Members, said: Mapping[UUID, Input]) -> list[Offer]:
    own = [each for pk, each in said.items() if pk in members.of[theme.pk]]
    return [
        _of_theme(theme, members),
        *(_of_input(each, members.known.get(each.pk), theme.title) for each in own),
    ]


def _of_theme(theme: Theme, members: Members) -> Offer:
    people = [members.known[pk].people for pk in members.of[theme.pk]]
    voices = sum(number or 1 for number in people)
    return Offer(
        kind=_THEME,
        id=theme.pk,
        label=_("theme: %(title)s") % {"title": theme.title},
        text=theme.statement or theme.title,
        voices=_countable([voices]),
        theme=theme.title,
        url=theme.get_absolute_url(),
    )


def _of_input(said: Input, known: Spoken | None, theme: str = "") -> Offer:
    """A sentence: its translation into the working language with the original beside it, or its own words."""
    day = said.said_at.astimezone(said.programme.zone).date()
    translation = _translation(said)
    return Offer(
        kind=_INPUT,
        id=said.pk,
        label=f"{where(said.gathering)}, {date_format(day, 'F Y' if said.is_anonymous else 'j F')}",
        text=translation or said.text,
        original=said.text if translation else "",
        translation=translation,
        language=said.language,
        where=where(said.gathering),
        when=None if said.is_anonymous else day,
        voices=_countable([known.people]) if known and known.people else None,
        theme=theme,
        url=said.get_absolute_url(),
    )


def _translation(said: Input) -> str:
    language = working_language(said.programme)
    if said.language == language:
        return ""
    return next((each.text for each in said.translations.all() if each.language == language), "")


def _countable(numbers: Sequence[int | None]) -> int | None:
    """So many voices, unless they would name a group of fewer than five."""
    total = sum(number or 1 for number in numbers)
    return None if is_few(total) else total


def _of_excerpt(excerpt: Excerpt) -> Offer:
    source = excerpt.source
    by = (source.authors[0].partition(",")[0] if source.authors else source.title)[:80]
    label = f"{by}, {source.year}" if source.year else by
    return Offer(
        kind=_EXCERPT,
        id=excerpt.pk,
        label=f"{label}, {_('p.')} {excerpt.page}" if excerpt.page else label,
        text=excerpt.quote,
        language=source.language,
        where=source.title,
        when=source.published_on,
        url=excerpt.get_absolute_url(),
    )


def _of_finding(finding: Finding) -> Offer:
    return Offer(
        kind=_FINDING,
        id=finding.pk,
        label=_("literature scan: %(question)s") % {"question": str(finding.question)[:80]},
        text=finding.text,
        where=str(finding.question),
        url=finding.get_absolute_url(),
    )


def _findings(member: Membership) -> Any:
    rows = seeing.of_scans(Finding, member, path="question__scan")
    return rows.select_related("programme", "question")
