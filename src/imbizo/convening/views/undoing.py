"""What the last press did, kept for an hour, so that it can be undone."""

import secrets
from typing import Final
from uuid import UUID

from django.core.cache import cache

from imbizo.base.web import MemberRequest
from imbizo.convening.models import Gathering
from imbizo.convening.operations.moderating import Done
from imbizo.convening.views.frame import address

_HOUR: Final = 3_600  # seconds


def undo_address(request: MemberRequest, gathering: Gathering, done: Done) -> str:
    """Where to post to undo it; empty where nothing was done."""
    if not done.before:
        return ""
    token = secrets.token_urlsafe(12)
    kept = {str(pk): state for pk, state in done.before.items()}, done.after, [str(pk) for pk in done.made]
    cache.set(_key(request, gathering, token), kept, _HOUR)
    return address(request, "inputs-undo", gathering.pk, token)


def undoable(request: MemberRequest, gathering: Gathering, token: str) -> Done | None:
    """What stands behind the token, for the member who pressed; None once the hour is over."""
    kept = cache.get(_key(request, gathering, token))
    if kept is None:
        return None
    before, after, made = kept
    return Done({UUID(pk): state for pk, state in before.items()}, after, tuple(UUID(pk) for pk in made))


def _key(request: MemberRequest, gathering: Gathering, token: str) -> str:
    return f"undo-inputs:{gathering.pk}:{request.member.pk}:{token}"
