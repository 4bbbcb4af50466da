"""How much of the thread holds: what was answered, used, has its sources, its owner, its money; and what has not.

Every figure opens down to its records, and counts only what the member may see. Two queries for each line, and three
for the municipalities.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.models import Clause
from imbizo.agreements.queries.measuring import listed
from imbizo.agreements.queries.seeing import of_agreements
from imbizo.agreements.states import AgreementState, ClauseKind, MeasureState
from imbizo.calc.progress import Coverage
from imbizo.drafting.models import Section
from imbizo.drafting.queries.seeing import comments, components, sections
from imbizo.drafting.states import DocumentKind, DocumentState, SectionState
from imbizo.evidence.queries.in_themes import live
from imbizo.evidence.queries.spoken import municipalities
from imbizo.evidence.queries.unanswered import heard, unanswered
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission as P
from imbizo.thread.models import Link

EVIDENCE: Final = (
    "convening.input",
    "convening.decision",
    "drafting.component",
    "evidence.theme",
    "evidence.code",
    "evidence.excerpt",
    "evidence.finding",
    "evidence.source",
)
"""What a section can rest on."""
DRAFTED: Final = ("drafting.component", "drafting.section")
FORMAL: Final = frozenset(
    {ClauseKind.PARTIES, ClauseKind.DISPUTES, ClauseKind.DURATION, ClauseKind.REVIEW, ClauseKind.SIGNATURE}
)
"""Clauses that every agreement has, whatever was said."""

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is to hold: all records that it is asked of, and those of which it doesn't hold."""

    key: str
    label: Promise
    left_label: Promise
    permission: P
    all: Callable[[Membership], Rows]
    left: Callable[[Membership], Rows]


@dataclass(frozen=True, slots=True)
class Told:
    """A line with its figures, for the page."""

    line: Line
    figures: Coverage


@dataclass(frozen=True, slots=True)
class InPlace:
    """What was said in one municipality, and how much of it was answered."""

    place: Place | None
    figures: Coverage


def figures(member: Membership) -> list[Told]:
    """Every line that the member may see, with its figures."""
    return [_told(line, member) for line in LINES if member.may(line.permission)]


def line_called(key: str, member: Membership) -> Line | None:
    """The line of that key, where the member may see it."""
    return next((line for line in LINES if line.key == key and member.may(line.permission)), None)


def by_municipality(member: Membership) -> list[InPlace]:
    """What was said and answered, for each municipality in which a gathering was held."""
    where = municipalities(member)
    everything, left = (_by_gathering(rows) for rows in (heard(member), unanswered(member)))
    total: dict[UUID | None, list[int]] = {}
    for gathering, number in everything.items():
        sums = total.setdefault(where.get(gathering), [0, 0])
        sums[0] += number - left.get(gathering, 0)
        sums[1] += number
    places = Place.objects.in_bulk([pk for pk in total if pk])
    found = [InPlace(places.get(pk) if pk else None, Coverage(*sums)) for pk, sums in total.items()]
    return sorted(found, key=lambda each: (each.place is None, str(each.place)))


def _told(line: Line, member: Membership) -> Told:
    total, left = line.all(member).count(), line.left(member).count()
    return Told(line, Coverage(total - left, total))


def _by_gathering(rows: Rows) -> Mapping[UUID, int]:
    counted = rows.order_by().values_list("gathering").annotate(number=Count("pk"))
    return dict(counted)


def _comes_from(kinds: tuple[str, ...], pk: str = "pk") -> Exists:
    """Whether a record came from one of these kinds."""
    return Exists(Link.objects.filter(record_id=OuterRef(pk), source_kind__in=kinds))


def _became(kinds: tuple[str, ...]) -> Exists:
    """Whether one of these kinds came from a record."""
    return Exists(Link.objects.filter(source_id=OuterRef("pk"), record_kind__in=kinds))


def _components(member: Membership) -> Rows:
    return components(member).filter(withdrawn_because="")


def _written(member: Membership) -> QuerySet[Section]:
    """Sections of drafts, agreements apart, that hold words."""
    rows = sections(member).filter(removed_because="", joined_into=None).exclude(state=SectionState.EMPTY)
    return rows.exclude(document__kind=DocumentKind.AGREEMENT).exclude(
        document__state=DocumentState.WITHDRAWN
    )


def _clauses(member: Membership) -> Rows:
    """Clauses that promise something, of agreements that weren't withdrawn."""
    rows = of_agreements(Clause, member).exclude(agreement__state=AgreementState.WITHDRAWN)
    standing = rows.filter(section__removed_because="", section__joined_into=None)
    return standing.exclude(kind__in=FORMAL).select_related("programme", "section", "agreement__document")


def _comments(member: Membership) -> Rows:
    return comments(member).filter(withdrawn_because="", answers=None)


def _measures(member: Membership) -> Rows:
    return listed(member).exclude(state=MeasureState.STOPPED)


def _sourceless(member: Membership) -> Rows:
    """Clauses whose section came from nothing: neither from evidence nor from a section of a strategy."""
    return _clauses(member).exclude(_comes_from((*EVIDENCE, "drafting.section"), "section_id"))


LINES: Final[tuple[Line, ...]] = (
    Line(
        "inputs", _("What was said is answered"), _("Said, and answered by nobody"), P.EVIDENCE_VIEW,
        heard, unanswered,
    ),
    Line(
        "themes", _("Themes are used in a draft"), _("Themes in no component and no section"), P.EVIDENCE_VIEW,
        live, lambda member: live(member).exclude(_became(DRAFTED)),
    ),
    Line(
        "components", _("Components have a section"), _("Components without a section"), P.DRAFTS_VIEW,
        _components, lambda member: _components(member).exclude(_became(("drafting.section",))),
    ),
    Line(
        "sections", _("Sections have sources"), _("Sections without a source"), P.DRAFTS_VIEW,
        _written, lambda member: _written(member).exclude(_comes_from(EVIDENCE)),
    ),
    Line(
        "comments", _("Comments are answered"), _("Comments without an answer"), P.DRAFTS_VIEW,
        _comments, lambda member: _comments(member).filter(disposition=None),
    ),
    Line(
        "clauses", _("Clauses have sources"), _("Clauses without a source"), P.AGREEMENTS_VIEW,
        _clauses, _sourceless,
    ),
    Line(
        "promises", _("Clauses have a measure"), _("Clauses that nothing carries out"), P.AGREEMENTS_VIEW,
        lambda member: _clauses(member).filter(kind=ClauseKind.COMMITMENT),
        lambda member: _clauses(member).filter(kind=ClauseKind.COMMITMENT, measures=None),
    ),
    Line(
        "owners", _("Measures have an owner"), _("Measures without an owner"), P.AGREEMENTS_VIEW,
        _measures, lambda member: _measures(member).filter(institution=None),
    ),
    Line(
        "dates", _("Measures have a date"), _("Measures without a date"), P.AGREEMENTS_VIEW,
        _measures, lambda member: _measures(member).filter(due_on=None),
    ),
    Line(
        "money", _("Measures say what pays for them"), _("Measures for which nobody said what pays"), P.AGREEMENTS_VIEW,
        _measures, lambda member: _measures(member).filter(Q(is_unfunded=False, budget_line="")),
    ),
    Line(
        "reports", _("Measures were reported on"), _("Measures on which nobody has reported"), P.AGREEMENTS_VIEW,
        lambda member: _measures(member).filter(parts=None),
        lambda member: _measures(member).filter(parts=None, reported_at=None),
    ),
)  # fmt: skip
