"""Who is there and who is missing: sphere and kind against municipality."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.models import Actor, Assignment, Expectation, Register
from imbizo.actors.states import ActorState, AssignmentState, Kind, Sphere
from imbizo.places.models import Place, WorkArea
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, Sharing, StepStatus

WHOLE, ELSEWHERE = "whole", "elsewhere"
KEPT_FOR = 24 * 60 * 60  # seconds; the revision in the key is what keeps a count true

Row = tuple[str, str]  # sphere, kind
Tally = tuple[int, int]  # seen by this partner, kept back by others
Counts = dict[tuple[UUID | None, str, str], Tally]


@dataclass(frozen=True)
class Area:
    """A column: a municipality, the whole area (what lies in no single one), or municipalities elsewhere."""

    key: str
    name: str
    place: Place | None = None


@dataclass(frozen=True)
class Cell:
    """One sphere and kind in one area, with the lines expected there (`wanted`).

    `missing` of them have nobody; `names` says which, where nobody at all is there.
    """

    sphere: str
    kind: str
    area: Area
    seen: int
    hidden: int
    wanted: tuple[str, ...]
    missing: int
    names: tuple[str, ...]
    searches: tuple[Assignment, ...]
    url: str

    @property
    def expected(self) -> int:
        return len(self.wanted)

    @property
    def is_empty(self) -> bool:
        return not (self.seen or self.hidden or self.expected or self.searches)

    @property
    def more_missing(self) -> int:
        return self.missing - 1

    @property
    def state(self) -> Literal["gap", "part", "there", "empty"]:
        """Whether somebody expected is missing altogether, in part, or not."""
        if self.missing:
            return "part" if self.seen or self.hidden else "gap"
        return "empty" if self.is_empty else "there"


@dataclass(frozen=True)
class Line:
    """A row of the table, in words."""

    title: str
    sphere: str
    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class AreaColumn:
    """The same cells municipality by municipality, as a phone shows them; those that say something."""

    area: Area
    lines: tuple[tuple[str, Cell], ...]
    missing: int


@dataclass(frozen=True)
class Coverage:
    """The whole view, as one member may see it."""

    areas: tuple[Area, ...]
    lines: tuple[Line, ...]

    @property
    def has_places(self) -> bool:
        """Whether the programme has said where it works."""
        return any(area.place for area in self.areas)

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells]

    @property
    def expected(self) -> int:
        return sum(cell.expected for cell in self.cells)

    @property
    def missing(self) -> int:
        return sum(cell.missing for cell in self.cells)

    @property
    def found(self) -> int:
        return self.expected - self.missing

    @property
    def searched(self) -> int:
        return sum(len(cell.searches) for cell in self.cells)

    @property
    def columns(self) -> list[AreaColumn]:
        return [self._column(number, area) for number, area in enumerate(self.areas)]

    def _column(self, number: int, area: Area) -> AreaColumn:
        pairs = [(line.title, line.cells[number]) for line in self.lines]
        return AreaColumn(
            area=area,
            lines=tuple((title, cell) for title, cell in pairs if not cell.is_empty),
            missing=sum(cell.missing for _title, cell in pairs),
        )


def row_title(sphere: str, kind: str) -> str:
    """A row in words: "Provincial government", "Faith"."""
    if kind == Kind.CHAPTER9:
        return _("Chapter 9 institutions")
    if kind == Kind.GOVERNMENT and sphere != Sphere.NONE:
        return str(capfirst(Sphere(sphere).label))
    if sphere == Sphere.NONE:
        return str(capfirst(Kind(kind).label))
    return _("%(kind)s (%(sphere)s)") % {"kind": capfirst(Kind(kind).label), "sphere": Sphere(sphere).label}


def coverage(member: Membership) -> Coverage:
    """The coverage of the member's programme: four queries, and one more when the register has changed."""
    return _Plan(member).coverage()


def coverage_status(member: Membership) -> StepStatus:
    """How the step "find the key actors" stands."""
    plan = coverage(member)
    url = reverse("actors:coverage", args=[member.programme.slug])
    if not plan.expected:
        return StepStatus(_("Nobody is expected yet"), url=url, action=_("Say who should be there"))
    text = _("%(found)s of %(expected)s expected actors found") % {
        "found": plan.found,
        "expected": plan.expected,
    }
    if plan.searched:
        looking = ngettext("%(count)s is being looked for", "%(count)s are being looked for", plan.searched)
        text = f"{text}; {looking % {'count': plan.searched}}"
    action = _("Find who is missing") if plan.missing else ""
    return StepStatus(text, done=plan.found, total=plan.expected, url=url, action=action)


