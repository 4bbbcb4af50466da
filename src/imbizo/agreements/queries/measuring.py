"""Measures: the list, one agreement's tree with its progress, what is due, who is to be asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.agreements.models import Agreement, Clause, Measure, MeasureUpdate
from imbizo.agreements.queries.seeing import measures, of_agreements
from imbizo.agreements.states import OVER, AgreementState, MeasureState
from imbizo.calc import progress as calc
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.models import PublicLink

WEEK: Final = timedelta(days=7)
OPEN: Final = (MeasureState.PLANNED, MeasureState.UNDER_WAY)
_SHOWN = (
    "programme",
    "agreement__document",
    "agreement__owner",
    "clause__section",
    "institution",
    "official",
    "parent",
)


def listed(member: Membership) -> QuerySet[Measure]:
    """All that the member sees, with whose they are."""
    return measures(member).select_related(*_SHOWN)


def own(member: Membership) -> QuerySet[Measure]:
    """Those that the member's partner keeps, and may change."""
    rows: QuerySet[Measure] = of_agreements(Measure, member, only_own=True)
    return rows.select_related(*_SHOWN)


def updates(member: Membership) -> QuerySet[MeasureUpdate]:
    """The reports on measures that the member sees."""
    rows: QuerySet[MeasureUpdate] = of_agreements(MeasureUpdate, member, path="measure__agreement")
    return rows.select_related("measure__agreement", "programme", "by__user")


def standing_updates(measure: Measure) -> QuerySet[MeasureUpdate]:
    """The reports that weren't withdrawn, the latest first."""
    return measure.updates.filter(withdrawn_because="").order_by("-at", "-pk")


def next_position(agreement: Agreement) -> int:
    """The place behind the last one."""
    last = agreement.measures.aggregate(last=Max("position"))["last"] or 0
    return int(last) + 1


def below(measure: Measure) -> set[UUID]:
    """The ids of the measure and of all its parts, and of theirs. One query."""
    parents = dict(Measure.objects.filter(agreement_id=measure.agreement_id).values_list("pk", "parent_id"))
    found = {measure.pk}
    while more := {pk for pk, parent in parents.items() if parent in found and pk not in found}:
        found |= more
    return found


def today_of(programme: Programme) -> date:
    """Today in the programme's zone."""
    return timezone.localdate(timezone=programme.zone)


