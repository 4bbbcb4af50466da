"""Adoption: where each path stands, what it can reach by when, and what to look at. Worked out by `calc.adoption*`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.agreements.models import (
    AdoptionPath,
    AdoptionStep,
    Agreement,
    BodyMeeting,
    Clause,
    CouncilBreak,
    Party,
    Resolution,
)
from imbizo.agreements.queries.seeing import own, paths
from imbizo.agreements.states import BreakKind, Outcome, StepKind, StepState
from imbizo.calc import adoption, adoptioncautions, adoptiondates, council
from imbizo.calc.days import Own
from imbizo.drafting.models import Document, Publication
from imbizo.drafting.queries.seeing import documents
from imbizo.drafting.queries.seeing import own as own_documents
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.models import PublicLink

BODIES: Final = frozenset({StepKind.PORTFOLIO, StepKind.MAYORAL, StepKind.COUNCIL})
_KINDS: Final = {
    StepKind.RECEIVED: adoption.Kind.RECEIVED,
    StepKind.LEGAL: adoption.Kind.LEGAL_COMMENT,
    StepKind.PORTFOLIO: adoption.Kind.PORTFOLIO_COMMITTEE,
    StepKind.MAYORAL: adoption.Kind.MAYORAL_COMMITTEE,
    StepKind.COUNCIL: adoption.Kind.COUNCIL,
    StepKind.AUTHORISED: adoption.Kind.AUTHORISED,
    StepKind.SIGNED: adoption.Kind.SIGNED,
    StepKind.OTHER: adoption.Kind.OTHER,
}
_ENDINGS: Final = {
    Outcome.ADOPTED: adoption.Ending.ADOPTED,
    Outcome.CONDITIONS: adoption.Ending.WITH_CONDITIONS,
    Outcome.NOTED: adoption.Ending.NOTED,
    Outcome.DEFERRED: adoption.Ending.DEFERRED,
    Outcome.REJECTED: adoption.Ending.REJECTED,
}
_DAYS: Final = dict(adoption.MUNICIPALITY)
_NEAR = (
    "programme",
    "institution",
    "official",
    "party__agreement__document",
    "party__agreement__text",
    "party__agreement__owner",
    "party__institution",
    "document__owner",
)


@dataclass(frozen=True, slots=True)
class Stand:
    """One path as it stands today: `rows` are its steps as planned; `cautions` are those that concern the whole."""

    path: AdoptionPath
    plan: adoptiondates.Plan
    rows: "Sequence[Row]"
    cautions: Sequence[adoptioncautions.Caution]
    is_adopted: bool

    @property
    def held_by(self) -> AdoptionStep | None:
        """The step that holds the path up."""
        up = self.plan.hold_up
        return next((row.step for row in self.rows if up and str(row.step.pk) == up.step.id), None)


@dataclass(frozen=True, slots=True)
class Row:
    """A step with what is planned for it, the resolutions on it, and what to look at."""

    step: AdoptionStep
    planned: adoptiondates.Planned
    resolutions: Sequence[Resolution]
    cautions: Sequence[adoptioncautions.Caution]


def today_of(programme: Programme) -> date:
    """Today in the programme's zone."""
    return timezone.localdate(timezone=programme.zone)


def title_of(path: AdoptionPath) -> str:
    """The title of the text that is adopted."""
    document = path.party.agreement.document if path.party else path.document
    return document.title if document else ""


def whole(rows: QuerySet[AdoptionPath]) -> QuerySet[AdoptionPath]:
    """Paths with all that their pages show: their steps and what was resolved on them. Four queries."""
    resolutions = Resolution.objects.order_by("decided_on", "created_at").prefetch_related("clauses")
    steps = AdoptionStep.objects.order_by("position", "created_at").prefetch_related(
        Prefetch("resolutions", resolutions)
    )
    return rows.select_related(*_NEAR).prefetch_related(Prefetch("steps", steps))


def of_agreement(agreement: Agreement) -> QuerySet[AdoptionPath]:
    """The paths of an agreement's parties, in the order of the parties."""
    return whole(AdoptionPath.objects.filter(party__agreement=agreement)).order_by("party__position")


def of_document(document: Document) -> QuerySet[AdoptionPath]:
    """The paths of a document, such as a strategy."""
    return whole(AdoptionPath.objects.filter(document=document)).order_by("created_at")


def own_paths(member: Membership) -> QuerySet[AdoptionPath]:
    """Those that the member's partner follows, and may change."""
    mine = Q(party__agreement__in=own(member).order_by().values("pk"))
    drafts = Q(document__in=own_documents(documents(member), member).order_by().values("pk"))
    return paths(member).filter(mine | drafts)


def own_steps(member: Membership) -> QuerySet[AdoptionStep]:
    """The steps of those paths."""
    rows = AdoptionStep.objects.filter(path__in=own_paths(member).order_by().values("pk"))
    return rows.select_related("programme", *(f"path__{name}" for name in _NEAR))