def counts(member: Membership) -> Counts:
    """Active actors by municipality, sphere and kind: those the member's partner sees, and the rest as a number."""
    revision = (
        Register.objects.filter(programme_id=member.programme_id).values_list("revision", flat=True).first()
    )
    if revision is None:
        return _count(member)
    key = f"coverage:{member.programme_id}:{member.partner_id}:{revision}"
    found: Counts | None = cache.get(key)
    if found is None:
        found = _count(member)
        cache.set(key, found, KEPT_FOR)
    return found


def cell_actors(member: Membership, *, sphere: str, kind: str, where: str) -> QuerySet[Actor]:
    """The actors of one cell that the member may see, in order. `where` is a place's id, "whole" or "elsewhere"."""
    rows: QuerySet[Actor] = Actor.objects.visible_to(member).filter(state=ActorState.ACTIVE, kind=kind)
    if kind != Kind.CHAPTER9:
        rows = rows.filter(sphere=sphere)
    return (
        rows.filter(_in_area(member, where)).select_related("programme", "owner").order_by("sort_name", "id")
    )


def cell(member: Membership, *, sphere: str, kind: str, where: str) -> Cell | None:
    """One cell of the view, or None where the programme has no such area."""
    if sphere not in Sphere.values or kind not in Kind.values:
        return None
    plan = _Plan(member)
    row = _row_of(sphere, kind)
    area = next((area for area in plan.areas if area.key == where), None)
    return plan.cell(row, area) if area else None


def expectations(member: Membership) -> QuerySet[Expectation]:
    """Who is expected in the member's programme."""
    return Expectation.objects.filter(programme_id=member.programme_id).select_related("programme")


def searches(member: Membership) -> QuerySet[Assignment]:
    """Every search of the member's programme, with what a list shows of it."""
    return Assignment.objects.filter(programme_id=member.programme_id).select_related(
        "programme", "place", "assignee__user", "assignee__partner", "found"
    )


def where_searched(member: Membership, search: Assignment) -> str:
    """The cell of a search: its municipality, or the whole area."""
    keys = {area.key for area in areas(member)}
    return str(search.place_id) if str(search.place_id) in keys else WHOLE


def searches_to_end(member: Membership) -> QuerySet[Assignment]:
    """The searches that the member may say the end of: their own, or all for those who hand them out."""
    rows = searches(member)
    return rows if member.may(Permission.COVERAGE_ASSIGN) else rows.filter(assignee=member)


def areas(member: Membership) -> list[Area]:
    """The columns: each municipality of work, and what lies in no single one."""
    places = WorkArea.objects.filter(programme_id=member.programme_id).select_related("place")
    found = [
        Area(str(each.place_id), each.place.name, each.place)
        for each in places
        if _is_municipality(each.place)
    ]
    return [*found, Area(WHOLE, _("Whole area"))]


def _is_municipality(place: Place) -> bool:
    return place.kind == PlaceKind.MUNICIPALITY


def _in_area(member: Membership, where: str) -> Q:
    if where == WHOLE:
        return Q(municipality=None)
    if where == ELSEWHERE:
        ours = [area.place.pk for area in areas(member) if area.place]
        return Q(municipality__isnull=False) & ~Q(municipality__in=ours)
    return Q(municipality=where)


def _row_of(sphere: str, kind: str) -> Row:
    # Chapter 9 institutions are of no sphere, and written down under several.
    return (Sphere.NATIONAL, kind) if kind == Kind.CHAPTER9 else (sphere, kind)


def _count(member: Membership) -> Counts:
    """One grouping over the covering index, and one over what was shared with this partner by name."""
    tallies: dict[tuple[UUID | None, str, str], list[int]] = defaultdict(lambda: [0, 0])
    columns = ("municipality_id", "sphere", "kind", "form", "sharing", "owner_id")
    for place, sphere, kind, _form, sharing, owner, number in _grouped(_active(member), columns):
        is_hidden = sharing != Sharing.ALL and owner != member.partner_id
        tallies[place, *_row_of(sphere, kind)][is_hidden] += number
    for place, sphere, kind, number in _grouped(_named(member), columns[:3]):
        tally = tallies[place, *_row_of(sphere, kind)]
        tally[0] += number
        tally[1] -= number
    return {key: (seen, hidden) for key, (seen, hidden) in tallies.items()}


def _active(member: Membership) -> QuerySet[Actor]:
    # What was erased still counts once the whole programme has been anonymised.
    states = [ActorState.ACTIVE, *([ActorState.ERASED] if member.programme.anonymised_at else [])]
    rows: QuerySet[Actor] = Actor.objects.filter(programme_id=member.programme_id, state__in=states)
    return rows


