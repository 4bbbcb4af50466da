"""Twilio, by its Messages resource of 2010-04-01 (twilio.com/docs/messaging)."""

import base64
import hashlib
import hmac
from collections import defaultdict
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.gateways.driver import Account, Outgoing, Result, Trouble
from imbizo.messaging.gateways.http.addresses import can_be_called, report_address
from imbizo.messaging.gateways.http.callbacks import BadCall, Call, Heard, Said, our_ref
from imbizo.messaging.gateways.http.client import Answer, Web
from imbizo.messaging.gateways.http.supplier import ByOneRequest, accepted, amount, later, refused
from imbizo.messaging.gateways.settings import Twilio as Settings
from imbizo.messaging.gateways.settings import read
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health, Reason

REF = "ref"  # our reference, in the address for its reports
_CREATED = 201
_LONGEST_VALIDITY = 36_000  # seconds: ten hours, after which Twilio gives up by itself
_DEFAULT_PORTS = {"https": 443, "http": 80}
# Its errors (twilio.com/docs/api/errors).
_TROUBLES = {20003: Health.REFUSED, 20404: Health.MISCONFIGURED, 20429: Health.THROTTLED}
_LATER = frozenset({30001})  # its queue is full
_REASONS = {
    21211: Reason.UNKNOWN_NUMBER,
    21614: Reason.CANT_REACH,  # not a mobile number
    21612: Reason.CANT_REACH,  # not reachable from this sender
    21408: Reason.BARRED,  # the account may not send to that country
    21610: Reason.BARRED,  # opted out
    21212: Reason.BAD_SENDER,
    21603: Reason.BAD_SENDER,
    21606: Reason.BAD_SENDER,
    21659: Reason.BAD_SENDER,
}
_STANDINGS = {
    "accepted": Standing.ACCEPTED,
    "scheduled": Standing.ACCEPTED,
    "queued": Standing.ACCEPTED,
    "sending": Standing.ACCEPTED,
    "sent": Standing.QUEUED,
    "delivered": Standing.DELIVERED,
    "read": Standing.DELIVERED,
    "undelivered": Standing.FAILED,
    "failed": Standing.FAILED,
    "canceled": Standing.FAILED,
}
_ERRORS = {
    "30003": Reason.ABSENT,
    "30004": Reason.BARRED,
    "30005": Reason.UNKNOWN_NUMBER,
    "30006": Reason.UNKNOWN_NUMBER,  # a landline
    "30007": Reason.REJECTED,  # filtered
    "30036": Reason.RUN_OUT,
    "21610": Reason.BARRED,
}


class Twilio(ByOneRequest):
    """Chooses the alphabet itself. A sender that begins with MG is a messaging service."""

    repeats_refs = True

    def _connected(self, gateway: Gateway) -> Web:
        own = read(Settings, gateway)
        # Twilio refuses a message whose reports would go to an address that it can't reach.
        self._reports_to = report_address(gateway) if can_be_called() else ""
        auth = (own.account_sid, own.auth_token)
        return Web(f"{own.url.rstrip('/')}/Accounts/{own.account_sid}", connections=self.window, auth=auth)

    def _ask(self, message: Outgoing) -> Answer:
        form = {"To": message.address, "Body": message.text}
        if message.sender:
            form["MessagingServiceSid" if message.sender.startswith("MG") else "From"] = message.sender
        if message.use_by:
            left = int((message.use_by - timezone.now()).total_seconds())
            form["ValidityPeriod"] = str(min(max(left, 1), _LONGEST_VALIDITY))
        if self._reports_to:
            form["StatusCallback"] = f"{self._reports_to}?{REF}={our_ref(message.id)}"
        return self._web.post("/Messages.json", form=form)

    def _understood(self, message: Outgoing, answer: Answer) -> Result | None:
        said = answer.json()
        if answer.status == _CREATED:
            sid = str(said["sid"])
            # Without an address for reports there is only Twilio's own id.
            return accepted(message, *([] if self._reports_to else [sid]), detail=sid)
        code, about = int(said["code"]), f"{said['code']} {said.get('message', '')}".strip()
        if code in _TROUBLES:
            raise Trouble(_TROUBLES[code], about)
        if code in _LATER:
            return later(message, about)
        return refused(message, _REASONS.get(code), about) if answer.status == 400 else None

    def _asked_balance(self) -> Answer:
        return self._web.get("/Balance.json")

    def _account(self, answer: Answer) -> Account:
        said = answer.json()
        return Account(amount(said["balance"]), str(said["currency"]))

    @staticmethod
    def heard(call: Call) -> Heard:
        """A change of state, or a message."""
        fields = call.fields()
        sid = fields.get("MessageSid") or fields.get("SmsSid", "")
        if sid and fields.get("MessageStatus"):
            return Heard(reports=[_report(fields, sid)])
        if sid and fields.get("From"):
            return Heard(said=[Said(fields["From"], fields.get("Body", ""), fields.get("To", ""), sid)])
        raise BadCall("no state and no message")


def is_signed(call: Call, token: str) -> bool:
    """Whether X-Twilio-Signature is that of the called address and the fields of the form, under the auth token."""
    given = call.headers.get("x-twilio-signature", "")
    said = _said(call.pairs())
    return bool(token) and any(
        constant_time_compare(given, signature(url + said, token)) for url in _spellings(call.url)
    )


def signature(text: str, token: str) -> str:
    # HMAC-SHA1 is Twilio's choice; as a keyed hash it isn't broken.
    digest = hmac.new(token.encode(), text.encode("utf-8", "replace"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _said(pairs: list[tuple[str, str]]) -> str:
    """Names and values in the order of the names; of a name that comes twice, each value once."""
    values: dict[str, set[str]] = defaultdict(set)
    for name, value in pairs:
        values[name].add(value)
    return "".join(f"{name}{value}" for name in sorted(values) for value in sorted(values[name]))


def _spellings(url: str) -> tuple[str, ...]:
    """Twilio signs some addresses with the port that goes without saying, some without it."""
    parts = urlsplit(url)
    port = _DEFAULT_PORTS[parts.scheme]
    if parts.port not in {None, port}:
        return (url,)
    host = parts.hostname or ""
    return tuple(parts._replace(netloc=netloc).geturl() for netloc in (host, f"{host}:{port}"))


def _report(fields: dict[str, str], sid: str) -> Receipt:
    standing = _STANDINGS.get(fields["MessageStatus"], Standing.UNKNOWN)
    return Receipt(fields.get(REF) or sid, standing, _ERRORS.get(fields.get("ErrorCode", ""), ""))
