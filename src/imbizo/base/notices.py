"""Messages that can be taken back: what can be undone is undone rather than confirmed."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

_UNDO = "undo:"


def say_done(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Tell the user on the next page what was done. `undo` is an address of this site that, posted to, undoes it."""
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo}" if undo else "")


def undo_address(message: Message) -> str:
    """Where to post to undo what the message tells of; empty if it can't be undone."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
