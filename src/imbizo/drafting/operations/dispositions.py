"""Deciding about comments: each ends as exactly one thing, with its reason; suggested words are put in with a press."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.calc import dispositions as calc
from imbizo.calc.dispositions import Fault
from imbizo.calc.richtext import parse, to_html
from imbizo.drafting.errors import Collision, NotNow, NotReady
from imbizo.drafting.models import Comment, Disposition, Section
from imbizo.drafting.operations import sections
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.rules.suggesting import spaced, suggested
from imbizo.drafting.rules.writing import CLOSED, may_decide
from imbizo.drafting.states import CommentKind, Verdict
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, link, unlink_many
from imbizo.thread.states import Relation

_NOT_YOURS: Final = _("Only those who decide on their partner's drafts can do this.")
_CLOSED: Final = _("The document is final or withdrawn: what was decided stays.")
_WITHDRAWN: Final = _("This comment was withdrawn by whoever said it, so there is nothing to decide.")
_NOT_DECIDED: Final = _("It isn't decided.")
_FAULTS: Final = {
    Fault.NO_REASON: ("reason", _("Say why: whoever commented reads it. Only “accepted” needs no reason.")),
    Fault.NO_SECTION: ("section", _("Say which section the change stands in.")),
    Fault.NO_VERSION: ("section", _("Say which version of the section has the change.")),
    Fault.NO_ORIGINAL: ("duplicate_of", _("Say which comment it is the same as.")),
    Fault.ORIGINAL_UNKNOWN: ("duplicate_of", _("That comment isn't on this document.")),
    Fault.NOT_A_DUPLICATE: ("duplicate_of", _("Only a comment that is the same as another names one.")),
    Fault.RING: ("duplicate_of", _("That one is in the end the same as this: choose the other way round.")),
}
_NO_SUGGESTION: Final = _(
    "It suggests no words that could be put in. Accept it, and write the change yourself."
)
_WORDS_GONE: Final = _("The words that it would change aren't there any more. Write the change yourself.")
_CHANGES = frozenset({Verdict.ACCEPTED, Verdict.IN_PART})


class Faulty(NotReady):
    """A decision lacks something; `field` is where the form says so."""

    def __init__(self, fault: Fault) -> None:
        self.field, text = _FAULTS[fault]
        super().__init__(text)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is decided about a comment."""

    verdict: str
    reason: str = ""
    section: Section | None = None
    section_version: int | None = None
    duplicate_of: Comment | None = None


@transaction.atomic
def decide(*, comment: Comment, decision: Decision, by: Membership) -> Disposition:
    """Let a comment end as this, instead of what was decided before. The thread leads from what was accepted to the
    section that has the change.

    Raises NotAllowed, NotNow (final, withdrawn), Faulty.
    """
    current = _held(comment, by)
    decision = _tidy(decision)
    _check(current, decision)
    return _keep(current, decision, by, is_applied=False)


@transaction.atomic
def accept_suggestion(*, comment: Comment, by: Membership) -> Disposition:
    """Put the suggested words into the section, and accept the comment with the version that came of it.

    Raises NotAllowed, NotNow, NotReady (no suggestion, its words are gone), Collision.
    """
    current = _held(comment, by)
    section = current.section
    if current.kind == CommentKind.COMMENT or section is None:
        raise NotReady(_NO_SUGGESTION)
    if current.orphaned_at is not None or current.start is None or current.end is None or section.is_gone:
        raise NotReady(_WORDS_GONE)
    changed = suggested(parse(section.html), current.start, current.end, _words(current, section.text))
    written = sections.write(section=section, html=to_html(changed), base_version=section.version, by=by)
    decision = Decision(
        verdict=Verdict.ACCEPTED, section=written.section, section_version=written.section.version
    )
    return _keep(current, decision, by, is_applied=written.is_new)


@transaction.atomic
def take_back_decision(*, comment: Comment, by: Membership) -> tuple[dict[str, Any], bool]:
    """Undo a decision until the document is final. Words that deciding put in are taken out again, unless somebody
    changed them since.

    Gives what was decided, for `decide_again`, and whether suggested words had to stay. Raises NotAllowed, NotNow.
    """
    current = _held(comment, by)
    decided = Disposition.objects.filter(comment=current).first()
    if decided is None:
        raise NotNow(_NOT_DECIDED)
    was = _as_was(decided)
    stays = decided.is_applied and not _taken_out(decided, by)
    _unlink(current, decided, by)
    decided.delete()
    Comment.objects.filter(pk=current.pk).update(told_at=None)
    audit("take_back_decision", [current], by=by, changes={"verdict": [was["verdict"], None]})
    return was, stays


