"""What becomes of some rows when their programme leaves for another installation.

Two installations must never send the same message, use the same account, or open each other's passwords.
"""

from functools import cached_property
from typing import Any
from uuid import UUID

from imbizo.messaging.models import Gateway
from imbizo.messaging.states import OPEN_STATES, GatewayKind, MessageState, Reason
from imbizo.programmes.models import Programme

Values = dict[str, Any]
_SEALED = {"secrets": "", "driven_by": "", "driven_until": None, "retry_at": None}
_STOPPED = {"state": MessageState.STOPPED, "reason": Reason.STOPPED, "lease_by": "", "lease_until": None}


class Departure:
    """Changes rows of one programme as they are written to its export."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def change(self, label: str, values: Values) -> Values:
        """The row as it leaves; most leave as they are."""
        if label == "messaging.gateway":
            is_practice = values["kind"] == GatewayKind.SIMULATOR
            return values | _SEALED | {"is_active": is_practice and values["is_active"]}
        if label == "messaging.message":
            return self._by_own_gateway(values, None) | (_STOPPED if values["state"] in OPEN_STATES else {})
        if label == "messaging.inbound":
            return self._by_own_gateway(values, self._first_gateway)
        if label == "outreach.campaign":
            return self._by_own(values, "sms_gateway_id", "mail_gateway_id")
        if label == "convening.device":
            return values | _shut(values)
        return values

    @cached_property
    def _own(self) -> set[UUID]:
        return set(Gateway.objects.filter(programme=self._programme).values_list("pk", flat=True))

    @cached_property
    def _first_gateway(self) -> UUID | None:
        """Where what came in by another programme's gateway stands there: every programme has practice phones."""
        rows = Gateway.objects.filter(programme=self._programme, kind=GatewayKind.SIMULATOR)
        return rows.order_by("created_at").values_list("pk", flat=True).first()

    def _by_own_gateway(self, values: Values, otherwise: UUID | None) -> Values:
        is_own = values["gateway_id"] in self._own
        return values if is_own else values | {"gateway_id": otherwise}

    def _by_own(self, values: Values, *names: str) -> Values:
        return values | {name: None for name in names if values[name] not in self._own}


def _shut(values: Values) -> Values:
    """A phone of the day sends to where it was opened: there its link opens nothing, and its key stays at home."""
    # The column is unique; this is no token's hash.
    shut = {"secret": "", "token_hash": f"left {values['id']}", "waiting": 0}
    return shut | {name: values[name] or values["updated_at"] for name in ("closed_at", "revoked_at")}
