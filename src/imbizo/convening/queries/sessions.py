"""Which session is under way, and what is asked in it, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from imbizo.convening.models import AgendaItem, Gathering, Question
from imbizo.convening.states import SessionKind

# Nothing is said in these.
_SILENT = frozenset({SessionKind.BREAK, SessionKind.REGISTRATION})


@dataclass(frozen=True, slots=True)
class Agenda:
    """The sessions of a gathering with their questions; `now` is the one under way by the clock, if any."""

    items: Sequence[AgendaItem]
    now: AgendaItem | None

    @property
    def first(self) -> str:
        """What a page begins with: the question of the session under way, else that session, else nothing."""
        if self.now is None:
            return ""
        questions = list(self.now.questions.all())
        return f"question-{questions[0].pk}" if len(questions) == 1 else f"session-{self.now.pk}"

    def choices(self, language: str = "") -> list[tuple[str, object]]:
        """For a field to choose from: each session, below it its questions."""
        chosen: list[tuple[str, object]] = [("", _("the whole gathering"))]
        for item in self.items:
            inside = [(f"question-{each.pk}", in_language(each, language)) for each in item.questions.all()]
            inside.append((f"session-{item.pk}", _("%(session)s, in general") % {"session": item.title}))
            chosen.append((item.title, inside))
        return chosen


def agenda(gathering: Gathering, now: datetime) -> Agenda:
    """Two queries."""
    rows = list(AgendaItem.objects.filter(gathering=gathering).prefetch_related("questions"))
    return Agenda([row for row in rows if row.kind not in _SILENT], _under_way(gathering, rows, now))


def in_language(question: Question, language: str) -> str:
    """The question as it was translated, else as it was written."""
    return str(question.texts.get(language) or question.text)


def _under_way(gathering: Gathering, rows: Sequence[AgendaItem], now: datetime) -> AgendaItem | None:
    at = gathering.opened_at or gathering.starts_at
    for row in rows:
        if at is None or now < at:
            return None
        at += timedelta(minutes=row.minutes)
        if now < at:
            return None if row.kind in _SILENT else row
    return None
