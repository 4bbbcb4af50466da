"""Messages whose conversation became part of another. Messages keep their own history; the trail has the caller's."""

from uuid import UUID

from imbizo.messaging.models import Message


def hand_on(*, source: UUID, to: UUID, recipient: UUID | None) -> None:
    """Let what `source` asked for stand with `to`, as written to that recipient."""
    Message.objects.filter(source_id=source).update(source_id=to, recipient_id=recipient)
