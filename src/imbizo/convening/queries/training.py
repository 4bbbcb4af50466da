"""Modules, their versions and questions; what was taught where, and what the tests say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from imbizo.calc import codes, knowledge
from imbizo.convening.models import (
    Attendance,
    Gathering,
    KnowledgeQuestion,
    Module,
    ModuleVersion,
    TaughtModule,
    TestSheet,
)
from imbizo.convening.queries.seeing import modules, own
from imbizo.convening.states import Moment
from imbizo.programmes.models import Membership

FEW_PAIRS = 5
"""With fewer, another partner could guess who knew what."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a module, in its languages."""

    number: int
    versions: Sequence[ModuleVersion]
    questions: Sequence[KnowledgeQuestion]

    @property
    def released_on(self) -> Any:
        """The day on which it was released; None while it is written."""
        return next((each.released_on for each in self.versions if each.released_on), None)

    @property
    def languages(self) -> list[str]:
        return [each.language for each in self.versions]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question, and how many of the pairs had it right before and after."""

    question: KnowledgeQuestion
    found: knowledge.OfQuestion

    @property
    def gain_percent(self) -> int:
        return round(100 * self.found.gain)


@dataclass(frozen=True, slots=True)
class Results:
    """What the tests of one module say. `gain` is None without pairs, and where there are too few to be shown.

    `before_alone` and `after_alone` answered once only: they are counted, and compared with nobody.
    """

    gain: knowledge.Gain | None
    questions: Sequence[QuestionResult]
    before_alone: int
    after_alone: int
    is_hidden: bool = False


def own_modules(member: Membership) -> QuerySet[Module]:
    """Those that the member's partner may change."""
    return modules(member).filter(owner_id=member.partner_id)


def listed(member: Membership) -> QuerySet[Any]:
    """With the number of the newest released version (`released`), None while there is none."""
    newest_one = Max("versions__number", filter=Q(versions__released_on__isnull=False))
    return modules(member).annotate(released=newest_one).order_by("name", "pk")


def teachable(member: Membership) -> QuerySet[Any]:
    """Those with a version that is released."""
    return listed(member).filter(released__isnull=False)


def versions(module: Module, number: int) -> QuerySet[ModuleVersion]:
    return ModuleVersion.objects.filter(module=module, number=number).order_by("language")


def version_in(module: Module, number: int, language: str) -> ModuleVersion | None:
    return versions(module, number).filter(language=language).first()


def questions(module: Module, number: int) -> QuerySet[KnowledgeQuestion]:
    rows = KnowledgeQuestion.objects.filter(module=module, number=number)
    return rows.select_related("module__programme", "programme").order_by("position", "pk")


def editions(module: Module) -> list[Edition]:
    """All versions, the newest first. Two queries."""
    asked: dict[int, list[KnowledgeQuestion]] = {}
    for each in KnowledgeQuestion.objects.filter(module=module).order_by("position", "pk"):
        asked.setdefault(each.number, []).append(each)
    rows = ModuleVersion.objects.filter(module=module).order_by("-number", "language")
    return [
        Edition(number, list(found), asked.get(number, []))
        for number, found in groupby(rows, key=lambda version: version.number)
    ]


def edition(module: Module, number: int) -> Edition | None:
    found = list(versions(module, number))
    return Edition(number, found, list(questions(module, number))) if found else None


def newest(module: Module) -> int:
    return int(module.versions.aggregate(last=Max("number"))["last"] or 1)


def is_released(module: Module, number: int) -> bool:
    return versions(module, number).filter(released_on__isnull=False).exists()


def own_questions(member: Membership) -> QuerySet[KnowledgeQuestion]:
    rows = KnowledgeQuestion.objects.filter(module__in=own_modules(member).order_by().values("pk"))
    return rows.select_related("module__programme", "programme")


def taught(gathering: Gathering) -> QuerySet[TaughtModule]:
    """The modules of a training."""
    rows = TaughtModule.objects.filter(gathering=gathering).select_related("module", "programme")
    return rows.select_related("module__programme", "gathering__programme", "gathering__owner", "programme")


