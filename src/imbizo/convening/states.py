"""The words of gatherings: their life, their answers, their rooms and what is said in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GatheringKind(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")
    MEETING = "meeting", _("meeting")
    DIALOGUE = "dialogue", _("dialogue")
    TRAINING = "training", _("training")


class Way(models.TextChoices):
    """Where people come together."""

    HALL = "hall", _("in a hall")
    ONLINE = "online", _("online")
    BOTH = "both", _("in a hall and online")


class GatheringState(models.TextChoices):
    """PLANNED until it has begun; its date may still be open (`starts_at` is empty then)."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("under way")
    HELD = "held", _("held")
    CALLED_OFF = "called_off", _("called off")


class SessionKind(models.TextChoices):
    PLENARY = "plenary", _("plenary")
    GROUP = "group", _("group work")
    PRESENTATION = "presentation", _("presentation")
    BREAK = "break", _("break")
    REGISTRATION = "registration", _("registration")


class DayKind(models.TextChoices):
    """What a programme notes in its calendar beside gatherings."""

    COUNCIL = "council", _("council day")
    SCHOOL = "school", _("school holiday")
    RELIGIOUS = "religious", _("religious day")
    PUBLIC = "public", _("public holiday")
    OTHER = "other", _("other")


class Office(models.TextChoices):
    """Who must be told before the public is invited."""

    MUNICIPAL_MANAGER = "municipal_manager", _("municipal manager")
    MAYOR = "mayor", _("mayor")
    SPEAKER = "speaker", _("speaker")
    WARD_COUNCILLOR = "ward_councillor", _("ward councillor")
    TRADITIONAL_LEADER = "traditional_leader", _("traditional leader")
    OTHER = "other", _("other")


class TellingState(models.TextChoices):
    """How far a letter to somebody who must be told is."""

    DRAFT = "draft", _("not told yet")
    TOLD = "told", _("told")
    WELCOMED = "welcomed", _("welcomes it")
    NOTED = "noted", _("took note")
    ASKS = "asks", _("asks for more")
    OBJECTS = "objects", _("objects")


class ToldBy(models.TextChoices):
    EMAIL = "email", _("e-mail")
    PRINT = "print", _("printed letter")
    PHONE = "phone", _("telephone")
    PERSON = "person", _("in person")


class PollState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    SETTLED = "settled", _("date chosen")


class VoteAnswer(models.TextChoices):
    YES = "yes", _("yes")
    IF_NEEDED = "if_needed", _("if need be")
    NO = "no", _("no")


class AnswerWay(models.TextChoices):
    """By what an answer came."""

    PAGE = "page", _("page")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")
    CALENDAR = "calendar", _("calendar")
    PHONE = "phone", _("telephone")
    PERSON = "person", _("in person")
    NOBODY = "nobody", _("by itself")


class Neutrality(models.TextChoices):
    """Whether everybody can walk in without giving a sign by it."""

    NEUTRAL = "neutral", _("neutral")
    LEANS = "leans", _("stands close to one side")
    AVOID = "avoid", _("some won't come here")
    UNKNOWN = "unknown", _("not known")


class BookingState(models.TextChoices):
    """ASKED and CONFIRMED hold the hall; the others have let it go."""

    ASKED = "asked", _("asked for")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("refused")
    BUMPED = "bumped", _("given to others")
    RELEASED = "released", _("given back")


HOLDING = (BookingState.ASKED, BookingState.CONFIRMED)


class DepositState(models.TextChoices):
    NONE = "none", _("no deposit")
    DUE = "due", _("to be paid")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("returned")
    KEPT = "kept", _("kept by the venue")