def _named(member: Membership) -> QuerySet[Actor]:
    """What other partners share with this one by name."""
    through = Actor.shared_with.through.objects.filter(partner_id=member.partner_id)
    rows = _active(member).filter(sharing=Sharing.NAMED, pk__in=through.values("actor_id"))
    return rows.exclude(owner_id=member.partner_id)


def _grouped(rows: QuerySet[Actor], columns: tuple[str, ...]) -> Iterable[tuple[Any, ...]]:
    return rows.order_by().values_list(*columns).annotate(number=Count("*"))


class _Plan:
    """What one drawing of the view needs, read once."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.counts = counts(member)
        self.areas = areas(member)
        self.ours = {area.place.pk for area in self.areas if area.place}
        if any(place and place not in self.ours for place, _sphere, _kind in self.counts):
            self.areas.append(Area(ELSEWHERE, _("Elsewhere")))
        self.expected: dict[Row, list[Expectation]] = defaultdict(list)
        for line in expectations(member):
            self.expected[_row_of(line.sphere, line.kind)].append(line)
        self.searches: dict[tuple[Row, UUID | None], list[Assignment]] = defaultdict(list)
        for search in searches(member):
            # A search in a district or a province stands with what lies in no single municipality.
            place = search.place_id if search.place_id in self.ours else None
            self.searches[_row_of(search.sphere, search.kind), place].append(search)
        self.empty_url = reverse(
            "actors:coverage-cell", args=[member.programme.slug, "SPHERE", "KIND", "WHERE"]
        )

    def coverage(self) -> Coverage:
        rows = {(sphere, kind) for _place, sphere, kind in self.counts} | self.expected.keys()
        rows |= {row for row, _place in self.searches}
        return Coverage(tuple(self.areas), tuple(self._line(row) for row in sorted(rows, key=_order)))

    def cell(self, row: Row, area: Area) -> Cell:
        seen, hidden = self._tally(row, area)
        asked = self.searches.get((row, area.place.pk if area.place else None), [])
        if area.key == ELSEWHERE:
            asked = []
        lines, ended = self._lines(row, area), {each.who for each in asked if _is_not_there(each)}
        wanted = [line.who for line in lines if line.who not in ended]
        found = {each.who for each in asked if each.state == AssignmentState.FOUND}
        open_lines = [who for who in wanted if who not in found]
        spare = max(0, self._known(row, area) - (len(wanted) - len(open_lines)))
        return Cell(
            sphere=row[0],
            kind=row[1],
            area=area,
            seen=seen,
            hidden=hidden,
            wanted=tuple(wanted),
            missing=max(0, len(open_lines) - spare),
            names=() if spare else tuple(open_lines),
            searches=tuple(each for each in asked if each.state == AssignmentState.OPEN),
            url=self._url(row, area),
        )

    def _line(self, row: Row) -> Line:
        cells = tuple(self.cell(row, area) for area in self.areas)
        return Line(title=row_title(*row), sphere=row[0], kind=row[1], cells=cells)

    def _lines(self, row: Row, area: Area) -> list[Expectation]:
        if area.key == ELSEWHERE:
            return []
        return [line for line in self.expected.get(row, []) if line.per_municipality == bool(area.place)]

    def _tally(self, row: Row, area: Area) -> Tally:
        if area.key != ELSEWHERE:
            return self.counts.get((area.place.pk if area.place else None, *row), (0, 0))
        far = [
            tally
            for (place, *cell_row), tally in self.counts.items()
            if place and place not in self.ours and tuple(cell_row) == row
        ]
        return sum(seen for seen, _hidden in far), sum(hidden for _seen, hidden in far)

    def _known(self, row: Row, area: Area) -> int:
        """How many there are who could be the ones expected.

        Who is expected once may sit in any municipality: there, those beyond what it expects itself count.
        """
        here = sum(self._tally(row, area))
        if area.key != WHOLE:
            return here
        others = [each for each in self.areas if each.key != WHOLE]
        return here + sum(
            max(0, sum(self._tally(row, each)) - len(self._lines(row, each))) for each in others
        )

    def _url(self, row: Row, area: Area) -> str:
        address = self.empty_url.replace("SPHERE", row[0], 1).replace("KIND", row[1], 1)
        return address.replace("WHERE", area.key, 1)


def _is_not_there(search: Assignment) -> bool:
    return search.state == AssignmentState.NOT_THERE


def _order(row: Row) -> tuple[int, int]:
    return Sphere.values.index(row[0]), Kind.values.index(row[1])
