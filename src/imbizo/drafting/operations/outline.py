"""The order of a document's sections: added, moved, taken away and put back. Numbers follow from it by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.models import new_id
from imbizo.calc.outlines import Leaf, within
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Document, Section
from imbizo.drafting.operations.documents import titled
from imbizo.drafting.operations.holding import held_document, held_section
from imbizo.drafting.operations.sections import write
from imbizo.drafting.states import SectionState, Step
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write as write_fields
from imbizo.thread.operations import audit

_DEEPEST = 6
_TOO_DEEP = _("It would stand too deep: an outline has at most six levels.")
_BELOW_ITSELF = _("A section can't stand below itself, or below one of its own parts.")
_ELSEWHERE = _("That section isn't in this document any more. Look at the outline again.")
_NO_REASON = _("Say why it is taken away: whoever commented on it will read this.")
_NO_WORDS = _("It has no words yet, so it isn't ready or agreed.")
_HAS_WORDS = _("It has words already. Choose how far they are.")
_STANDS = _("It stands in the document already.")


@transaction.atomic
def add_section(
    *,
    document: Document,
    title: str,
    by: Membership,
    parent: Section | None = None,
    writer: Membership | None = None,
    id: UUID | None = None,
) -> Section:
    """Add an empty section at the end of the document, or of the parts of `parent`.

    Raises NotAllowed, NotNow (the document is closed), NotReady (no heading, too deep), Conflict.
    """
    content = {"document_id": document.pk, "title": titled(title), "parent": parent, "writer": writer}
    if (before := made_before(Section, id, content)) is not None:
        return before
    current = held_document(document, by)
    rows = standing(current)
    _check_place(rows, parent, moving=None)
    position = len(_among(rows, parent.pk if parent else None)) + 1
    section = Section(id=id or new_id(), programme=current.programme, position=position, **content)
    made, is_new = insert(section, content)
    if is_new:
        audit("create", [made], by=by, changes={"title": [None, made.title]})
    return made


@transaction.atomic
def change_section(*, section: Section, changes: Mapping[str, Any], by: Membership) -> Section:
    """Write these of title, writer, due_on and state. Another heading is another state of the section.

    Raises NotAllowed, NotNow (the document is closed, the section gone), NotReady (no heading; a state that its words
    belie).
    """
    current = held_section(section, by)
    _check_state(current, changes.get("state", current.state))
    if "title" in changes:
        title = changes["title"]
        current = write(
            section=current, html=current.html, title=title, base_version=current.version, by=by
        ).section
    write_fields(current, {name: value for name, value in changes.items() if name != "title"}, by=by)
    return current


@transaction.atomic
def step(*, section: Section, how: Step, by: Membership) -> Section:
    """Move it one step: up or down among its neighbours, under the one before it, or out to behind its parent.

    Where there's no such step, nothing happens. Raises NotAllowed, NotNow, NotReady (too deep).
    """
    held_document(section.document, by)
    current = held_section(section, by)
    rows = standing(current.document)
    row = _among(rows, current.parent_id)
    at = [each.pk for each in row].index(current.pk)
    parent = current.parent
    if how is Step.UNDER and at:
        return _place(current, rows, row[at - 1], len(rows), by)
    if how is Step.OUT and parent is not None:
        beside = [each.pk for each in _among(rows, parent.parent_id)]
        return _place(current, rows, parent.parent, beside.index(parent.pk) + 1, by)
    if how in (Step.UP, Step.DOWN):
        return _place(current, rows, parent, max(at + (1 if how is Step.DOWN else -1), 0), by)
    return current


@transaction.atomic
def place(*, section: Section, parent: Section | None, index: int, by: Membership) -> Section:
    """Put it below a parent (or at the top), before the one that has this index there now, counted without itself.

    Raises NotAllowed, NotNow, NotReady (below itself, too deep, the parent is gone).
    """
    held_document(section.document, by)
    current = held_section(section, by)
    return _place(current, standing(current.document), parent, index, by)


@transaction.atomic
def take_away(*, section: Section, because: str, by: Membership) -> Section:
    """Take a section out of the document. Its words, comments and thread are kept; its parts take its place.

    Raises NotAllowed, NotNow, NotReady (no reason).
    """
    if not because.strip():
        raise NotReady(_NO_REASON)
    held_document(section.document, by)
    current = held_section(section, by)
    leave_place(current)
    write_fields(current, {"removed_because": because.strip()[:300]}, by=by, verb="remove")
    return current


@transaction.atomic
def put_back(*, section: Section, by: Membership) -> Section:
    """Undo taking away: it stands at the end of where it stood. Raises NotAllowed, NotNow (it stands)."""
    held_document(section.document, by)
    current: Section = Section.objects.select_for_update().get(pk=section.pk)
    if not current.removed_because:
        raise NotNow(_STANDS)
    rows = standing(current.document)
    is_parent_there = any(each.pk == current.parent_id for each in rows)
    parent_id = current.parent_id if is_parent_there else None
    changes = {
        "removed_because": "",
        "parent_id": parent_id,
        "position": len(_among(rows, parent_id)) + 1,
    }
    write_fields(current, changes, by=by, verb="put_back")
    return current


def standing(document: Document) -> list[Section]:
    """The sections that stand in a document, without their words, in the order of their positions."""
    rows = Section.objects.filter(document_id=document.pk, joined_into=None, removed_because="")
    return list(rows.defer("html", "text").order_by("position", "created_at"))


def leave_place(section: Section) -> None:
    """Let the parts of a section that goes stand where it stood, and close the row."""
    rows = standing(section.document)
    row = _among(rows, section.parent_id)
    at = [each.pk for each in row].index(section.pk)
    parts = _among(rows, section.pk)
    for each in parts:
        each.parent_id = section.parent_id
    _renumber([*row[:at], *parts, *row[at + 1 :]])


def put_behind(section: Section, other: Section) -> None:
    """Let a section stand behind another, below the same parent. Its own position counts from its save on."""
    row = [each for each in _among(standing(other.document), other.parent_id) if each.pk != section.pk]
    at = [each.pk for each in row].index(other.pk) + 1
    section.parent_id = other.parent_id
    _renumber([*row[:at], section, *row[at:]])


def take_parts(section: Section, other: Section) -> None:
    """Let all parts of another section stand at the end of this one's."""
    rows = standing(section.document)
    theirs = _among(rows, other.pk)
    for each in theirs:
        each.parent_id = section.pk
    _renumber([*_among(rows, section.pk), *theirs])


