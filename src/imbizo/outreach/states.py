"""The life of a campaign, of a call, of a conversation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("being written")
    REVIEW = "review", _("waits for a second pair of eyes")
    SCHEDULED = "scheduled", _("scheduled")
    PREPARING = "preparing", _("being prepared")
    SENDING = "sending", _("being sent")
    PAUSED = "paused", _("paused")
    DONE = "done", _("sent")
    STOPPED = "stopped", _("stopped")


class Via(models.TextChoices):
    """By which channel a campaign reaches people."""

    PREFERENCE = "preference", _("SMS or e-mail, as each person prefers")
    SMS = "sms", _("SMS alone")
    EMAIL = "email", _("e-mail alone")


class Outside(models.TextChoices):
    """Why somebody in the audience won't get a campaign."""

    NO_NUMBER = "no_number", _("no number or address for this channel")
    SUPPRESSED = "suppressed", _("asked us to stop")
    NO_BASIS = "no_basis", _("no lawful basis for this purpose")
    OBJECTED = "objected", _("objects to this purpose")
    UNSAFE = "unsafe", _("not safe to write to")
    IN_PERSON = "in_person", _("to be spoken to in person")
    EXCLUDED = "excluded", _("on a list that is left out")
    NOT_SHARED = "not_shared", _("their number isn't shared with you")
    INCOMPLETE = "incomplete", _("a word of the text is empty for them")
    TWICE = "twice", _("the same number as somebody before them")


class ToRing(models.TextChoices):
    """Who of a campaign's audience is put on a call list."""

    UNANSWERED = "unanswered", _("those who got it and haven't answered")
    FAILED = "failed", _("those whom it didn't reach")
    NO_NUMBER = "no_number", _("those who couldn't be written to, for lack of a number or address")


class CallState(models.TextChoices):
    TO_RING = "to_ring", _("to be rung")
    LATER = "later", _("to be tried again")
    DONE = "done", _("reached")
    GIVEN_UP = "given_up", _("not reached")


class Outcome(models.TextChoices):
    """How one attempt to ring somebody ended."""

    ANSWERED = "answered", _("answered")
    NO_ANSWER = "no_answer", _("nobody answered")
    BUSY = "busy", _("busy")
    VOICEMAIL = "voicemail", _("voicemail")
    WRONG = "wrong", _("wrong number")
    LATER = "later", _("asked us to ring again")
    REFUSED = "refused", _("doesn't want to be rung")


class StopWhat(models.TextChoices):
    """What somebody who doesn't want to be rung wants to end."""

    NOTHING = "nothing", _("nothing more: they only don't want to talk about this")
    CALLS = "calls", _("calls to this number")
    ALL = "all", _("everything to this number: calls, SMS and WhatsApp")


class ConversationState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class EntryKind(models.TextChoices):
    """What came into a conversation other than the messages we sent."""

    MESSAGE = "message", _("message")
    CALL = "call", _("said on the telephone")
    NOTE = "note", _("note of a member")
    WHATSAPP = "whatsapp", _("said on WhatsApp")
    PERSON = "person", _("said in person")
