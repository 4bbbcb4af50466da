"""Reads for projects of other programs: who sees them, what hangs on what was taken, what an export may hold."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.evidence.models import (
    Code,
    Coding,
    CodingRound,
    Excerpt,
    Interview,
    ProjectImport,
    Source,
    TextVersion,
)
from imbizo.evidence.states import CodingState, ConsentGiven, FileState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import Link
from imbizo.thread.states import Relation

STALLED_AFTER = timedelta(minutes=3)
_OVER = (FileState.REFUSED, FileState.UNDONE)


def projects(member: Membership) -> QuerySet[ProjectImport]:
    """The files that the member's partner brought."""
    rows = ProjectImport.objects.filter(programme_id=member.programme_id, by__partner_id=member.partner_id)
    rows = rows if member.may(Permission.EVIDENCE_VIEW) else rows.none()
    return rows.select_related("programme", "by__user", "codebook")


def brought_before(member: Membership, digest: str) -> ProjectImport | None:
    """The very same file, brought by the member's partner and neither refused nor taken back."""
    return projects(member).filter(digest=digest).exclude(state__in=_OVER).first()


def is_stalled(project: ProjectImport) -> bool:
    """Whether nothing has moved for so long that the worker must have stopped."""
    return timezone.now() - project.updated_at > STALLED_AFTER


def sources_made(project: ProjectImport) -> QuerySet[Source]:
    return Source.objects.filter(pk__in=_ids(project, "sources"))


def codes_made(project: ProjectImport) -> QuerySet[Code]:
    return Code.objects.filter(pk__in=_ids(project, "codes"))


def rounds_made(project: ProjectImport) -> QuerySet[CodingRound]:
    return CodingRound.objects.filter(pk__in=[pk for pk in [project.made.get("round")] if pk])


def uses(project: ProjectImport) -> list[Promise]:
    """What hangs on what was taken, so that it can't be taken back; empty where nothing does."""
    return list(_uses(project))


def _uses(project: ProjectImport) -> Iterator[Promise]:
    sources, codes = sources_made(project).order_by(), codes_made(project).order_by()
    added = Coding.objects.filter(Q(source__in=sources) | Q(code__in=codes))
    if added.exclude(brought_in=project).exists():
        yield _("somebody coded with its codes or in its texts")
    if project.codings.exclude(state=CodingState.STANDING).exists() or _changed_codes(project, codes):
        yield _("its codes or codings were changed")
    if Excerpt.objects.filter(source__in=sources).exists():
        yield _("an excerpt was taken from one of its texts")
    if TextVersion.objects.filter(source__in=sources).exists():
        yield _("one of its texts was corrected")
    if Interview.objects.filter(source__in=sources).exclude(consent=ConsentGiven.NONE).exists():
        yield _("consent was noted at one of its interviews")
    if rounds_made(project).filter(settlements__isnull=False).exists():
        yield _("disagreements of its coders were settled")
    if _linked(project):
        yield _("a theme, a section or something else came of it")


def _changed_codes(project: ProjectImport, codes: QuerySet[Code]) -> bool:
    under = Code.objects.filter(Q(parent__in=codes) | Q(merged_into__in=codes)).exclude(
        pk__in=codes.values("pk")
    )
    gone = codes.exclude(merged_into=None, withdrawn_because="")
    return under.exists() or gone.exists()


def _linked(project: ProjectImport) -> bool:
    """Whether the thread leads from or to what was made, other than from its texts to codes."""
    ids = [UUID(pk) for name in ("sources", "codes") for pk in project.made.get(name, [])]
    rows = Link.objects.filter(Q(record_id__in=ids) | Q(source_id__in=ids))
    return rows.exclude(relation=Relation.CODED_AS).exists()


def _ids(project: ProjectImport, name: str) -> list[str]:
    return list(project.made.get(name, []))