class InvitationState(models.TextChoices):
    """From the list to the chair. READY: on the list, not invited yet."""

    READY = "ready", _("not invited yet")
    INVITED = "invited", _("invited")
    DELIVERED = "delivered", _("delivered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    TENTATIVE = "tentative", _("perhaps")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("offered a place")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ATTENDED = "attended", _("attended")
    ABSENT = "absent", _("absent")


ASKED = (InvitationState.INVITED, InvitationState.DELIVERED)
# These hold a numbered place.
PLACED = (InvitationState.ACCEPTED, InvitationState.OFFERED, InvitationState.ATTENDED)


class Said(models.TextChoices):
    """What an answer to an invitation says."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    PERHAPS = "perhaps", _("perhaps")
    COLLEAGUE = "colleague", _("no, but somebody comes instead")


class AnswerOutcome(models.TextChoices):
    """What became of one answer."""

    TAKEN = "taken", _("taken")
    SAME = "same", _("the same as before")
    WAITING = "waiting", _("put on the waiting list")
    CLOSED = "closed", _("too late")
    WITHDRAWN = "withdrawn", _("the invitation was withdrawn")
    OLDER = "older", _("about an earlier date")
    UNCLEAR = "unclear", _("not understood")


class NoticeKind(models.TextChoices):
    """What is written to the invited."""

    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    NEWS = "news", _("late news")
    ACCEPTED = "accepted", _("a place is yours")
    DECLINED = "declined", _("thank you for answering")
    WAITING = "waiting", _("on the waiting list")
    OFFER = "offer", _("a place is free")
    CLOSED = "closed", _("answers are closed")
    CALLED_OFF = "called_off", _("called off")
    WITHDRAWN = "withdrawn", _("invitation taken back")
    SAID = "said", _("what has become of what you said")


class NominationState(models.TextChoices):
    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class SelectionState(models.TextChoices):
    OPEN = "open", _("being prepared")
    DRAWN = "drawn", _("drawn")
    TAKEN = "taken", _("invited")


class Verdict(models.TextChoices):
    """Whether a gathering is safe to hold."""

    OPEN = "open", _("not decided")
    GO = "go", _("go")
    CHANGE = "change", _("go, with changes")
    CALL_OFF = "call_off", _("call off")


class Tension(models.TextChoices):
    CALM = "calm", _("calm")
    UNEASY = "uneasy", _("uneasy")
    TENSE = "tense", _("tense")
    DANGEROUS = "dangerous", _("dangerous")


class Named(models.TextChoices):
    """As what somebody came."""

    NAME = "name", _("by name")
    ALIAS = "alias", _("by a name of their choice")
    NAMELESS = "nameless", _("without a name")


class Consent(models.TextChoices):
    """A consent that was asked for. Not asked is a state, never a no."""

    UNASKED = "unasked", _("not asked")
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")


class AgeGroup(models.TextChoices):
    UNDER_18 = "u18", _("under 18")
    YOUNG = "18-34", _("18 to 34")
    MIDDLE = "35-59", _("35 to 59")
    OLDER = "60+", _("60 and older")
    UNSAID = "unsaid", _("prefer not to say")


class Sex(models.TextChoices):
    FEMALE = "female", _("woman")
    MALE = "male", _("man")
    OTHER = "other", _("other")
    UNSAID = "unsaid", _("prefer not to say")


class Via(models.TextChoices):
    """By what an input came."""

    SCRIBE = "scribe", _("a scribe")
    PHONE = "phone", _("the group's phone")
    SLIP = "slip", _("an anonymous slip")
    SMS = "sms", _("SMS")
    PAPER = "paper", _("paper, typed")
    PICTURE = "picture", _("flip chart")


class InputState(models.TextChoices):
    """WAITING until a facilitator lets it through to the wall. Merged and split ones stay, behind what came of them."""

    WAITING = "waiting", _("waits for the facilitator")
    SHOWN = "shown", _("on the wall")
    HELD = "held", _("kept off the wall")
    MERGED = "merged", _("part of another")
    SPLIT = "split", _("divided")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PutState(models.TextChoices):
    WAITING = "waiting", _("waits for an answer")
    ANSWERED = "answered", _("answered")
    OVERDUE = "overdue", _("overdue")
    WITHDRAWN = "withdrawn", _("taken back")


class ActionState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class ProceedingsState(models.TextChoices):
    DRAFT = "draft", _("being written")
    REVIEW = "review", _("waits for approval")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("sent")


class Moment(models.TextChoices):
    BEFORE = "before", _("before")
    AFTER = "after", _("after")


class ItemOutcome(models.TextChoices):
    """What became of something that a device or a typist sent."""

    TAKEN = "taken", _("taken")
    REPEATED = "repeated", _("sent before")
    JOINED = "joined", _("joined with what another desk wrote")
    LATE = "late", _("came after closing; waits for a person")
    REFUSED = "refused", _("couldn't be taken")
