"""Of whom the room was made: counts of slips, and never a slip."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models import Gathering, Slip, SlipCategory
from imbizo.convening.states import AgeGroup, Sex
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission

FEW = 5
UNSAID, BLANK = "unsaid", ""
_UNSAID_LABEL, _BLANK_LABEL = _("prefer not to say"), _("left blank")


@dataclass(frozen=True, slots=True)
class Cell:
    """How many gave this answer; `number` None where it's too small to be shown to this reader."""

    answer: str
    label: str | Promise
    number: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the slip with its answers; `total` counts all slips, also those that left it blank."""

    key: str
    label: str | Promise
    cells: tuple[Cell, ...]
    total: int | None


def slip_categories(member: Membership) -> QuerySet[SlipCategory]:
    """The programme's own questions, the retired ones last."""
    rows = SlipCategory.objects.filter(programme_id=member.programme_id)
    if not member.may(Permission.GATHERINGS_VIEW):
        return rows.none()
    return rows.select_related("programme").order_by("ended_on", "position", "pk")


def asked_now(programme: Programme) -> QuerySet[SlipCategory]:
    """What a slip asks today beside sex and age."""
    return SlipCategory.objects.filter(programme=programme, ended_on=None).order_by("position", "pk")


def slip_counts(gathering: Gathering) -> list[Question]:
    """Each question's answers as so many; nothing across two questions, which would single people out."""
    slips = list(Slip.objects.filter(gathering=gathering).values_list("sex", "age_group", "answers"))
    total = len(slips)
    found = [
        _question("sex", _("Sex"), Sex.choices, Counter(sex for sex, _age, _answers in slips), total),
        _question("age", _("Age"), AgeGroup.choices, Counter(age for _sex, age, _answers in slips), total),
    ]
    for category in SlipCategory.objects.filter(programme_id=gathering.programme_id).order_by(
        "position", "pk"
    ):
        said = Counter(answers.get(str(category.pk), BLANK) for _sex, _age, answers in slips)
        if category.ended_on is None or set(said) - {BLANK}:
            found.append(_of_category(category, said, total))
    return found


def without_small_cells(questions: Iterable[Question]) -> list[Question]:
    """As others than the owner see them: numbers from 1 to 4 are hidden, and what would give them away."""
    return [_hidden(each) for each in questions]


def _of_category(category: SlipCategory, said: Counter[str], total: int) -> Question:
    # An answer that the question no longer offers stays counted in the words of then.
    words = [*category.choices, *sorted(said.keys() - {*category.choices, UNSAID, BLANK})]
    labels = [(word, word) for word in words]
    return _question(str(category.pk), category.label, [*labels, (UNSAID, _UNSAID_LABEL)], said, total)


def _question(
    key: str,
    label: str | Promise,
    choices: Sequence[tuple[str, str | Promise]],
    said: Counter[str],
    total: int,
) -> Question:
    all_choices = [*choices, (BLANK, _BLANK_LABEL)]
    cells = tuple(Cell(answer, text, said.get(answer, 0)) for answer, text in all_choices)
    return Question(key, label, cells, total)


def _hidden(question: Question) -> Question:
    total = question.total or 0
    small = {each.answer for each in question.cells if 0 < (each.number or 0) < FEW}
    if len(small) == 1:
        # A single hidden number is the total less the others: the next smallest goes with it.
        others = [each for each in question.cells if each.number and each.answer not in small]
        small |= {min(others, key=lambda each: each.number or 0).answer} if others else set()
    cells = tuple(replace(each, number=None) if each.answer in small else each for each in question.cells)
    return replace(question, cells=cells, total=None if 0 < total < FEW else total)
