"""Citing a record in a section: a row that the text holds as an atom, so that it stays linked.

A citation is made when a writer takes it from the sidebar, and stands on the thread from the moment that the words
which hold it are saved (`cited.mark`). Taken out of the text it is in it no more, but its link stays: a state of the
section that is kept holds it, and the section was informed by it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Citation, Section
from imbizo.drafting.operations.holding import held_section
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread import registry
from imbizo.thread.operations import audit

_NOT_THERE = _("You can't see this record any more, so it can't be cited. Search again.")


@transaction.atomic
def cite(*, section: Section, kind: str, id: UUID, label: str, by: Membership, locator: str = "") -> Citation:
    """Make a citation of a record that the member sees. It's in the text once the words that hold it are saved.

    Raises NotAllowed, NotNow (the document is closed), NotReady (the record isn't there for the member).
    """
    current = held_section(section, by)
    if id not in registry.visible(by, kind, {id}):
        raise NotReady(_NOT_THERE)
    content = {"source_kind": kind, "source_id": id, "locator": locator.strip()[:60]}
    known: Citation | None = current.citations.filter(**content).first()
    return known or _made(current, label[:200], content, by)


def _made(section: Section, label: str, content: Mapping[str, Any], by: Membership) -> Citation:
    made = Citation.objects.create(
        programme_id=section.programme_id, section=section, label=label, is_in_text=False, by=by, **content
    )
    audit("cite", [made], by=by, changes={"label": [None, label]})
    return made


@transaction.atomic
def place_locator(*, citation: Citation, locator: str, by: Membership) -> Citation:
    """Say on which page, or at which question, the words stand. Raises NotAllowed, NotNow."""
    held_section(citation.section, by)
    write(citation, {"locator": locator.strip()[:60]}, by=by)
    return citation
