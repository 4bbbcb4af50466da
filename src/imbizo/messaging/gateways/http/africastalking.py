"""Africa's Talking, by version 1 of its API (developers.africastalking.com/docs/sms)."""

from collections.abc import Mapping

from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.gateways.driver import Account, Outgoing, Result, Trouble
from imbizo.messaging.gateways.http.callbacks import BadCall, Call, Heard, Said
from imbizo.messaging.gateways.http.client import Answer, Web
from imbizo.messaging.gateways.http.supplier import ByOneRequest, accepted, amount, later, refused
from imbizo.messaging.gateways.settings import AfricasTalking as Settings
from imbizo.messaging.gateways.settings import read
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health, Reason

_SANDBOX = "sandbox"
_ACCEPTED = frozenset({100, 101, 102})  # processed, sent, queued
_NO_CREDIT = 405
_LATER = frozenset({500, 501})  # internal error, gateway error
_REASONS = {
    402: Reason.BAD_SENDER,
    403: Reason.UNKNOWN_NUMBER,
    404: Reason.CANT_REACH,
    406: Reason.BARRED,  # on their list of those who opted out
    407: Reason.NETWORK,  # no route
    409: Reason.BARRED,  # "do not disturb"
}
# Where the whole request failed there are no recipients, only a word in "Message".
_WORDS = {"InvalidSenderId": Reason.BAD_SENDER}
_STANDINGS = {
    "Sent": Standing.ACCEPTED,
    "Submitted": Standing.QUEUED,
    "Buffered": Standing.QUEUED,
    "Success": Standing.DELIVERED,
    "Rejected": Standing.FAILED,
    "Failed": Standing.FAILED,
    "AbsentSubscriber": Standing.FAILED,
    "Expired": Standing.FAILED,
}
_ERRORS: Mapping[str, str] = {
    "AbsentSubscriber": Reason.ABSENT,
    "Expired": Reason.RUN_OUT,
    "Rejected": Reason.REJECTED,
    "UserIsInactive": Reason.UNKNOWN_NUMBER,
    "UserDoesNotExist": Reason.UNKNOWN_NUMBER,
    "NotNetworkSubcriber": Reason.UNKNOWN_NUMBER,  # so spelt by them
    "UserInBlackList": Reason.BARRED,
    "UserAccountSuspended": Reason.BARRED,
    "DoNotDisturbRejection": Reason.BARRED,
}


class AfricasTalking(ByOneRequest):
    """Chooses the alphabet itself and has no validity period for bulk messages."""

    def _connected(self, gateway: Gateway) -> Web:
        own = read(Settings, gateway)
        self._username = own.username
        # The sandbox has an address of its own, and takes no other user.
        url = own.url.replace("//api.africastalking", "//api.sandbox.africastalking")
        headers = {"apiKey": own.api_key, "Accept": "application/json"}
        return Web(url if own.username == _SANDBOX else own.url, connections=self.window, headers=headers)

    def _ask(self, message: Outgoing) -> Answer:
        # Queued by them, so that they answer before the network does.
        form = {
            "username": self._username,
            "to": message.address,
            "message": message.text,
            "bulkSMSMode": "1",
            "enqueue": "1",
        }
        return self._web.post("/messaging", form=form | ({"from": message.sender} if message.sender else {}))

    def _understood(self, message: Outgoing, answer: Answer) -> Result | None:
        data = answer.json()["SMSMessageData"]
        if not data["Recipients"]:
            return _refusal_of_all(message, str(data["Message"]))
        [recipient] = data["Recipients"]
        code, about = int(recipient["statusCode"]), f"{recipient['statusCode']} {recipient['status']}"
        if code in _ACCEPTED:
            return accepted(message, _id(str(recipient["messageId"])))
        if code == _NO_CREDIT:
            raise Trouble(Health.NO_CREDIT, about)
        return later(message, about) if code in _LATER else refused(message, _REASONS.get(code), about)

    def _asked_balance(self) -> Answer:
        return self._web.get("/user", {"username": self._username})

    def _account(self, answer: Answer) -> Account:
        currency, _space, balance = str(answer.json()["UserData"]["balance"]).partition(" ")
        return Account(amount(balance.replace(",", "")), currency)

    @staticmethod
    def heard(call: Call) -> Heard:
        """A delivery report, a message, or somebody who opted out of a sender name."""
        fields = call.fields()
        if fields.get("id") and fields.get("status"):
            return Heard(reports=[_report(fields)])
        if fields.get("from") and "text" in fields:
            said = Said(fields["from"], fields["text"], fields.get("to", ""), fields.get("id", ""))
            return Heard(said=[said])
        if fields.get("phoneNumber") and fields.get("senderId"):
            return Heard(said=[Said(fields["phoneNumber"], "STOP", fields["senderId"])])
        raise BadCall("no report and no message")


def _id(given: str) -> str:
    """Raises ValueError where there is none: then nothing is certain."""
    if not given or given == "None":
        raise ValueError(given)
    return given


def _refusal_of_all(message: Outgoing, about: str) -> Result:
    # Raises LookupError where the word isn't known: then the HTTP status decides.
    return refused(message, _WORDS[about], about)


def _report(fields: dict[str, str]) -> Receipt:
    status = fields["status"]
    error = _ERRORS.get(fields.get("failureReason", "")) or _ERRORS.get(status, "")
    return Receipt(fields["id"], _STANDINGS.get(status, Standing.UNKNOWN), error)
