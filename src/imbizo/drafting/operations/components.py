"""Components: what the themes call for, before anybody writes a section about it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Component, Document, Section
from imbizo.drafting.operations.documents import titled
from imbizo.drafting.operations.holding import held_document, owned
from imbizo.drafting.rules.writing import may_write
from imbizo.programmes.models import Membership, OfProgramme
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, link_many, unlink_many
from imbizo.thread.states import Relation

_NOT_YOURS = _("Only those who write drafts can add a component.")
_NO_REASON = _("Say why it is withdrawn.")
_NOTHING = _("Every component of this document has its section already.")


@transaction.atomic
def add_component(
    *,
    title: str,
    by: Membership,
    themes: Iterable[OfProgramme] = (),
    document: Document | None = None,
    statement: str = "",
    sharing: str = Sharing.ITSELF,
    id: UUID | None = None,
) -> Component:
    """Note a component, behind those that are there, and the themes that call for it.

    Raises NotAllowed, NotReady (no title), Conflict.
    """
    if not may_write(by):
        raise NotAllowed(_NOT_YOURS)
    content = {
        "owner_id": by.partner_id,
        "title": titled(title),
        "statement": statement.strip(),
        "document": document,
    }
    if (before := made_before(Component, id, content)) is not None:
        return before
    made = Component(
        id=id or new_id(), programme_id=by.programme_id, sharing=sharing, position=_last(by) + 1, **content
    )
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"title": [None, made.title]})
        link_many([(made, theme) for theme in themes], Relation.INFORMS, by=by)
    return made


@transaction.atomic
def change_component(
    *,
    component: Component,
    changes: Mapping[str, Any],
    by: Membership,
    themes: Sequence[OfProgramme] | None = None,
    known: Iterable[OfProgramme] = (),
) -> Component:
    """Write these fields; with `themes`, let exactly these of the `known` ones (that the member saw) call for it.

    Raises NotAllowed, NotReady (no title).
    """
    owned(component, by)
    if "title" in changes:
        changes = {**changes, "title": titled(changes["title"])}
    write(component, changes, by=by)
    if themes is not None:
        chosen = {theme.pk for theme in themes}
        link_many([(component, theme) for theme in themes], Relation.INFORMS, by=by)
        left = [(component, theme) for theme in known if theme.pk not in chosen]
        unlink_many(left, Relation.INFORMS, by=by)
    return component


@transaction.atomic
def move_component(*, component: Component, up: bool, by: Membership) -> None:
    """Let it change places with the one before, or behind. At the end of the row nothing happens. Raises NotAllowed."""
    owned(component, by)
    row = list(_living(component.owner_id, component.programme_id).select_for_update(of=("self",)))
    places = [each.pk for each in row]
    at = places.index(component.pk) if component.pk in places else -1
    other = at - 1 if up else at + 1
    if at < 0 or not 0 <= other < len(row):
        return
    row[at], row[other] = row[other], row[at]
    for position, each in enumerate(row, start=1):
        each.position = position
    Component.objects.bulk_update(row, ["position"])
    audit("move", [component], by=by, changes={"position": [at + 1, other + 1]})


@transaction.atomic
def withdraw_component(*, component: Component, because: str, by: Membership) -> Component:
    """Say that it isn't pursued, and why. Its sections stay. Raises NotAllowed, NotReady (no reason)."""
    owned(component, by)
    if not because.strip():
        raise NotReady(_NO_REASON)
    write(component, {"withdrawn_because": because.strip()[:300]}, by=by, verb="withdraw")
    return component


@transaction.atomic
def take_up_component(*, component: Component, by: Membership) -> Component:
    """Undo withdrawing. Raises NotAllowed."""
    owned(component, by)
    write(component, {"withdrawn_because": ""}, by=by, verb="reopen")
    return component


@transaction.atomic
def make_sections(*, document: Document, by: Membership) -> list[Section]:
    """A section at the end for each component of the document that has none, in the order of the components.

    Raises NotAllowed, NotNow (the document is closed), NotReady (every component has its section).
    """
    current = held_document(document, by)
    wanted = list(without_section(current))
    if not wanted:
        raise NotReady(_NOTHING)
    first = _last_section(current) + 1
    made = [_section_of(current, each, first + at) for at, each in enumerate(wanted)]
    Section.objects.bulk_create(made)
    audit("create", made, by=by, changes=[{"title": [None, each.title]} for each in made])
    pairs = [(section, component) for section, component in zip(made, wanted, strict=True)]
    link_many(pairs, Relation.INFORMS, by=by)
    return made


def without_section(document: Document) -> Any:
    """The components of a document that are pursued and have no section that stands, in their order."""
    standing = Section.objects.filter(
        document=document, joined_into=None, removed_because="", component__isnull=False
    )
    rows = document.components.filter(withdrawn_because="").select_related("programme")
    return rows.exclude(pk__in=standing.values("component_id"))


def _section_of(document: Document, component: Component, position: int) -> Section:
    return Section(
        programme=document.programme,
        document=document,
        title=component.title,
        component=component,
        position=position,
    )


def _last_section(document: Document) -> int:
    top = document.sections.filter(parent=None)
    return int(top.aggregate(last=Max("position"))["last"] or 0)


def _living(owner_id: UUID, programme_id: UUID) -> Any:
    return Component.objects.filter(owner_id=owner_id, programme_id=programme_id, withdrawn_because="")


def _last(by: Membership) -> int:
    rows = Component.objects.filter(owner_id=by.partner_id)
    return int(rows.aggregate(last=Max("position"))["last"] or 0)
