"""Groups that the machine suggested, and the texts that it compares."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from imbizo.calc.grouping import Text
from imbizo.calc.languageguess import guess
from imbizo.convening.models import Input, Translation
from imbizo.evidence.models import Grouping, Theme
from imbizo.evidence.queries.in_themes import live
from imbizo.evidence.queries.spoken import for_reading, let_through
from imbizo.evidence.queries.unanswered import unanswered
from imbizo.programmes.models import Membership, Programme

STALLED_AFTER = timedelta(minutes=5)
MOST = 20_000


@dataclass(frozen=True)
class Suggested:
    """One group: its number, the words that name it, how many it has, its typical sentences, what became of it."""

    number: int
    words: str
    count: int
    typical: list[Input]
    theme: Theme | None
    is_dismissed: bool


@dataclass(frozen=True)
class Left:
    """Sentences in no group, and why: "alone", or "language" for those that wait for a translation."""

    why: str
    count: int
    examples: list[Input]


def recent(member: Membership) -> QuerySet[Grouping]:
    """What was suggested to the member's partner, the latest first."""
    rows = Grouping.objects.filter(programme_id=member.programme_id, made_for__partner_id=member.partner_id)
    return rows.select_related("programme", "made_for__user").order_by("-made_at")


def working_language(programme: Programme) -> str:
    """The language in which sentences are compared: the first of the programme's."""
    return str(programme.languages[0]) if programme.languages else "en"


def is_stalled(grouping: Grouping) -> bool:
    """Whether it is so long ago that the worker must have stopped."""
    return not grouping.is_done and timezone.now() - grouping.made_at > STALLED_AFTER


def texts(member: Membership, grouping: Grouping) -> list[Text]:
    """What is compared: each sentence in the grouping's language, its own words or a translation. Two queries.

    One that has neither is given in its own language, which sets it apart.
    """
    rows = unanswered(member) if grouping.only_unanswered else let_through(member)
    said = list(rows.order_by("pk").values_list("pk", "text", "language")[: MOST + 1])
    beside = Translation.objects.filter(programme_id=member.programme_id, language=grouping.language)
    translated = dict(beside.order_by().values_list("input_id", "text"))
    return [_text(each, translated, grouping.language) for each in said]


def suggested(grouping: Grouping, member: Membership) -> list[Suggested]:
    """The groups as a page shows them. Three queries however many there are."""
    named = [pk for group in grouping.groups for pk in group["typical"]]
    said = _read(named, member)
    themes = {str(each.pk): each for each in live(member)}
    return [
        Suggested(
            number,
            ", ".join(group["words"]),
            len(group["inputs"]),
            [said[pk] for pk in group["typical"] if pk in said],
            themes.get(group["theme"] or ""),
            group["dismissed"],
        )
        for number, group in enumerate(grouping.groups)
    ]


def left(grouping: Grouping, member: Membership, examples: int = 5) -> list[Left]:
    """What stands in no group, with a few examples of each sort."""
    said = _read((pk for each in grouping.left for pk in each["inputs"][:examples]), member)
    return [
        Left(each["why"], len(each["inputs"]), [said[pk] for pk in each["inputs"][:examples] if pk in said])
        for each in grouping.left
        if each["inputs"]
    ]


def in_group(grouping: Grouping, number: int, member: Membership) -> list[Input]:
    """The sentences of one group that the member sees, by how typical they are. Raises LookupError without such one."""
    ids = grouping.groups[number]["inputs"]
    said = _read(ids, member)
    return [said[pk] for pk in ids if pk in said]


def _read(ids: Iterable[str], member: Membership) -> dict[str, Input]:
    rows = for_reading(let_through(member).filter(pk__in=list(ids)))
    return {str(each.pk): each for each in rows}


def _text(row: tuple[Any, ...], translated: dict[UUID, str], language: str) -> Text:
    pk, text, own = row
    if own == language:
        return Text(pk, text, language)
    if pk in translated:
        return Text(pk, translated[pk], language)
    # What nobody said the language of is looked at; too short to tell, it is taken as it comes.
    return Text(pk, text, own or guess(text) or language)