@transaction.atomic
def decide_again(*, comment: Comment, was: dict[str, Any], by: Membership) -> Disposition:
    """Redo a decision that was taken back, from what `take_back_decision` gave. Raises as `decide` does."""
    if was["is_applied"]:
        return accept_suggestion(comment=comment, by=by)
    section = Section.objects.filter(pk=was["section"], document_id=comment.document_id).first()
    other = Comment.objects.filter(pk=was["duplicate_of"], document_id=comment.document_id).first()
    decision = Decision(
        verdict=was["verdict"],
        reason=was["reason"],
        section=section,
        section_version=was["section_version"],
        duplicate_of=other,
    )
    return decide(comment=comment, decision=decision, by=by)


def _held(comment: Comment, by: Membership) -> Comment:
    document = hold(comment.document_id)
    rows = Comment.objects.select_for_update(of=("self",)).select_related("section__document", "programme")
    current: Comment = rows.get(pk=comment.pk)
    if not may_decide(by, document):
        raise NotAllowed(_NOT_YOURS)
    if document.state in CLOSED:
        raise NotNow(_CLOSED)
    if current.withdrawn_because:
        raise NotNow(_WITHDRAWN)
    return current


def _tidy(decision: Decision) -> Decision:
    """Only what belongs to the verdict."""
    is_change = decision.verdict in _CHANGES
    return Decision(
        verdict=decision.verdict,
        reason=decision.reason.strip(),
        section=decision.section if is_change else None,
        section_version=decision.section_version if is_change else None,
        duplicate_of=decision.duplicate_of if decision.verdict == Verdict.DUPLICATE else None,
    )


def _check(comment: Comment, decision: Decision) -> None:
    standing = queries.standing_comments(comment.document)
    others = queries.dispositions_of(each for each in standing if each.pk != comment.pk)
    asked = calc.Disposition(
        comment=str(comment.pk),
        ending=calc.Ending(decision.verdict),
        reason=decision.reason,
        section=str(decision.section.pk) if decision.section else "",
        version=decision.section_version,
        original=str(decision.duplicate_of.pk) if decision.duplicate_of else None,
    )
    for fault in calc.faults(asked, [str(each.pk) for each in standing], others):
        raise Faulty(fault)


def _keep(comment: Comment, decision: Decision, by: Membership, *, is_applied: bool) -> Disposition:
    before = Disposition.objects.filter(comment=comment).first()
    if before is not None:
        _unlink(comment, before, by)
    fields = {
        "programme": comment.programme,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "section": decision.section,
        "section_version": decision.section_version,
        "duplicate_of": decision.duplicate_of,
        "is_applied": is_applied,
        "by": by,
        "at": timezone.now(),
    }
    made, _is_new = Disposition.objects.update_or_create(comment=comment, defaults=fields)
    if decision.section is not None:
        link(decision.section, comment, Relation.INFORMS, by=by)
    # A decision that is changed is told anew.
    Comment.objects.filter(pk=comment.pk).update(told_at=None)
    audit(
        "dispose", [comment], by=by, changes={"verdict": [before.verdict if before else None, made.verdict]}
    )
    return made


def _words(comment: Comment, text: str) -> str:
    """What is to stand for the span of a suggestion in the section's text."""
    if comment.kind == CommentKind.DELETE:
        return ""
    if comment.kind == CommentKind.INSERT:
        return spaced(text, comment.end or 0, comment.replacement)
    return comment.replacement


def _taken_out(decided: Disposition, by: Membership) -> bool:
    """Whether the words that deciding put in could be taken out again."""
    section = decided.section
    assert section is not None, "what was applied names its section"
    assert decided.section_version is not None, "what was applied names its version"
    before = section.revisions.filter(number__lt=decided.section_version).first()
    if before is None or section.is_gone:
        return False
    try:
        with transaction.atomic():
            sections.write(section=section, html=before.html, base_version=decided.section_version, by=by)
    except Collision:
        return False
    return True


def _unlink(comment: Comment, decided: Disposition, by: Membership) -> None:
    if decided.section is not None:
        unlink_many([(decided.section, comment)], Relation.INFORMS, by=by)


def _as_was(decided: Disposition) -> dict[str, Any]:
    def text(pk: UUID | None) -> str | None:
        return str(pk) if pk else None

    return {
        "verdict": decided.verdict,
        "reason": decided.reason,
        "section": text(decided.section_id),
        "section_version": decided.section_version,
        "duplicate_of": text(decided.duplicate_of_id),
        "is_applied": decided.is_applied,
    }
