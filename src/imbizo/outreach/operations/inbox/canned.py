"""Answers that are ready in several languages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.outreach.errors import BadWording
from imbizo.outreach.models import CannedAnswer
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, differences

_NOT_YOURS = _("You can't change the ready answers of this programme.")
_EMPTY = _("Write the answer in at least one language.")
_TWICE = _("There is a ready answer with this title already.")


@transaction.atomic
def save_canned(
    *, title: str, texts: Mapping[str, str], by: Membership, id: UUID | None = None
) -> CannedAnswer:
    """Make a ready answer, or write one anew. Raises BadWording, NotAllowed."""
    _must_be_allowed(by)
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not kept:
        raise BadWording(_EMPTY)
    pk, ours = id or new_id(), CannedAnswer.objects.filter(programme=by.programme)
    if ours.filter(title=title).exclude(pk=pk).exists():
        raise BadWording(_TWICE, field="title")
    found = ours.filter(pk=pk).first()
    canned = found or CannedAnswer(id=pk, programme=by.programme)
    before = {"title": canned.title, "texts": canned.texts}
    canned.title, canned.texts = title, kept
    canned.save()
    changes = differences(before, {"title": title, "texts": kept})
    if changes:
        audit("change" if found else "create", [canned], by=by, changes=changes)
    return canned


@transaction.atomic
def remove_canned(*, canned: CannedAnswer, by: Membership) -> None:
    """Nobody uses it any more. What it said stays in the trail."""
    _must_be_allowed(by)
    said: dict[str, Any] = {"title": [canned.title, None], "texts": [canned.texts, None]}
    audit("remove", [canned], by=by, changes=said)
    canned.delete()


def _must_be_allowed(by: Membership) -> None:
    if not by.may(Permission.INBOX_ANSWER):
        raise NotAllowed(_NOT_YOURS)
