"""BulkSMS, by its JSON REST API 1.0 (developer.bulksms.com)."""

import re
from typing import Any

from imbizo.calc.receipts import Receipt, Standing
from imbizo.calc.sms import Encoding
from imbizo.messaging.gateways.driver import Account, Outgoing, Result, Trouble
from imbizo.messaging.gateways.http.callbacks import BadCall, Call, Heard, Said, dictionaries, said, word
from imbizo.messaging.gateways.http.client import Answer, Web
from imbizo.messaging.gateways.http.supplier import ByOneRequest, accepted, amount, refused
from imbizo.messaging.gateways.settings import BulkSMS as Settings
from imbizo.messaging.gateways.settings import read
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health, Reason

_CREATED, _BAD_REQUEST, _FORBIDDEN = 201, 400, 403
_LONGEST_SHORT_CODE = 6
_ENCODINGS = {Encoding.GSM7: "TEXT", Encoding.UCS2: "UNICODE"}
_STANDINGS = {
    "ACCEPTED": Standing.ACCEPTED,
    "SCHEDULED": Standing.ACCEPTED,
    "SENT": Standing.QUEUED,
    "DELIVERED": Standing.DELIVERED,
    "UNKNOWN": Standing.UNKNOWN,
    "FAILED": Standing.FAILED,
}
_ERRORS = {
    "EXPIRED": Reason.RUN_OUT,
    "HANDSET_ERROR": Reason.FULL,
    "BLOCKED": Reason.BARRED,
    "NOT_SENT": Reason.UNKNOWN_NUMBER,
}
_REASONS = {"BLOCKED": Reason.BARRED, "NOT_SENT": Reason.UNKNOWN_NUMBER, "EXPIRED": Reason.RUN_OUT}
# A number of 31 bits: the millisecond within 18 hours, longer than BulkSMS remembers it, and five bits of chance.
_MILLISECOND_BITS, _CHANCE_BITS = 26, 5


class BulkSMS(ByOneRequest):
    """Has no validity period. Its credits aren't money: the balance is in credits."""

    def _connected(self, gateway: Gateway) -> Web:
        own = read(Settings, gateway)
        self._wants_answers = gateway.can_receive
        return Web(own.url, connections=self.window, auth=(own.token_id, own.token_secret))

    def _ask(self, message: Outgoing) -> Answer:
        # One entry a request: then the number against doubles stands for one message.
        return self._web.post(
            "/messages", content=self._entry(message), query={"deduplication-id": str(once(message))}
        )

    def _entry(self, message: Outgoing) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "to": message.address,
            "body": message.text,
            "encoding": _ENCODINGS[message.encoding or Encoding.GSM7],
            # Its own default is three: a fourth part would be cut off. It may cut worse than we, by one.
            "longMessageMaxParts": len(message.parts) + 1,
            "deliveryReports": "ALL",
        }
        sender = _sender(message.sender, wants_answers=self._wants_answers)
        return entry | {"from": sender} if sender else entry

    def _understood(self, message: Outgoing, answer: Answer) -> Result | None:
        if answer.status != _CREATED:
            return _refusal(message, answer)
        [entry] = answer.json()
        state = entry["status"]
        if state["type"] == "FAILED":
            return refused(message, _REASONS.get(state.get("subtype")), str(state["id"]))
        return accepted(message, str(entry["id"]))

    def _asked_balance(self) -> Answer:
        return self._web.get("/profile")

    def _account(self, answer: Answer) -> Account:
        return Account(amount(answer.json()["credits"]["balance"]), "")

    @staticmethod
    def heard(call: Call) -> Heard:
        """Sent and received messages alike; an empty list, by which BulkSMS tries an address, tells nothing."""
        messages = dictionaries(call.json())
        reports = [_report(each) for each in messages if each.get("type") == "SENT"]
        return Heard(reports, [_said(each) for each in messages if each.get("type") == "RECEIVED"])


def once(message: Outgoing) -> int:
    """A number by which BulkSMS knows a message that it has had before (for about 12 hours).

    Ids made by one process differ in their millisecond, so that no two messages of a campaign share a number:
    the second would be dropped in silence.
    """
    millisecond = (message.id.int >> 80) & ((1 << _MILLISECOND_BITS) - 1)
    return millisecond << _CHANCE_BITS | message.id.int & ((1 << _CHANCE_BITS) - 1)


def _sender(sender: str, *, wants_answers: bool) -> dict[str, str] | None:
    if not sender:
        return {"type": "REPLIABLE"} if wants_answers else None
    if not re.fullmatch(r"\+?[0-9]+", sender):
        return {"type": "ALPHANUMERIC", "address": sender}
    return {"type": "SHORTCODE" if len(sender) <= _LONGEST_SHORT_CODE else "INTERNATIONAL", "address": sender}


def _refusal(message: Outgoing, answer: Answer) -> Result | None:
    error = answer.json()
    about = f"{error['title']}: {error.get('detail', '')}".strip(": ")
    if answer.status == _FORBIDDEN and str(error["type"]).endswith("insufficient-credits"):
        raise Trouble(Health.NO_CREDIT, about)
    return refused(message, Reason.REJECTED, about) if answer.status == _BAD_REQUEST else None


def _report(message: dict[str, Any]) -> Receipt:
    status = message.get("status")
    if not isinstance(status, dict) or not word(message, "id"):
        raise BadCall("a message without id or status")
    error = _ERRORS.get(word(status, "subtype"), "")
    return Receipt(word(message, "id"), _STANDINGS.get(word(status, "type"), Standing.UNKNOWN), error)


def _said(message: dict[str, Any]) -> Said:
    return said(message, address="from", text="body", to="to", ref="id")
