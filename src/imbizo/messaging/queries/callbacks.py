"""Which gateway a supplier calls."""

from uuid import UUID

from imbizo.messaging.models import Gateway
from imbizo.messaging.states import GatewayKind


def called(pk: UUID) -> Gateway | None:
    """The gateway over the web with this id. One that isn't in use any more still hears of what it sent.

    No more is read than each call needs: a supplier may call a thousand times a second.
    """
    return (
        Gateway.objects.only("service", "secrets", "programme").filter(pk=pk, kind=GatewayKind.HTTP).first()
    )
