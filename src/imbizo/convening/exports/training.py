"""Test sheets to print, and what the tests say: a sentence, a chart, and a file without names or cards."""

from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from imbizo.base.documents import charts, pdf
from imbizo.base.documents.charts import Chart
from imbizo.base.documents.workbooks import Cell, Sheet
from imbizo.calc import codes
from imbizo.convening.models import KnowledgeQuestion, TaughtModule, TestSheet
from imbizo.convening.queries import training as queries
from imbizo.convening.queries.training import Results
from imbizo.convening.rules.sheets import LETTERS
from imbizo.convening.states import Moment


def sheet_pdf(taught: TaughtModule, language: str) -> bytes:
    """The test on paper in one language, with boxes for the card's code. Raises NotMade."""
    with translation.override(language):
        title = _("Test: %(module)s") % {"module": taught.module}
        data = {
            "programme": str(taught.programme),
            "title": title,
            "lede": taught.gathering.name,
            "boxes": codes.CARD,
            "words": {
                "card": _("Code on your card"),
                "moments": [str(label).capitalize() for label in Moment.labels],
                "how": _("Tick one answer for each question. Nobody asks your name."),
            },
            "questions": [_question(each, language) for each in queries.questions_of(taught)],
        }
    return pdf.render("convening/test_sheet", data, language=language, title=title)


def results(taught: TaughtModule) -> Sheet:
    """A line for each card: the marks and letters before and after. The cards' codes stay with us."""
    asked = list(queries.questions_of(taught))
    letters = [f"{number} {label}" for label in Moment.labels for number in range(1, len(asked) + 1)]
    headings = [_("Person"), _("Right before"), _("Right after"), _("Questions"), *letters]
    return Sheet(str(taught.module), headings, _rows(taught, asked))


def sentence(found: Results) -> str:
    """What the pairs say in words, with how sure that is; empty without a pair."""
    gain = found.gain
    if gain is None:
        return ""
    told = {"n": gain.n, "before": _percent(gain.before), "after": _percent(gain.after)}
    first = ngettext(
        "%(n)s person answered before and after: from %(before)s right to %(after)s.",
        "%(n)s people answered before and after: from %(before)s right to %(after)s.",
        gain.n,
    )
    counts = {"better": gain.better, "worse": gain.worse, "same": gain.n - gain.better - gain.worse}
    second = _("%(better)s knew more afterwards, %(worse)s less, %(same)s the same.")
    return f"{first % told} {second % counts} {_how_sure(found)}".strip()


def chart(results: Results) -> Chart | None:
    """How many had each question right, before and after."""
    if not results.questions:
        return None
    label, value, group = _("Question"), _("People who had it right"), _("When")
    rows: list[dict[str, Any]] = []
    for number, each in enumerate(results.questions, 1):
        name = f"{number}. {_short(each.question)}"
        rows.append({label: name, value: each.found.before, group: str(Moment.BEFORE.label)})
        rows.append({label: name, value: each.found.after, group: str(Moment.AFTER.label)})
    title = _("What people knew before and after")
    return charts.bars(
        rows, title=title, label=label, value=value, group=group, language=get_language() or "en"
    )


def _how_sure(results: Results) -> str:
    gain = results.gain
    if gain is None or gain.error is None or gain.chance is None:
        return ""
    told = {
        "points": number_format(100 * gain.difference, 1),
        "error": number_format(100 * gain.error, 1),
        "chance": _("below 0.001") if gain.chance < 0.001 else number_format(gain.chance, 3),
    }
    first = _("Mean change %(points)s points (standard error %(error)s).")
    second = _("By chance alone so uneven a count would come with likelihood %(chance)s.")
    return f"{first % told} {second % told}"


def _percent(share: float) -> str:
    return f"{number_format(100 * share, 0)}%"


def _short(question: KnowledgeQuestion) -> str:
    text = question.texts.get(get_language() or "") or str(question)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _question(question: KnowledgeQuestion, language: str) -> dict[str, Any]:
    given: list[str] = question.choices.get(language) or next(iter(question.choices.values()), [])
    choices = [f"{letter})  {choice}" for letter, choice in zip(LETTERS, given, strict=False)]
    return {"text": question.texts.get(language) or str(question), "choices": choices}


def _rows(taught: TaughtModule, asked: list[KnowledgeQuestion]) -> Iterator[list[Cell]]:
    for number, (before, after) in enumerate(queries.paired_sheets(taught), 1):
        marks = ["" if each is None else str(each.right_count) for each in (before, after)]
        yield [str(number), *marks, str(len(asked)), *_letters(before, asked), *_letters(after, asked)]


def _letters(sheet: TestSheet | None, asked: list[KnowledgeQuestion]) -> list[str]:
    if sheet is None:
        return [""] * len(asked)
    chosen = (sheet.answers.get(str(each.pk)) for each in asked)
    return ["" if one is None else LETTERS[one] for one in chosen]