def resolutions(member: Membership) -> QuerySet[Resolution]:
    """What was resolved, on paths that the member sees."""
    return Resolution.objects.filter(step__path__in=paths(member).order_by().values("pk"))


def begun(*, party: Party | None, document: Document | None, institution: Actor) -> AdoptionPath | None:
    """The path that a party has, or an institution for a document."""
    rows = AdoptionPath.objects.select_related(*_NEAR)
    if party is not None:
        return rows.filter(party=party).first()
    return rows.filter(document=document, institution=institution).first()


def without_path(agreement: Agreement) -> list[Party]:
    """The parties of an agreement that have no path yet."""
    rows = agreement.parties.filter(role="party", withdrew_on=None, path=None)
    return list(rows.select_related("institution", "official"))


def stands(found: Iterable[AdoptionPath], today: date) -> list[Stand]:
    """Each path as it stands. `found` come from `whole`; two more queries for all their calendars."""
    rows = list(found)
    calendars = _calendars({row.institution_id for row in rows}, {row.programme_id for row in rows[:1]})
    hashes = _hashes({_document_of(row) for row in rows})
    return [
        _stand(
            row, calendars[row.institution_id], _final_hash(row) or hashes.get(_document_of(row), ""), today
        )
        for row in rows
    ]


def hash_to_adopt(path: AdoptionPath) -> str:
    """The hash of the text that is to be adopted: the final one, or else the last published; empty before."""
    text = text_to_adopt(path)
    return text.text_hash if text else ""


def text_to_adopt(path: AdoptionPath) -> Publication | None:
    """The text itself."""
    if path.party is not None and path.party.agreement.text is not None:
        return path.party.agreement.text
    document = path.party.agreement.document if path.party else path.document
    return document.publications.order_by("-number").first() if document else None


def texts(path: AdoptionPath) -> QuerySet[Publication]:
    """Every published version of it, the last first: a council may have decided on an earlier one."""
    document = path.party.agreement.document if path.party else path.document
    rows: QuerySet[Publication] = Publication.objects.filter(document=document)
    return rows.order_by("-number")


def text_with_hash(resolution: Resolution) -> Publication | None:
    """The published version that a resolution is on, where it is one of ours."""
    return texts(resolution.step.path).filter(text_hash=resolution.text_hash).first()


def is_about_the_text(resolution: Resolution) -> bool:
    """Whether a council's resolution is on the text to adopt; a committee's advice holds for any."""
    if resolution.step.kind != StepKind.COUNCIL or resolution.outcome == Outcome.NOTED:
        return True
    return adoption.covers(resolution.text_hash, hash_to_adopt(resolution.step.path))


def clauses_of(path: AdoptionPath) -> QuerySet[Clause]:
    """The clauses that a condition can name."""
    rows: QuerySet[Clause] = Clause.objects.filter(agreement=path.party.agreement if path.party else None)
    return rows.select_related("section").order_by("section__position")


def checked(resolution: Resolution) -> council.Check | None:
    """What the figures of the minute say; None where it gives none."""
    if resolution.members is None or resolution.present is None:
        return None
    casting = council.Ballot.FOR if resolution.outcome == Outcome.ADOPTED else council.Ballot.AGAINST
    return council.check(
        council.Vote(
            members=resolution.members,
            present=resolution.present,
            votes_for=resolution.in_favour,
            votes_against=resolution.against,
            abstained=resolution.abstained,
            casting=casting if resolution.casting_vote else None,
            matter=council.Matter.BUDGET if resolution.needs_all_members else council.Matter.ORDINARY,
            minuted=_MINUTED.get(Outcome(resolution.outcome)),
        )
    )


_MINUTED: Final = {
    Outcome.ADOPTED: council.Verdict.CARRIED,
    Outcome.CONDITIONS: council.Verdict.CARRIED,
    Outcome.REJECTED: council.Verdict.LOST,
}


def meetings(programme: Programme, today: date) -> QuerySet[BodyMeeting]:
    """The meetings to come, and those of the last month."""
    rows = BodyMeeting.objects.filter(programme=programme, held_on__gte=today.replace(day=1))
    return rows.select_related("institution", "programme").order_by("held_on", "institution__sort_name")


def breaks(programme: Programme, today: date) -> QuerySet[CouncilBreak]:
    """Recesses and elections that aren't long over."""
    rows = CouncilBreak.objects.filter(programme=programme, ends_on__gte=today.replace(month=1, day=1))
    return rows.select_related("institution", "programme")


def behind(link: PublicLink) -> AdoptionPath | None:
    """The path that a link opens."""
    return whole(AdoptionPath.objects.filter(pk=link.record_id)).first()


def to_flag(programme: Programme, today: date) -> list[AdoptionStep]:
    """Steps that a former council decided, not signed yet and not flagged."""
    rows = whole(AdoptionPath.objects.filter(programme=programme))
    found = []
    for stand in stands(rows, today):
        codes = {each.step for row in stand.rows for each in row.cautions if each.code == _CONFIRM}
        found += [row.step for row in stand.rows if str(row.step.pk) in codes and not row.step.confirm_again]
    return found


