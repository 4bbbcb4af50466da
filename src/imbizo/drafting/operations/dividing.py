"""Dividing a section and joining two: the identity of each stays, with its comments, citations and thread."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.calc import richtext
from imbizo.calc.richtext import Block, Kind, RichText, Run, Shape, parse, plain_text
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Citation, Comment, Section
from imbizo.drafting.operations.anchoring import carry
from imbizo.drafting.operations.cited import link_as
from imbizo.drafting.operations.documents import titled
from imbizo.drafting.operations.holding import held_document, held_section
from imbizo.drafting.operations.outline import (
    all_below,
    leave_place,
    put_behind,
    standing,
    take_parts,
)
from imbizo.drafting.operations.sections import put
from imbizo.drafting.states import RevisionKind
from imbizo.programmes.models import Membership
from imbizo.thread.models import Link
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

_CHANGED = _("Somebody changed this section meanwhile. Look at it again, then divide it.")
_NOWHERE = _("Choose a paragraph behind the first: the new section begins with it.")
_ITSELF = _("Choose another section of this document to join it to.")
_PART = _("That is a part of this section. Join the part to this one instead.")
_INNER_HEADING = Shape(Kind.HEADING, 2)


@transaction.atomic
def split(
    *,
    section: Section,
    at: int,
    base_version: int,
    by: Membership,
    title: str = "",
    id: UUID | None = None,
) -> Section:
    """Divide a section before its block `at` (from 0); gives the new one, which stands behind it.

    Where that block is a heading and no title is given, it becomes the new section's own. Comments and citations go
    with their words, parts go with the second half, so that the order of reading stays.

    Raises NotAllowed, NotNow, NotReady (somebody wrote meanwhile, no such block, no title).
    """
    held_document(section.document, by)
    current = held_section(section, by)
    blocks = parse(current.html).blocks
    if base_version != current.version:
        raise NotReady(_CHANGED)
    if not 0 < at < len(blocks):
        raise NotReady(_NOWHERE)
    heading, second = _headed(blocks[at:], title)
    made = _behind(current, heading, id or new_id(), by)
    _part_with(current, made, RichText.of(blocks[:at]), second, by)
    take_parts(made, current)
    audit("split", [current], by=by, changes={"version": [base_version, current.version]})
    return made


@transaction.atomic
def join(*, section: Section, into: Section, by: Membership) -> Section:
    """Put a section's words at the end of another's, under its heading; gives the other one.

    The first keeps its row, so that references and comments find where it went. Raises NotAllowed, NotNow, NotReady.
    """
    held_document(section.document, by)
    current, target = held_section(section, by), held_section(into, by)
    _check_join(current, target)
    old, before = current.text, target.version
    pinned = list(current.comments.exclude(start=None))
    put(target, _joined(target, current), kind=RevisionKind.JOINED, by=by)
    carry(pinned, target, old)
    current.comments.update(section=target)
    _hand_citations(current, target, current.citations.values_list("pk", flat=True))
    leave_place_to(current, target)
    link(target, current, Relation.MERGED_FROM, by=by)
    audit("join_sections", [target], by=by, changes={"version": [before, target.version]})
    return target


def leave_place_to(section: Section, target: Section) -> None:
    """Let a section go from the outline into another, its parts behind the other's own."""
    take_parts(target, section)
    leave_place(section)
    section.joined_into = target
    section.save(update_fields=["joined_into", "updated_at"])


def _headed(blocks: Sequence[Block], title: str) -> tuple[str, RichText]:
    """The heading of the second half and its words; the words of a heading that became the title aren't repeated."""
    first = blocks[0]
    own = " ".join(first.plain.replace(richtext.ATOM_CHARACTER, "").split())
    given = " ".join(title.split()) or (own if first.kind is Kind.HEADING else "")
    heading = titled(given)[:200]
    is_own = first.kind is Kind.HEADING and heading == own
    return heading, RichText.of(blocks[1:] if is_own else blocks)


def _behind(current: Section, heading: str, id: UUID, by: Membership) -> Section:
    made = Section(
        id=id,
        programme=current.programme,
        document=current.document,
        title=heading,
        parent_id=current.parent_id,
        writer_id=current.writer_id,
        state=current.state,
    )
    made.save(force_insert=True)
    put_behind(made, current)
    audit("create", [made], by=by, changes={"title": [None, made.title]})
    link(made, current, Relation.SPLIT_FROM, by=by)
    return made


def _part_with(current: Section, made: Section, first: RichText, second: RichText, by: Membership) -> None:
    """Give each half its words, citations and comments."""
    old, cut = current.text, len(plain_text(first)) + 1
    going = [each for each in current.comments.exclude(start=None) if _goes(each, cut)]
    theirs = {atom.id for atom in second.atoms} - {atom.id for atom in first.atoms}
    _hand_citations(current, made, theirs)
    put(made, second, kind=RevisionKind.SPLIT, by=by)
    carry(going, made, old)
    Comment.objects.filter(answers__in=going).update(section=made)
    put(current, first, kind=RevisionKind.SPLIT, by=by)


def _goes(comment: Comment, cut: int) -> bool:
    """Whether the greater part of a comment's words stands behind the cut."""
    if comment.orphaned_at is not None:
        return False
    start, end = comment.start or 0, comment.end or 0
    return start >= cut or end - cut > cut - start


def _hand_citations(section: Section, to: Section, ids: Iterable[UUID]) -> None:
    """Let citations belong to another section, which is linked to what they cite as the first is."""
    rows = Citation.objects.filter(section=section, pk__in=ids)
    sources = set(rows.values_list("source_id", flat=True))
    links = Link.objects.filter(record_id=section.pk, source_id__in=sources, relation=Relation.INFORMS)
    for each in links:
        link_as(to, each)
    rows.update(section=to)


def _joined(target: Section, section: Section) -> RichText:
    heading = [Block((Run(section.title),), _INNER_HEADING)] if section.text else []
    return RichText.of([*parse(target.html).blocks, *heading, *parse(section.html).blocks])


def _check_join(section: Section, target: Section) -> None:
    if section.pk == target.pk or section.document_id != target.document_id:
        raise NotReady(_ITSELF)
    if target.pk in all_below(standing(section.document), section.pk):
        raise NotReady(_PART)