def own_taught(member: Membership) -> QuerySet[TaughtModule]:
    rows = TaughtModule.objects.filter(gathering__in=own(member).order_by().values("pk"))
    return rows.select_related("module__programme", "gathering__programme", "gathering__owner", "programme")


def taught_with(gathering: Gathering, pk: str) -> TaughtModule | None:
    try:
        return taught(gathering).filter(pk=UUID(pk)).first()
    except ValueError:
        return None


def questions_of(one: TaughtModule) -> QuerySet[KnowledgeQuestion]:
    """The questions of the version that is taught."""
    return questions(one.module, one.number)


def languages_of(one: TaughtModule) -> list[str]:
    return list(versions(one.module, one.number).values_list("language", flat=True))


def open_tests(gathering: Gathering) -> QuerySet[TaughtModule]:
    """Those that are open for answers on phones."""
    return taught(gathering).exclude(open_for="").order_by("created_at")


def trainings_of_card(typed: str) -> list[Gathering]:
    """Trainings with an open test at which somebody was registered with this card."""
    came = Attendance.objects.filter(code=codes.normalise(typed), withdrawn_at=None)
    opened = TaughtModule.objects.exclude(open_for="").values("gathering")
    return list(Gathering.objects.filter(pk__in=opened).filter(pk__in=came.values("gathering"))[:2])


def last_typed(one: TaughtModule, member: Membership) -> QuerySet[TestSheet]:
    """The sheets that the member typed last, newest first."""
    return TestSheet.objects.filter(taught=one, typed_by=member).order_by("-created_at", "-pk")


def sheets(member: Membership) -> QuerySet[TestSheet]:
    rows = TestSheet.objects.filter(taught__in=own_taught(member).order_by().values("pk"))
    return rows.select_related("taught__gathering", "programme")


def results(one: TaughtModule, member: Membership) -> Results:
    """What the tests say; to other partners nothing of fewer than five pairs. Two queries."""
    asked = list(questions_of(one))
    pairs, alone = _pairs(one)
    is_hidden = one.gathering.owner_id != member.partner_id and len(pairs) < FEW_PAIRS
    if is_hidden:
        return Results(None, [], 0, 0, is_hidden=True)
    marks = [(_mark(before), _mark(after)) for before, after in pairs]
    rights = [(_rights(asked, before), _rights(asked, after)) for before, after in pairs]
    found = knowledge.by_question([each.pk for each in asked], rights)
    lines = [QuestionResult(each, found[each.pk]) for each in asked] if pairs else []
    return Results(knowledge.paired(marks), lines, alone[Moment.BEFORE], alone[Moment.AFTER])


def paired_sheets(one: TaughtModule) -> list[tuple[TestSheet | None, TestSheet | None]]:
    """Before and after of each card, None for what is missing; in an order that tells nothing of the cards."""
    by_card: dict[str, dict[str, TestSheet]] = {}
    for sheet in TestSheet.objects.filter(taught=one).order_by("answers", "pk"):
        by_card.setdefault(sheet.code, {})[sheet.moment] = sheet
    return [(both.get(Moment.BEFORE), both.get(Moment.AFTER)) for both in by_card.values()]


def _pairs(one: TaughtModule) -> tuple[list[tuple[TestSheet, TestSheet]], Mapping[str, int]]:
    pairs: list[tuple[TestSheet, TestSheet]] = []
    alone: dict[str, int] = {Moment.BEFORE: 0, Moment.AFTER: 0}
    for before, after in paired_sheets(one):
        if before is not None and after is not None:
            pairs.append((before, after))
        else:
            alone[Moment.BEFORE if before is not None else Moment.AFTER] += 1
    return pairs, alone


def _mark(sheet: TestSheet) -> float:
    return sheet.right_count / sheet.asked_count if sheet.asked_count else 0.0


def _rights(asked: Sequence[KnowledgeQuestion], sheet: TestSheet) -> dict[UUID, bool]:
    return {each.pk: sheet.answers.get(str(each.pk)) == each.right for each in asked}
