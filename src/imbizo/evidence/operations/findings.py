"""What sources say to the questions of a scan, and the answers written from it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.evidence.errors import NotReady
from imbizo.evidence.models import Excerpt, Finding, ScanQuestion, Source
from imbizo.evidence.operations.scans import must_change
from imbizo.evidence.queries.scanning import included
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import make_once, write
from imbizo.thread.operations import link_many
from imbizo.thread.states import Relation

_NOT_INCLUDED: Final = _("Choose a source that the scan took in.")
_OTHER_SOURCE: Final = _("Those words are of another source.")
_WHY: Final = _("Say in a few words why.")


@transaction.atomic
def add_finding(
    *,
    question: ScanQuestion,
    source: Source,
    text: str,
    by: Membership,
    excerpt: Excerpt | None = None,
    page: str = "",
    id: UUID | None = None,
) -> Finding:
    """Say what a source that was taken in answers. The thread leads from it to the source and its words.

    Sent twice it is one. Raises NotAllowed, NotNow, NotReady, Conflict.
    """
    must_change(question.scan, by)
    if not included(question.scan).filter(pk=source.pk).exists():
        raise NotReady(_NOT_INCLUDED, field="source")
    if excerpt is not None and excerpt.source_id != source.pk:
        raise NotReady(_OTHER_SOURCE, field="excerpt")
    finding = make_once(
        Finding, id=id, programme=question.programme, by=by, defaults={"by": by},
        question=question, source=source, excerpt=excerpt, text=text, page=page or (excerpt.page if excerpt else ""),
    )  # fmt: skip
    ends = [source, *([excerpt] if excerpt is not None else [])]
    link_many([(finding, end) for end in ends], Relation.EVIDENCES, by=by)
    return finding


@transaction.atomic
def change_finding(*, finding: Finding, changes: Mapping[str, Any], by: Membership) -> Finding:
    """Word it anew, or mend its page. Raises NotAllowed, NotNow."""
    must_change(finding.question.scan, by)
    write(finding, changes, by=by)
    return finding


@transaction.atomic
def withdraw_finding(*, finding: Finding, because: str, by: Membership) -> Finding:
    """Take it out of the answer's ground, with the reason. Raises NotAllowed, NotNow, NotReady."""
    must_change(finding.question.scan, by)
    if not because.strip():
        raise NotReady(_WHY, field="because")
    write(finding, {"withdrawn_because": because.strip()}, by=by, verb="withdraw")
    return finding


@transaction.atomic
def restore_finding(*, finding: Finding, by: Membership) -> Finding:
    """Bring it back. Raises NotAllowed, NotNow."""
    must_change(finding.question.scan, by)
    write(finding, {"withdrawn_because": ""}, by=by, verb="restore")
    return finding


@transaction.atomic
def write_answer(*, question: ScanQuestion, changes: Mapping[str, Any], by: Membership) -> ScanQuestion:
    """Write what the scan answers to a question. Raises NotAllowed, NotNow."""
    must_change(question.scan, by)
    write(question, changes, by=by)
    return question
