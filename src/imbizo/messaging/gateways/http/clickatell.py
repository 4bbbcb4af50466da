"""Clickatell, by its One API (docs.clickatell.com)."""

from typing import Any

from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.gateways.driver import Account, Outgoing, Result, Trouble
from imbizo.messaging.gateways.http.callbacks import (
    BadCall,
    Call,
    Heard,
    Said,
    dictionaries,
    our_ref,
    said,
    word,
)
from imbizo.messaging.gateways.http.client import Answer, Web
from imbizo.messaging.gateways.http.supplier import ByOneRequest, accepted, amount, later, refused
from imbizo.messaging.gateways.settings import Clickatell as Settings
from imbizo.messaging.gateways.settings import read
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health, Reason

# Its errors (one-api-errors-table). Those of the account stop the gateway; "internal error" took nothing.
_TROUBLES = {
    1: Health.REFUSED,  # invalid or missing key
    2: Health.REFUSED,  # account not active
    3: Health.REFUSED,  # integration not active
    7: Health.REFUSED,  # our address isn't approved
    20: Health.NO_CREDIT,
    43: Health.THROTTLED,
    46: Health.REFUSED,  # demo access has expired
}
_LATER = frozenset({18, 19})
_REASONS = {
    25: Reason.UNKNOWN_NUMBER,
    26: Reason.BARRED,  # opted out
    27: Reason.CANT_REACH,
    44: Reason.BAD_SENDER,
    45: Reason.BAD_SENDER,
}
# Its states (one-api-message-status-table).
_STANDINGS = {
    1: Standing.UNKNOWN,
    2: Standing.ACCEPTED,
    3: Standing.ACCEPTED,
    4: Standing.QUEUED,
    5: Standing.DELIVERED,
    6: Standing.DELIVERED,  # read
    24: Standing.QUEUED,  # emulated: no phone has it
}
_FIRST_FAILURE = 20
_ERRORS = {
    20: Reason.RUN_OUT,
    21: Reason.BARRED,
    22: Reason.REJECTED,
    29: Reason.UNKNOWN_NUMBER,
}


class Clickatell(ByOneRequest):
    """Chooses the alphabet itself, and has no documented validity period. Numbers go without a plus sign."""

    repeats_refs = True

    def _connected(self, gateway: Gateway) -> Web:
        own = read(Settings, gateway)
        return Web(own.url, connections=self.window, headers={"Authorization": own.api_key})

    def _ask(self, message: Outgoing) -> Answer:
        entry = {
            "channel": "sms",
            "to": message.address.lstrip("+"),
            "content": message.text,
            "clientMessageId": our_ref(message.id),
        }
        if message.sender:
            entry["from"] = message.sender.lstrip("+")
        return self._web.post("/v1/message", content={"messages": [entry]})

    def _understood(self, message: Outgoing, answer: Answer) -> Result | None:
        told = answer.json()
        if told.get("error"):
            return _refusal(message, told["error"])
        [entry] = told["messages"]
        if entry["accepted"] is True and answer.status < 300:
            return accepted(message, detail=str(entry["apiMessageId"]))
        return _refusal(message, entry["error"])

    def _asked_balance(self) -> Answer:
        return self._web.get("/v1/balance")

    def _account(self, answer: Answer) -> Account:
        told = answer.json()
        return Account(amount(told["balance"]), str(told["currency"]))

    @staticmethod
    def heard(call: Call) -> Heard:
        """States and texts. Other events (media, locations) are of channels that aren't ours."""
        told = call.json()
        event = told.get("event") if isinstance(told, dict) else None
        if not isinstance(event, dict):
            raise BadCall("no event")
        reports = [_report(each) for each in dictionaries(event.get("messageStatusUpdate", []))]
        return Heard(reports, [_said(each) for each in dictionaries(event.get("moText", []))])


def _refusal(message: Outgoing, error: dict[str, Any]) -> Result:
    code, about = int(error["code"]), f"{error['code']} {error.get('description', '')}".strip()
    if code in _TROUBLES:
        raise Trouble(_TROUBLES[code], about)
    return later(message, about) if code in _LATER else refused(message, _REASONS.get(code), about)


def _report(update: dict[str, Any]) -> Receipt:
    # Where a message was sent by something else with the same key, there is only Clickatell's own id.
    ref, code = word(update, "clientMessageId") or word(update, "messageId"), word(update, "statusCode")
    if not ref or not code.isdecimal():
        raise BadCall("an update without id or code")
    number = int(code)
    otherwise = Standing.FAILED if number >= _FIRST_FAILURE else Standing.UNKNOWN
    return Receipt(ref, _STANDINGS.get(number, otherwise), _ERRORS.get(number, ""))


def _said(text: dict[str, Any]) -> Said:
    return said(text, address="from", text="content", to="to", ref="messageId")
