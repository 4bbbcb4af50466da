"""The states of agreements, rounds, adoption, signing and measures."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    MOU = "mou", _("memorandum of understanding")
    PROTOCOL = "protocol", _("implementation protocol")


class AgreementState(models.TextChoices):
    DRAFTING = "drafting", _("being drafted")
    AGREED = "agreed", _("agreed, subject to adoption")
    SIGNING = "signing", _("being signed")
    IN_EFFECT = "in_effect", _("in effect")
    ENDED = "ended", _("ended")
    WITHDRAWN = "withdrawn", _("withdrawn")


OVER: Final = frozenset({AgreementState.ENDED, AgreementState.WITHDRAWN})
"""Nothing changes in such an agreement any more, and nobody is late in it."""


class EffectRule(models.TextChoices):
    """When the agreement takes effect."""

    ALL = "all", _("when all parties have signed")
    SOME = "some", _("when so many parties have signed")


class PartyRole(models.TextChoices):
    PARTY = "party", _("party")
    OBSERVER = "observer", _("observer")


class ClauseKind(models.TextChoices):
    """What a clause is for, by the template."""

    PARTIES = "parties", _("parties")
    PURPOSE = "purpose", _("purpose")
    COMMITMENT = "commitment", _("commitment")
    ROLES = "roles", _("roles")
    GOVERNANCE = "governance", _("governance")
    FUNDING = "funding", _("funding")
    DATA = "data", _("data")
    DISPUTES = "disputes", _("disputes")
    DURATION = "duration", _("duration")
    REVIEW = "review", _("review")
    SIGNATURE = "signature", _("signature")
    OTHER = "other", _("other")


class Stance(models.TextChoices):
    """What a party says of a text."""

    CONSENT = "consent", _("consents")
    RESERVATION = "reservation", _("consents with a reservation")
    ABSTAIN = "abstain", _("abstains")
    OBJECT = "object", _("objects")
    BLOCK = "block", _("blocks")


class Capacity(models.TextChoices):
    """In what capacity somebody speaks for a party. Only a mandate commits it."""

    OFFICIAL = "official", _("an official's view")
    SUBJECT = "subject", _("subject to council")
    MANDATED = "mandated", _("mandated by resolution")


class Came(models.TextChoices):
    """The way in which a position or an update reached us."""

    PAGE = "page", _("on the page")
    MEETING = "meeting", _("at a meeting")
    LETTER = "letter", _("by letter")
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by telephone")


class RoundState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("called off")


class StepKind(models.TextChoices):
    """The steps by which a South African municipality adopts a text."""

    RECEIVED = "received", _("received")
    LEGAL = "legal", _("legal comment")
    PORTFOLIO = "portfolio", _("portfolio committee")
    MAYORAL = "mayoral", _("mayoral committee")
    COUNCIL = "council", _("council")
    AUTHORISED = "authorised", _("signatory authorised")
    SIGNED = "signed", _("signed")
    OTHER = "other", _("other step")


class StepState(models.TextChoices):
    WAITING = "waiting", _("not begun")
    HANDED_IN = "handed_in", _("handed in")
    DONE = "done", _("done")
    SKIPPED = "skipped", _("not needed")


class Outcome(models.TextChoices):
    """What a body decided."""

    ADOPTED = "adopted", _("adopted")
    CONDITIONS = "conditions", _("adopted with conditions")
    NOTED = "noted", _("noted")
    DEFERRED = "deferred", _("deferred")
    REJECTED = "rejected", _("rejected")


class BreakKind(models.TextChoices):
    RECESS = "recess", _("recess")
    ELECTION = "election", _("election")


class SignWay(models.TextChoices):
    PAPER = "paper", _("on paper")
    PLATFORM = "platform", _("here, electronically")
    OWN = "own", _("electronically, with a certificate of their own")


class SignatoryState(models.TextChoices):
    WAITING = "waiting", _("to sign")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("declined")


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")
