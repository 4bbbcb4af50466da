"""Literature scans: their figures, what is still to be screened, and what each reviewer said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from imbizo.calc import prisma
from imbizo.calc.agreement import Agreement, cohen_kappa, ratings
from imbizo.evidence.models import Finding, ReferenceImport, Scan, ScanItem, ScanQuestion, Screening, Source
from imbizo.evidence.queries import seeing
from imbizo.evidence.states import FileState, Retrieval, SourceKind, Stage, Verdict
from imbizo.programmes.models import Membership

STAGES: Final = {Stage.ABSTRACT: prisma.Stage.SCREENING, Stage.FULL_TEXT: prisma.Stage.FULL_TEXT}
_DECIDED: Final = (Verdict.INCLUDE, Verdict.EXCLUDE)
# Which sources stand at each place of the flow, so that a number opens what it counts.
PLACES: Final[dict[str, Q]] = {
    "all": Q(),
    "duplicate": ~Q(duplicate_of=None),
    "to_screen": Q(duplicate_of=None, stage=Stage.ABSTRACT, outcome=""),
    "screened_out": Q(duplicate_of=None, stage=Stage.ABSTRACT, outcome=Verdict.EXCLUDE),
    "sought": Q(duplicate_of=None, stage=Stage.FULL_TEXT),
    "to_retrieve": Q(duplicate_of=None, stage=Stage.FULL_TEXT, outcome="", retrieval=Retrieval.OPEN),
    "not_retrieved": Q(duplicate_of=None, stage=Stage.FULL_TEXT, outcome="", retrieval=Retrieval.NOT_FOUND),
    "to_assess": Q(duplicate_of=None, stage=Stage.FULL_TEXT, outcome="", retrieval=Retrieval.GOT),
    "assessed_out": Q(duplicate_of=None, stage=Stage.FULL_TEXT, outcome=Verdict.EXCLUDE),
    "included": Q(duplicate_of=None, stage=Stage.FULL_TEXT, outcome=Verdict.INCLUDE),
    "screened": Q(duplicate_of=None) & (Q(stage=Stage.FULL_TEXT) | Q(outcome=Verdict.EXCLUDE)),
    "assessed": Q(duplicate_of=None, stage=Stage.FULL_TEXT, outcome__in=_DECIDED),
    "retrieved": Q(duplicate_of=None, stage=Stage.FULL_TEXT)
    & (Q(outcome__in=_DECIDED) | Q(retrieval=Retrieval.GOT)),
}


def listed(member: Membership) -> QuerySet[Scan]:
    """The scans that the member sees, with how many sources each has and how many are taken in."""
    items = Q(items__duplicate_of=None)
    done = Q(items__stage=Stage.FULL_TEXT, items__outcome=Verdict.INCLUDE)
    return (
        seeing.scans(member)
        .select_related("lead__user")
        .annotate(found=Count("items", filter=items), taken_in=Count("items", filter=items & done))
    )


def own(member: Membership) -> QuerySet[Scan]:
    """Scans of the member's partner, which alone changes them."""
    return seeing.own(seeing.scans(member), member)


def items(member: Membership) -> QuerySet[ScanItem]:
    """Sources in the scans that the member sees."""
    rows = seeing.of_scans(ScanItem, member)
    return rows.select_related(
        "programme", "scan__programme", "scan__owner", "source__programme", "reason"
    ).defer("source__text")


def own_items(member: Membership) -> QuerySet[ScanItem]:
    return items(member).filter(scan__owner_id=member.partner_id)


def imports(member: Membership) -> QuerySet[ReferenceImport]:
    """Files of references of the scans that the member sees."""
    return seeing.of_scans(ReferenceImport, member).select_related(
        "programme", "scan__programme", "scan__owner"
    )


def questions(member: Membership) -> QuerySet[ScanQuestion]:
    return seeing.of_scans(ScanQuestion, member).select_related("programme", "scan__programme", "scan__owner")


def held_question(pk: UUID) -> ScanQuestion:
    """The question, which was found for the member already, until the end of the transaction nobody else's to write."""
    rows = ScanQuestion.objects.select_for_update(of=("self",)).select_related("scan__owner", "programme")
    return rows.get(pk=pk)


def findings(member: Membership) -> QuerySet[Finding]:
    rows = seeing.of_scans(Finding, member, path="question__scan")
    return rows.select_related(
        "programme", "question__scan", "source__programme", "excerpt__programme"
    ).defer("source__text")


