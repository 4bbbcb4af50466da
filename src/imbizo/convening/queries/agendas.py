"""Agendas as pages and run sheets show them: when each session begins, whether the minutes add up, what to mind."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.calc import agenda as calc
from imbizo.convening.models import AgendaItem, Design, Gathering, Question
from imbizo.convening.queries.seeing import designs, gatherings
from imbizo.convening.rules.materials import Material, totals
from imbizo.convening.states import SessionKind
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry

Holder = Design | Gathering
# A design has no date; its hours are counted from here.
_USUAL_START: Final = dt.time(9)
_KINDS: Final = {
    SessionKind.PLENARY: calc.Kind.PLENARY,
    SessionKind.GROUP: calc.Kind.GROUPS,
    SessionKind.PRESENTATION: calc.Kind.PRESENTATION,
    SessionKind.BREAK: calc.Kind.BREAK,
    SessionKind.REGISTRATION: calc.Kind.OTHER,
}
_REMOVABLE: Final = ("convening.agenda_item", "convening.question")


@dataclass(frozen=True, slots=True)
class Line:
    """A session with its hours, "09:30" to "09:50"."""

    item: AgendaItem
    begins: str
    ends: str
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Plan:
    """An agenda that is added up. `sentence` says how: "09:00 to 15:30: 390 minutes, all used"."""

    lines: Sequence[Line]
    minutes: int
    sentence: str
    is_overrun: bool
    is_dated: bool
    cautions: Sequence[str]

    @property
    def materials(self) -> list[Material]:
        """What must be brought, each thing once."""
        return totals((line.item.title, line.item.materials) for line in self.lines)


def listed(member: Membership) -> QuerySet[Design]:
    """The designs that the member sees, with how many sessions and minutes they have."""
    return designs(member).annotate(session_count=Count("items"), minutes=Sum("items__minutes"))


def sessions(member: Membership) -> QuerySet[AgendaItem]:
    """The sessions of all designs and gatherings that the member sees."""
    rows = AgendaItem.objects.select_related("programme", "design__programme", "gathering__programme")
    of_designs = Q(design__in=designs(member).order_by().values("pk"))
    return rows.filter(of_designs | Q(gathering__in=gatherings(member).order_by().values("pk")))


def questions(member: Membership) -> QuerySet[Question]:
    """What is asked in them."""
    rows = Question.objects.select_related("programme", "item__design", "item__gathering")
    return rows.filter(item__in=sessions(member).order_by().values("pk"))


def removed(member: Membership) -> QuerySet[AuditEntry]:
    """Sessions and questions that the member took away itself, which can be put back."""
    rows = AuditEntry.objects.filter(programme_id=member.programme_id, by_id=member.user_id)
    return rows.filter(verb="remove", subject_kind__in=_REMOVABLE)


def holder_of(session: AgendaItem) -> Holder:
    """What the session belongs to."""
    holder = session.design if session.design_id else session.gathering
    assert holder is not None
    return holder


def plan_of(holder: Holder) -> Plan:
    """The agenda of a design or a gathering, added up. Two queries."""
    items = list(holder.items.prefetch_related("questions"))
    start, end, is_dated = _hours(holder)
    table = calc.timetable(start, [_as_calc(each) for each in items], end)
    lines = [
        Line(item, f"{row.start:%H:%M}", f"{row.end:%H:%M}", list(item.questions.all()))
        for item, row in zip(items, table.rows, strict=True)
    ]
    is_overrun = table.spare is not None and table.spare < 0
    said = _cautions(table, items)
    return Plan(lines, table.minutes, _sentence(start, table), is_overrun, is_dated, said)


def _as_calc(item: AgendaItem) -> calc.Item:
    kind = _KINDS[SessionKind(item.kind)]
    return calc.Item(str(item.pk), kind, item.minutes, bool(item.questions.all()))


def _hours(holder: Holder) -> tuple[dt.datetime, dt.datetime | None, bool]:
    """When it begins and ends in the programme's zone; the end only of a gathering on one day."""
    if isinstance(holder, Design) or holder.starts_at is None or holder.ends_at is None:
        return dt.datetime.combine(dt.date(2000, 1, 3), _USUAL_START), None, False
    zone = holder.programme.zone
    start, end = holder.starts_at.astimezone(zone), holder.ends_at.astimezone(zone)
    return start, end if start.date() == end.date() else None, True


def _sentence(start: dt.datetime, table: calc.Timetable) -> str:
    if not table.rows:
        return ""
    ends = (
        table.rows[-1].end if table.spare is None else table.rows[-1].end + dt.timedelta(minutes=table.spare)
    )
    marks = {"from": f"{start:%H:%M}", "until": f"{ends:%H:%M}", "minutes": table.minutes}
    said = (
        ngettext(
            "%(from)s to %(until)s: %(minutes)s minute",
            "%(from)s to %(until)s: %(minutes)s minutes",
            table.minutes,
        )
        % marks
    )
    return f"{said}, {_rest(table)}"


def _rest(table: calc.Timetable) -> str:
    """What remains of the time, or is missing."""
    if table.spare is None:
        return _("%(minutes)s of them breaks") % {"minutes": table.breaks}
    if table.spare == 0:
        return _("all used")
    if table.spare > 0:
        return ngettext("%(minutes)s minute left", "%(minutes)s minutes left", table.spare) % {
            "minutes": table.spare
        }
    over = -table.spare
    return ngettext("%(minutes)s minute too long", "%(minutes)s minutes too long", over) % {"minutes": over}


def _cautions(table: calc.Timetable, items: Sequence[AgendaItem]) -> list[str]:
    """What a planner should look at, in words. An empty agenda and an overrun are said elsewhere on the page."""
    said = []
    for warned in table.cautions:
        places = warned.places
        marks = {
            "title": items[places[0]].title if places else "",
            "last": items[places[-1]].title if places else "",
            "minutes": sum(items[place].minutes for place in places),
        }
        words = _words(warned.caution)
        if words:
            said.append(words % marks)
    return said


def _words(caution: calc.Caution) -> str:
    return {
        calc.Caution.NO_MINUTES: _("“%(title)s” has no minutes."),
        calc.Caution.NO_BREAK: _(
            "No break from “%(title)s” to “%(last)s”: %(minutes)s minutes at a stretch."
        ),
        calc.Caution.NO_MEAL: _(
            "%(minutes)s minutes without time for a meal, from “%(title)s” to “%(last)s”."
        ),
        calc.Caution.GROUPS_WITHOUT_QUESTION: _("“%(title)s” is group work and asks no question."),
        calc.Caution.SHORT_GROUP_WORK: _("“%(title)s” is short for group work: %(minutes)s minutes."),
        calc.Caution.LONG_TALK: _("“%(title)s” is a long time to listen: %(minutes)s minutes."),
        calc.Caution.BREAK_AT_EDGE: _("“%(title)s” is a break at the very beginning or end."),
    }.get(caution, "")
