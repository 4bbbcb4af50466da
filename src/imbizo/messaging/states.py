"""Channels, gateways, the life of a message, and why an address isn't written to."""

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    POST = "post", _("letter")


class SuppressionReason(models.TextChoices):
    STOP = "stop", _("they sent STOP")
    ASKED = "asked", _("they asked us to stop")
    REGISTER = "register", _("the register says so")
    OBJECTION = "objection", _("they object to the use of their data")
    ERASED = "erased", _("they had their data deleted")
    BOUNCED = "bounced", _("the address doesn't exist")


class Purpose(models.TextChoices):
    """Why a message is sent. The gate asks more of some than of others (`messaging.rules.gate`)."""

    SECURITY = "security", _("signing in")
    ALERT = "alert", _("warning of danger")
    CONFIRMATION = "confirmation", _("confirming STOP or START")
    ANSWER = "answer", _("answering somebody who wrote")
    SERVICE = "service", _("running the programme")
    INVITATION = "invitation", _("invitations")
    DIRECT_MARKETING = "direct_marketing", _("direct marketing")


class Priority(IntEnum):
    """What overtakes what. Replies and confirmations go before anything sent to many."""

    BULK = 10
    SINGLE = 30
    ANSWER = 60
    CONFIRMATION = 70
    ALERT = 80
    SECURITY = 90


class GatewayKind(models.TextChoices):
    SIMULATOR = "simulator", _("simulator")
    HTTP = "http", _("SMS supplier over the web")
    SMPP = "smpp", _("SMS centre (SMPP 3.4)")
    SMTP = "smtp", _("mail server")


class Service(models.TextChoices):
    """The suppliers whose settings are ready."""

    BULKSMS = "bulksms", "BulkSMS"
    CLICKATELL = "clickatell", "Clickatell"
    AFRICASTALKING = "africastalking", "Africa's Talking"
    TWILIO = "twilio", "Twilio"
    KANNEL = "kannel", "Kannel"


class Health(models.TextChoices):
    """How a gateway is. Sentences with the time and what waits are in `messaging.queries.health`."""

    UNTRIED = "untried", _("not tried yet")
    WELL = "well", _("works")
    REFUSED = "refused", _("refuses the password")
    UNREACHABLE = "unreachable", _("doesn't answer")
    UNTRUSTED = "untrusted", _("shows a certificate that isn't trusted")
    CONFUSED = "confused", _("answers in a way that we don't understand")
    THROTTLED = "throttled", _("asks us to slow down")
    NO_CREDIT = "no_credit", _("has no credit left")
    MISCONFIGURED = "misconfigured", _("lacks a setting")


class MessageState(models.TextChoices):
    """The life of a message. The row is the truth; a task is only a nudge."""

    WAITING = "waiting", _("waiting")
    PAUSED = "paused", _("paused")
    SUBMITTING = "submitting", _("being handed over")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("uncertain")
    REFUSED = "refused", _("not sent")
    EXPIRED = "expired", _("too late to send")
    STOPPED = "stopped", _("stopped")


OPEN_STATES = (MessageState.WAITING, MessageState.PAUSED, MessageState.SUBMITTING)
# What was handed to a gateway, or may have been: it costs.
HANDED_OVER = (MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED, MessageState.UNCERTAIN)


class Reason(models.TextChoices):
    """Why a message didn't leave or didn't arrive, in words."""

    NO_GATE = "no_gate", _("nothing here decides who may be written to")
    NO_GATEWAY = "no_gateway", _("there is no gateway for it")
    SUPPRESSED = "suppressed", _("they asked us to stop")
    NO_BASIS = "no_basis", _("no lawful basis for this purpose")
    OBJECTED = "objected", _("they object to this purpose")
    IN_PERSON = "in_person", _("to be spoken to in person")
    UNSAFE = "unsafe", _("not safe for a message with content")
    GONE = "gone", _("no longer in the register")
    TOO_LATE = "too_late", _("its time had passed before it could leave")
    STOPPED = "stopped", _("somebody stopped it")
    CANT_REACH = "cant_reach", _("this number can't get SMS")
    UNKNOWN_NUMBER = "unknown_number", _("nobody has this number")
    ABSENT = "absent", _("the phone is off or out of reach")
    BARRED = "barred", _("the network doesn't let messages to it through")
    FULL = "full", _("the phone or mailbox is full")
    RUN_OUT = "run_out", _("the network gave up trying")
    REJECTED = "rejected", _("the gateway refused it")
    BAD_SENDER = "bad_sender", _("the gateway doesn't allow this sender name")
    NO_MAILBOX = "no_mailbox", _("the mailbox doesn't exist")
    NETWORK = "network", _("the network couldn't deliver it")
    BROKEN_OFF = "broken_off", _("the connection broke while it was handed over")
    NOT_UNDERSTOOD = "not_understood", _("the gateway's answer couldn't be understood")


class InboundState(models.TextChoices):
    NEW = "new", _("just came in")
    ROUTED = "routed", _("in the inbox")


class InboundKind(models.TextChoices):
    """What an incoming message is, as far as its words say."""

    TEXT = "text", _("message")
    STOP = "stop", _("STOP")
    START = "start", _("START")
    HELP = "help", _("HELP")
    CALL_ME = "call_me", _("please call me")
    AUTOMATIC = "automatic", _("automatic reply")
    BOUNCE = "bounce", _("returned mail")