def screenings(member: Membership) -> QuerySet[Screening]:
    """What was said of sources. Where two screen apart, the other's word is hidden until both have decided."""
    other = Screening.objects.filter(
        item=OuterRef("item"), stage=OuterRef("stage"), is_settling=False, verdict__in=_DECIDED
    ).exclude(reviewer=OuterRef("reviewer"))
    is_open = (
        Q(item__scan__has_two_reviewers=False)
        | Q(is_settling=True)
        | Q(reviewer_id=member.pk)
        | Exists(other)
    )
    rows = seeing.of_scans(Screening, member, path="item__scan")
    return rows.filter(is_open).select_related("programme", "reviewer__user", "reason", "item__source")


# What is to be done


def undecided_by(member: Membership, rows: QuerySet[ScanItem]) -> QuerySet[ScanItem]:
    """Those of the items on which the member has still to decide at their stage; those put off come last."""
    said = Screening.objects.filter(
        item=OuterRef("pk"), stage=OuterRef("stage"), reviewer=member, is_settling=False
    )
    put_off = Exists(said.filter(verdict=Verdict.UNSURE))
    rows = rows.filter(~Exists(said.filter(verdict__in=_DECIDED)), duplicate_of=None, outcome="")
    rank = Case(When(put_off, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("rank", "created_at", "pk")


def queue(scan: Scan, member: Membership, stage: str) -> QuerySet[ScanItem]:
    """What the member has to screen at a stage: of full texts those that could be had or weren't looked for yet."""
    rows = items(member).filter(scan=scan, stage=stage)
    if stage == Stage.FULL_TEXT:
        rows = rows.exclude(retrieval=Retrieval.NOT_FOUND)
    return undecided_by(member, rows)


def progress(scan: Scan, member: Membership, stage: str) -> tuple[int, int]:
    """How many still wait for the member at a stage, and how many there are in all."""
    rows = ScanItem.objects.filter(scan=scan, duplicate_of=None)
    if stage == Stage.FULL_TEXT:
        rows = rows.filter(stage=stage).exclude(outcome="", retrieval=Retrieval.NOT_FOUND)
    return queue(scan, member, stage).count(), rows.count()


def next_item(scan: Scan, member: Membership, stage: str, *, after: UUID | None) -> ScanItem | None:
    """The next in the member's pile behind a source; from the top where none stands behind it."""
    rows = queue(scan, member, stage)
    if after is None:
        return rows.first()
    rows = rows.exclude(pk=after)
    for at in ScanItem.objects.filter(pk=after).values_list("created_at", flat=True):
        behind = Q(created_at__gt=at) | Q(created_at=at, pk__gt=after)
        if found := rows.filter(behind, Q(rank=0)).first():
            return found
    return rows.first()


def last_stage(items: Sequence[ScanItem], member: Membership) -> dict[UUID, str]:
    """The last stage at which the member said something, by source; "abstract" comes before "full_text"."""
    rows = Screening.objects.filter(item__in=items, reviewer=member, is_settling=False)
    return dict(rows.order_by("stage").values_list("item_id", "stage"))


def alike(item: ScanItem) -> QuerySet[ScanItem]:
    """Up to twenty others of the scan whose titles are most like this one's."""
    from rapidfuzz import process

    rows = ScanItem.objects.filter(scan=item.scan_id, duplicate_of=None).exclude(pk=item.pk)
    titles = dict(rows.order_by().values_list("pk", "source__title_key"))
    best = process.extract(item.source.title_key, titles, limit=20)
    order = {pk: place for place, (_title, _score, pk) in enumerate(best)}
    ranked = Case(*(When(pk=pk, then=Value(at)) for pk, at in order.items()), output_field=IntegerField())
    return (
        rows.filter(pk__in=list(order))
        .select_related("source")
        .defer("source__text")
        .annotate(place=ranked)
        .order_by("place")
    )


def included(scan: Scan) -> QuerySet[Source]:
    """The sources that the scan took in, by their authors."""
    rows = ScanItem.objects.filter(PLACES["included"], scan=scan).order_by().values("source_id")
    return Source.objects.filter(pk__in=rows).order_by("authors", "year", "title")


def library(scan: Scan) -> QuerySet[Source]:
    """Literature of the scan's partner, and all that stands in the scan: what new references are compared with."""
    there = Q(scan_items__scan=scan) | Q(owner_id=scan.owner_id, kind=SourceKind.LITERATURE)
    return Source.objects.filter(there, programme_id=scan.programme_id, withdrawn_because="").distinct()


# Figures


def records(scan: Scan, chosen: Sequence[UUID] | None = None) -> list[prisma.Record]:
    """The scan's sources (or those chosen) as the flow counts them, with their verdicts; "not sure" is none."""
    rows = ScanItem.objects.filter(scan=scan).order_by("created_at", "pk")
    said = Screening.objects.filter(item__scan=scan)
    if chosen is not None:
        rows, said = rows.filter(pk__in=chosen), said.filter(item__in=chosen)
    verdicts, settled = _verdicts(said)
    found = rows.values_list("pk", "found_in", "duplicate_of_id", "retrieval")
    return [
        prisma.Record(
            id=str(pk),
            source=where,
            duplicate_of=_text(original),
            verdicts=verdicts.get(pk),
            settled=settled.get(pk),
            is_retrieved={Retrieval.OPEN: None, Retrieval.GOT: True}.get(Retrieval(retrieval), False),
        )
        for pk, where, original, retrieval in found
    ]


def _text(id: UUID | None) -> str | None:
    return str(id) if id is not None else None


class Screened:
    """What the figures of a scan are made of, read once for all that a page tells of them."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._records = records(scan)

    @cached_property
    def flow(self) -> prisma.Flow:
        """Those of duplicates that came with files and were not taken twice are among the figures."""
        return prisma.flow([*self._records, *_given(self._scan)], reviewers_of(self._scan))

    @cached_property
    def conflicts(self) -> dict[UUID, str]:
        """The items on which the two reviewers disagree, with the stage at which they do."""
        if not self._scan.has_two_reviewers:
            return {}
        back = {there: here for here, there in STAGES.items()}
        return {UUID(each.record): back[each.stage] for each in prisma.conflicts(self._records)}

    def agreement(self, stage: str) -> Agreement:
        """Cohen's kappa of the two reviewers at a stage, over what both have decided."""
        first, second = str(self._scan.lead_id), str(self._scan.second_id)
        pairs = prisma.pairs(self._records, STAGES[Stage(stage)], first, second)
        return cohen_kappa(ratings(pairs))


def _given(scan: Scan) -> list[prisma.Record]:
    # Duplicates in files have no row of their own: the same work is counted once, and was found more than once.
    return [
        prisma.Record(id=f"{pk}:{number}", source=where, duplicate_of="")
        for pk, where, count in _duplicates(scan)
        for number in range(count)
    ]


def reviewers_of(scan: Scan) -> int:
    return 2 if scan.has_two_reviewers else 1


def reasons_of(scan: Scan) -> dict[str, str]:
    """The words of each reason for leaving out, by its id as the flow names it."""
    return {str(pk): text for pk, text in scan.reasons.values_list("pk", "text")}


def counted_questions(scan: Scan) -> QuerySet[ScanQuestion]:
    """Its questions, each with how many findings it has."""
    standing = Count("findings", filter=Q(findings__withdrawn_because=""))
    return scan.questions.select_related("programme").annotate(found=standing)


def may_screen(scan: Scan, member: Membership) -> bool:
    """Whether the member is one of those who screen: of a scan of two, one of the two."""
    return not scan.has_two_reviewers or member.pk in {scan.lead_id, scan.second_id}


def answered(scan: Scan) -> tuple[int, int]:
    """How many of its questions have an answer, and how many there are."""
    counts = scan.questions.aggregate(all=Count("pk"), done=Count("pk", filter=~Q(answer="")))
    return counts["done"], counts["all"]


def _duplicates(scan: Scan) -> Iterable[tuple[UUID, str, int]]:
    rows = ReferenceImport.objects.filter(scan=scan, state=FileState.TAKEN, duplicates__gt=0)
    return rows.order_by("created_at").values_list("pk", "found_in", "duplicates")


def _verdicts(
    screenings: QuerySet[Screening],
) -> tuple[dict[UUID, Any], dict[UUID, Any]]:
    """By item and stage: what the reviewers decided, in their order; and the word that settled it."""
    said: dict[UUID, dict[prisma.Stage, tuple[prisma.Verdict, ...]]] = defaultdict(dict)
    settled: dict[UUID, dict[prisma.Stage, prisma.Verdict]] = defaultdict(dict)
    rows = screenings.filter(verdict__in=_DECIDED).order_by("created_at", "pk")
    for pk, who, at, verdict, reason, is_settling in rows.values_list(
        "item_id", "reviewer_id", "stage", "verdict", "reason_id", "is_settling"
    ):
        stage, given = STAGES[Stage(at)], _verdict(who, verdict, reason)
        if is_settling:
            settled[pk][stage] = given
        else:
            said[pk][stage] = (*said[pk].get(stage, ()), given)
    return said, settled


def _verdict(reviewer: UUID, verdict: str, reason: UUID | None) -> prisma.Verdict:
    return prisma.Verdict(str(reviewer), verdict == Verdict.INCLUDE, str(reason) if reason else "")
