"""Kannel 1.4, by smsbox's sendsms and the reports and texts that it passes on (kannel.org, user guide)."""

import re
import time
from datetime import timedelta

from django.utils import timezone

from imbizo.calc import receipts, sms
from imbizo.calc.receipts import Receipt
from imbizo.messaging.gateways.driver import Outgoing, Result, Trouble
from imbizo.messaging.gateways.http.addresses import callback_key, report_address, unfilled
from imbizo.messaging.gateways.http.callbacks import BadCall, Call, Heard, Said, our_ref
from imbizo.messaging.gateways.http.client import Answer, Unclear, Web
from imbizo.messaging.gateways.http.sending import NotTaken, Turn
from imbizo.messaging.gateways.http.supplier import Supplier, accepted, by_status, refused
from imbizo.messaging.gateways.settings import Kannel as Settings
from imbizo.messaging.gateways.settings import read
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Reason

_CODINGS = {sms.Encoding.GSM7: "0", sms.Encoding.UCS2: "2"}
_TAKEN = ("0: Accepted for delivery", "3: Queued for later delivery")
_EVERY_REPORT = "31"
# Kannel fills these in: the kind of report, and what the network answered.
_FILLED_IN = "&kind=%d&said=%A"
# What smsbox says of a message that it never takes, most telling first.
_REASONS = {
    "Not routable": Reason.CANT_REACH,
    "denied by white": Reason.BARRED,
    "Sender missing": Reason.BAD_SENDER,
    ", rejected": Reason.REJECTED,
}
_MOST_MINUTES = 10_080  # a week
_PAUSES = (0.25, 0.5, 1.0)  # seconds before a further part is tried again
_REFUSED_BY_CENTRE = re.compile(r"^NACK/(0x[0-9a-fA-F]+|[0-9]+)")
_INVALID_DESTINATION = 0x0B  # SMPP 3.4, ESME_RINVDSTADR
_CHARSETS = {"0": "utf-8", "1": "latin-1", "2": "utf-16-be"}


class Kannel(Supplier):
    """We cut the text ourselves, and hand over each part with its header: Kannel cuts an emoji in half.

    It has no balance to tell.
    """

    def _connected(self, gateway: Gateway) -> Web:
        own = read(Settings, gateway)
        self._credentials = {"username": own.username, "password": own.password}
        self._reports_to = unfilled(report_address(gateway)) if callback_key(gateway) else ""
        self._one_receipt = own.one_receipt
        return Web(own.url, connections=self.window)

    def hand_over(self, message: Outgoing, turn: Turn) -> Result:
        """Part after part, each when its time has come. What has begun to leave is never begun again."""
        for number in range(1, len(message.parts) + 1):
            turn.begin(1) if number == 1 else turn.more(1)
            try:
                refusal = self._hand_over(message, number)
            except Unclear as unclear:
                raise Unclear(unclear.reason, unclear.detail, self._refs(message)) from unclear
            if refusal:
                return refusal
        return accepted(message, *self._refs(message))

    def _hand_over(self, message: Outgoing, number: int) -> Result | None:
        """One part; None once Kannel has it."""
        if number == 1:
            return self._read_part(message, self._ask_part(message, 1))
        for pause in _PAUSES:
            try:
                return self._read_part(message, self._ask_part(message, number))
            except (Trouble, NotTaken):
                time.sleep(pause)
        raise Unclear(Reason.BROKEN_OFF, f"{number - 1}/{len(message.parts)}")

    def _ask_part(self, message: Outgoing, number: int) -> Answer:
        return self._web.get(query=self._values(message, number))

    def _values(self, message: Outgoing, number: int) -> dict[str, str | bytes]:
        values: dict[str, str | bytes] = {
            **self._credentials,
            "to": message.address,
            "text": message.parts[number - 1],
            "charset": "UTF-8",
            "coding": _CODINGS[message.encoding or sms.Encoding.GSM7],
        }
        if message.sender:
            values["from"] = message.sender
        if len(message.parts) > 1:
            # The last octet of the id: two messages to one phone rarely share it.
            values["udh"] = sms.udh(message.id.int & 0xFF, len(message.parts), number)
        if message.use_by:
            values["validity"] = _minutes_until(message)
        return values | self._report_values(message, number)

    def _report_values(self, message: Outgoing, number: int) -> dict[str, str | bytes]:
        if not self._reports_to:
            return {}
        address = f"{self._reports_to}&ref={self._ref(message, number)}{_FILLED_IN}"
        return {"dlr-mask": _EVERY_REPORT, "dlr-url": address}

    def _ref(self, message: Outgoing, number: int) -> str:
        return our_ref(message.id, None if self._one_receipt else number)

    def _refs(self, message: Outgoing) -> tuple[str, ...]:
        numbers = range(1, len(message.parts) + 1)
        return tuple(dict.fromkeys(self._ref(message, number) for number in numbers))

    def _read_part(self, message: Outgoing, answer: Answer) -> Result | None:
        """None where Kannel took the part, else the refusal of the message."""
        if answer.status < 300 and answer.text.startswith(_TAKEN):
            return None
        reason = next((reason for words, reason in _REASONS.items() if words in answer.text), None)
        if reason and 400 <= answer.status < 500:
            return refused(message, reason, answer.text[:100])
        raise by_status(answer)

    @staticmethod
    def heard(call: Call) -> Heard:
        """A report on a message or a part of it, or a text."""
        asked = call.asked()
        if asked.get("ref") and asked.get("kind", "").isdecimal():
            return Heard(reports=[_report(asked)])
        if asked.get("from"):
            said = Said(asked["from"], _text(call), asked.get("to", ""), asked.get("id", ""))
            return Heard(said=[said])
        raise BadCall("no report and no text")


def _minutes_until(message: Outgoing) -> str:
    left = (message.use_by - timezone.now()) if message.use_by else timedelta(0)
    return str(min(max(int(left.total_seconds() // 60), 1), _MOST_MINUTES))


def _text(call: Call) -> str:
    """The text, which comes in the alphabet that `charset` names, else in that of its coding."""
    asked = call.asked(encoding="latin-1")
    data = asked.get("text", "").encode("latin-1", "replace")
    try:
        return data.decode(asked.get("charset") or "utf-8", "replace")
    except LookupError:
        return data.decode(_CHARSETS.get(asked.get("coding", ""), "utf-8"), "replace")


def _report(asked: dict[str, str]) -> Receipt:
    return Receipt(asked["ref"], receipts.kannel(int(asked["kind"])), _error(asked.get("said", "")))


def _error(said: str) -> str:
    """The error in what the network answered: a receipt, or the status of SMPP with which it refused the part."""
    refusal = _REFUSED_BY_CENTRE.match(said)
    if refusal:
        is_unknown = int(refusal[1], 0) == _INVALID_DESTINATION
        return Reason.UNKNOWN_NUMBER if is_unknown else Reason.REJECTED
    found = receipts.parse(said, message_id="kannel")
    return found.error if found else ""