def narrowed(rows: QuerySet[Measure], chosen: Mapping[str, Any], today: date) -> QuerySet[Measure]:
    """By agreement, owner, and how they stand."""
    for name in ("agreement", "institution"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    conditions = _standing(today)
    return rows.filter(conditions[chosen["standing"]]) if chosen.get("standing") in conditions else rows


def overdue(today: date) -> Q:
    """Of measures, those still to be done whose day is over, while their agreement stands."""
    return _awaited() & Q(due_on__lt=today)


def _awaited() -> Q:
    return Q(state__in=OPEN) & ~Q(agreement__state__in=OVER)


def _standing(today: date) -> dict[str, Q]:
    whole = ~Q(state=MeasureState.STOPPED)
    return {
        "overdue": overdue(today),
        "soon": _awaited() & Q(due_on__range=(today, today + calc.SOON)),
        "silent": whole & ~Q(agreement__state__in=OVER) & Q(reported_at=None, parts=None),
        "unfunded": whole & Q(is_unfunded=True),
        "no_money": whole & Q(is_unfunded=False, budget_line=""),
        "no_owner": whole & Q(institution=None),
        "done": Q(state=MeasureState.DONE),
        "stopped": Q(state=MeasureState.STOPPED),
    }


def tally(member: Membership) -> dict[str, int]:
    """How many are overdue, and how many haven't been reported on."""
    rows, today = measures(member), today_of(member.programme)
    standing = _standing(today)
    return {name: rows.filter(standing[name]).count() for name in ("overdue", "silent")}


@dataclass(slots=True)
class Branch:
    """A measure with its parts. `percent` is worked out of the parts where there are any; None is not reported."""

    measure: Measure
    percent: Decimal | None
    missing: int
    due: calc.Due
    parts: list["Branch"] = field(default_factory=list)

    @property
    def whole_percent(self) -> int | None:
        return None if self.percent is None else int(self.percent)


@dataclass(frozen=True, slots=True)
class Tree:
    """The measures of an agreement: by clause in the order of reading, then those of none; and how far all are."""

    by_clause: Sequence[tuple[Clause | None, Sequence[Branch]]]
    percent: Decimal | None
    missing: Sequence[Measure]
    stopped: Sequence[Measure]
    count: int


def tree(agreement: Agreement, order: Sequence[UUID] = ()) -> Tree:
    """One agreement's measures. `order` are the ids of sections as they are read. One query."""
    rows = list(agreement.measures.select_related(*_SHOWN).order_by("position", "created_at"))
    standing = [row for row in rows if row.state != MeasureState.STOPPED]
    branches = _branches(standing, today_of(agreement.programme))
    tops = [branches[row.pk] for row in standing if row.parent_id not in branches]
    silent = [branch.measure for branch in branches.values() if not branch.parts and branch.percent is None]
    return Tree(
        by_clause=_by_clause(tops, order),
        percent=whole(standing),
        missing=silent,
        stopped=[row for row in rows if row.state == MeasureState.STOPPED],
        count=len(standing),
    )


def progress_of(rows: Iterable[Measure]) -> dict[UUID, calc.Progress]:
    """How far each is, by its id."""
    found = calc.progress(_row(row, row.parent_id) for row in rows)
    return {UUID(key): value for key, value in found.items()}


def how_far(measure: Measure) -> calc.Progress:
    """How far one is by all below it, and who hasn't reported; by itself alone where it was stopped."""
    standing = progress_of(measure.agreement.measures.exclude(state=MeasureState.STOPPED))
    return standing.get(measure.pk) or progress_of([measure])[measure.pk]


def whole(rows: Sequence[Measure]) -> Decimal | None:
    """How far all of them are together: the weighted mean of those that aren't parts of others."""
    known = {row.pk for row in rows}
    parts = [_row(row, row.parent_id if row.parent_id in known else None) for row in rows]
    return calc.progress([calc.Measure(_ALL), *parts])[_ALL].percent


_ALL: Final = "all"


def _row(row: Measure, parent: UUID | None) -> calc.Measure:
    return calc.Measure(str(row.pk), str(parent) if parent else _ALL, _percent(row), Decimal(row.weight))


def _percent(row: Measure) -> Decimal | None:
    return None if row.progress is None else Decimal(row.progress)


def reached(rows: Sequence[Measure]) -> dict[UUID, Decimal | None]:
    """How far each of an agreement's measures is, by its id; None where nothing is known. What was stopped counts in no
    whole, and stands as it was last reported.
    """
    how_far = progress_of(row for row in rows if row.state != MeasureState.STOPPED)
    return {row.pk: how_far[row.pk].percent if row.pk in how_far else _percent(row) for row in rows}


def due_of(measure: Measure, today: date) -> calc.Due:
    """How its date stands to today; nothing is awaited any more once its agreement is over."""
    is_done = measure.state not in OPEN or measure.agreement.state in OVER
    return calc.due(measure.due_on, today, is_done=is_done)


def _branches(rows: Sequence[Measure], today: date) -> dict[UUID, Branch]:
    how_far = progress_of(rows)
    branches = {
        row.pk: Branch(row, how_far[row.pk].percent, len(how_far[row.pk].missing), due_of(row, today))
        for row in rows
    }
    for row in rows:
        if row.parent_id in branches:
            branches[row.parent_id].parts.append(branches[row.pk])
    return branches


def _by_clause(tops: Sequence[Branch], order: Sequence[UUID]) -> list[tuple[Clause | None, Sequence[Branch]]]:
    clauses = {branch.measure.clause_id: branch.measure.clause for branch in tops}
    place = {section: at for at, section in enumerate(order)}

    def reading(clause: Clause | None) -> int:
        return len(place) + 1 if clause is None else place.get(clause.section_id, len(place))

    ordered = sorted(clauses.values(), key=reading)
    return [
        (clause, [each for each in tops if each.measure.clause_id == (clause.pk if clause else None)])
        for clause in ordered
    ]


def to_ask(programme: Programme, now: datetime, today: date) -> list[Measure]:
    """Measures under way of agreements in effect whose turn has come: every so many days, and a week before the day."""
    rows = (
        Measure.objects.filter(programme=programme, state__in=OPEN, parts=None)
        .filter(agreement__state=AgreementState.IN_EFFECT)
        .filter(Q(official__isnull=False) | Q(institution__isnull=False))
        .select_related("programme", "agreement__owner", "agreement__document", "official", "institution")
    )
    return [row for row in rows if _is_turn(row, now, today)]


def _is_turn(measure: Measure, now: datetime, today: date) -> bool:
    since = max((at for at in (measure.asked_at, measure.reported_at) if at), default=None)
    if since is None or now - since >= timedelta(days=measure.every_days):
        return True
    is_near = measure.due_on is not None and today >= measure.due_on - WEEK
    return is_near and now - since >= WEEK


def behind(link: PublicLink) -> Measure | None:
    """The measure that a link opens; None where it was stopped."""
    rows = Measure.objects.filter(pk=link.record_id).exclude(state=MeasureState.STOPPED)
    return rows.select_related(*_SHOWN).first()


def public_measures(agreement: Agreement) -> Tree:
    """What anyone may read of a public agreement's measures: all but who reports, which the page leaves out."""
    return tree(agreement)


def owners(member: Membership) -> QuerySet[Actor]:
    """The institutions that own measures which the member sees, for a filter."""
    ids = measures(member).exclude(institution=None).order_by().values("institution")
    return Actor.objects.filter(pk__in=ids).order_by("sort_name")


def by_due(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """What is due first stands first; those without a day last."""
    return rows.order_by(F("due_on").asc(nulls_last=True), "position")