def closing(programme: Programme, today: date, until: date) -> Iterator[tuple[AdoptionStep, date]]:
    """Steps for which an agenda closes within these days, with the day."""
    for stand in stands(whole(AdoptionPath.objects.filter(programme=programme)), today):
        for row in stand.rows:
            day = row.planned.hand_in_by
            if day is not None and day <= until and row.step == stand.held_by:
                yield row.step, day


_CONFIRM: Final = adoptioncautions.Code.CONFIRM_AGAIN


def _document_of(path: AdoptionPath) -> UUID | None:
    return path.party.agreement.document_id if path.party else path.document_id


def _final_hash(path: AdoptionPath) -> str:
    text = path.party.agreement.text if path.party else None
    return text.text_hash if text else ""


def _hashes(of: set[UUID | None]) -> dict[UUID | None, str]:
    """The hash of the last published version of each document, by its id. One query."""
    rows = Publication.objects.filter(document_id__in=[pk for pk in of if pk]).order_by("number")
    return dict(rows.values_list("document_id", "text_hash"))


def _stand(path: AdoptionPath, calendar: adoptiondates.Calendar, text_hash: str, today: date) -> Stand:
    steps = list(path.steps.all())
    given = adoption.Path(tuple(_step(step) for step in steps), _began_on(path, steps), text_hash)
    plan = adoptiondates.plan(given, calendar, today)
    told = adoptioncautions.cautions(given, calendar, plan, today)
    rows = [
        Row(step, planned, list(step.resolutions.all()), [each for each in told if each.step == str(step.pk)])
        for step, planned in zip(steps, plan.steps, strict=True)
    ]
    return Stand(path, plan, rows, [each for each in told if each.step is None], adoption.is_adopted(given))


def _began_on(path: AdoptionPath, steps: Sequence[AdoptionStep]) -> date:
    days = [day for step in steps for day in (step.handed_in_on, step.done_on) if day]
    begun: date = path.created_at.astimezone(path.programme.zone).date()
    return min([begun, *days])


def _step(step: AdoptionStep) -> adoption.Step:
    kind = StepKind(step.kind)
    return adoption.Step(
        id=str(step.pk),
        kind=_KINDS[kind],
        body=step.kind if kind in BODIES and not step.is_delegated else None,
        days=_DAYS.get(_KINDS[kind], 0),
        handed_in_on=step.handed_in_on,
        decided=_decided(step),
        is_skipped=step.state == StepState.SKIPPED,
    )


def _decided(step: AdoptionStep) -> adoption.Decided | None:
    resolved = list(step.resolutions.all())
    if resolved:
        last = resolved[-1]
        return adoption.Decided(
            on=last.decided_on,
            ending=_ENDINGS[Outcome(last.outcome)],
            resolution=last.number,
            text_hash=last.text_hash,
            conditions=_conditions(last),
            under_delegation=step.is_delegated,
        )
    if step.state != StepState.DONE or step.done_on is None:
        return None
    return adoption.Decided(on=step.done_on, under_delegation=step.is_delegated)


def _conditions(resolution: Resolution) -> tuple[adoption.Condition, ...]:
    """What it asks for. It is met once the clauses that it named are agreed again."""
    if resolution.outcome != Outcome.CONDITIONS:
        return ()
    named = list(resolution.clauses.all())
    is_met = bool(named) and not any(clause.is_reopened for clause in named)
    return (adoption.Condition(resolution.conditions, tuple(str(clause.pk) for clause in named), is_met),)


def _calendars(institutions: set[UUID], programmes: set[UUID]) -> Mapping[UUID, adoptiondates.Calendar]:
    rows: Any = BodyMeeting.objects.filter(institution_id__in=institutions).order_by("held_on")
    pauses = CouncilBreak.objects.filter(programme_id__in=programmes)
    found = list(pauses.filter(Q(institution=None) | Q(institution_id__in=institutions)))
    held = list(rows)
    return {pk: _calendar(pk, held, found) for pk in institutions}


def _calendar(
    institution: UUID, held: Sequence[BodyMeeting], pauses: Sequence[CouncilBreak]
) -> adoptiondates.Calendar:
    mine = [each for each in pauses if each.institution_id in {None, institution}]
    elections = [each.ends_on for each in mine if each.kind == BreakKind.ELECTION]
    return adoptiondates.Calendar(
        meetings=tuple(
            adoptiondates.Meeting(each.body, each.held_on, each.agenda_closes_on)
            for each in held
            if each.institution_id == institution
        ),
        recesses=tuple(
            Own(each.starts_on, each.ends_on, str(each.get_kind_display()))
            for each in mine
            if each.kind == BreakKind.RECESS
        ),
        election=max(elections, default=None),
    )
