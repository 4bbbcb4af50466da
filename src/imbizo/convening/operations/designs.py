"""Designs: agendas to use again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import AgendaItem, Design, Gathering, Question
from imbizo.convening.operations.agenda_copy import copy_items
from imbizo.convening.queries.design_files import DesignFile, FileSession, by_language
from imbizo.convening.rules.planning import may_plan
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, rewrite

_NOT_YOURS = _("Only the partner that owns a design can change it, by those who plan gatherings.")
_LONGEST_QUESTION = 500


@transaction.atomic
def add_design(
    *,
    name: str,
    kind: str,
    by: Membership,
    purpose: str = "",
    sharing: str = Sharing.ALL,
    begun_from: DesignFile | Design | Gathering | None = None,
    id: UUID | None = None,
) -> Design:
    """A design of the member's partner, with the sessions of what it begins from, or none.

    Texts of a design file are written in the language that is in force. Raises NotAllowed, BadAnswer, Conflict.
    """
    if not may_plan(by):
        raise NotAllowed(_NOT_YOURS)
    content = {
        "owner_id": by.partner_id,
        "programme_id": by.programme_id,
        "name": _name(name),
        "kind": kind,
        "purpose": purpose.strip(),
        "template": begun_from.key if isinstance(begun_from, DesignFile) else "",
    }
    if (before := made_before(Design, id, content)) is not None:
        return before
    made, is_new = insert(Design(id=id or new_id(), sharing=sharing, **content), content)
    if is_new:
        _begin(made, begun_from, by)
        audit("create", [made], by=by, changes={"name": [None, made.name]})
    return made


@transaction.atomic
def change_design(*, design: Design, changes: Mapping[str, Any], by: Membership) -> Design:
    """Write these fields: name, kind, purpose. Raises NotAllowed, BadAnswer."""
    current: Design = Design.objects.select_for_update().get(pk=design.pk)
    if not may_plan(by, current):
        raise NotAllowed(_NOT_YOURS)
    return rewrite(current, changes, by=by, settle=_tidy)


def _begin(design: Design, source: DesignFile | Design | Gathering | None, by: Membership) -> None:
    if isinstance(source, DesignFile):
        _take_file(design, source, by)
    elif source is not None:
        copy_items(source.items.all(), design)


def _take_file(design: Design, file: DesignFile, by: Membership) -> None:
    items = [
        AgendaItem(
            id=new_id(), programme_id=by.programme_id, design=design, position=position, **session.fields
        )
        for position, session in enumerate(file.sessions, 1)
    ]
    AgendaItem.objects.bulk_create(items)
    pairs = zip(items, file.sessions, strict=True)
    Question.objects.bulk_create(
        [each for item, session in pairs for each in _asked(item, session, by.programme.languages)]
    )


def _asked(item: AgendaItem, session: FileSession, languages: list[str]) -> list[Question]:
    return [
        Question(
            programme_id=item.programme_id,
            item=item,
            position=position,
            text=str(_(text))[:_LONGEST_QUESTION],
            texts=by_language(text, languages),
        )
        for position, text in enumerate(session.questions, 1)
    ]


def _tidy(design: Design) -> None:
    design.name = _name(design.name)


def _name(name: str) -> str:
    written = " ".join(name.split())
    if not written:
        raise BadAnswer(_("Give the design a name."), field="name")
    return written[:160]