def all_below(rows: Sequence[Section], section_id: UUID) -> frozenset[UUID]:
    """The ids of a section and of all that stands below it."""
    return within([Leaf(each.pk, each.parent_id, each.position) for each in rows], section_id)


def _place(
    current: Section, rows: Sequence[Section], parent: Section | None, index: int, by: Membership
) -> Section:
    _check_place(rows, parent, moving=current)
    before = [str(current.parent_id or ""), current.position]
    row = [each for each in _among(rows, parent.pk if parent else None) if each.pk != current.pk]
    current.parent = parent
    _renumber([*row[:index], current, *row[index:]])
    after = [str(current.parent_id or ""), current.position]
    if before != after:
        audit("move", [current], by=by, changes={"place": [before, after]})
    return current


def _renumber(row: Sequence[Section]) -> None:
    for position, each in enumerate(row, start=1):
        each.position = position
    Section.objects.bulk_update(row, ["parent", "position"])


def _check_place(rows: Sequence[Section], parent: Section | None, *, moving: Section | None) -> None:
    """Raise NotReady where a section can't stand below that parent."""
    if parent is None:
        return
    parents = {each.pk: each.parent_id for each in rows}
    if parent.pk not in parents:
        raise NotReady(_ELSEWHERE)
    height = 1
    if moving is not None:
        below = all_below(rows, moving.pk)
        if parent.pk in below:
            raise NotReady(_BELOW_ITSELF)
        height = max(_depth(parents, each) for each in below) - _depth(parents, moving.pk) + 1
    if _depth(parents, parent.pk) + height > _DEEPEST:
        raise NotReady(_TOO_DEEP)


def _depth(parents: Mapping[UUID, UUID | None], of: UUID) -> int:
    depth, at = 1, parents.get(of)
    while at is not None and depth <= len(parents):
        depth, at = depth + 1, parents.get(at)
    return depth


def _check_state(section: Section, state: str) -> None:
    if section.text and state == SectionState.EMPTY:
        raise NotReady(_HAS_WORDS)
    if not section.text and state in (SectionState.READY, SectionState.AGREED):
        raise NotReady(_NO_WORDS)


def _among(rows: Sequence[Section], parent_id: UUID | None) -> list[Section]:
    """Those that stand below the same parent, or at the top; what stands below nothing that stands is at the top."""
    known = {each.pk for each in rows}
    return [each for each in rows if (each.parent_id if each.parent_id in known else None) == parent_id]
