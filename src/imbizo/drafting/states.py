"""The states of documents, sections, comments and circulations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    STRATEGY = "strategy", _("strategy")
    AGREEMENT = "agreement", _("agreement")
    PLAN = "plan", _("plan")
    REPORT = "report", _("report")


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("draft")
    CIRCULATING = "circulating", _("out for comment")
    FINAL = "final", _("final")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SectionState(models.TextChoices):
    EMPTY = "empty", _("not begun")
    WRITING = "writing", _("being written")
    READY = "ready", _("ready to be read")
    AGREED = "agreed", _("agreed")


class RevisionKind(models.TextChoices):
    """How a state of a section came about."""

    AUTOSAVED = "autosaved", _("saved while writing")
    SAVED = "saved", _("saved")
    MERGED = "merged", _("two people's words joined")
    CHOSEN = "chosen", _("chosen between two people's words")
    BROUGHT = "brought", _("brought from Word")
    RESTORED = "restored", _("an earlier state taken up again")
    SPLIT = "split", _("divided")
    JOINED = "joined", _("joined with another")


class CommentKind(models.TextChoices):
    COMMENT = "comment", _("comment")
    INSERT = "insert", _("words to add")
    DELETE = "delete", _("words to take out")
    REPLACE = "replace", _("other words")


class CameBy(models.TextChoices):
    """The way in which a comment reached us."""

    PAGE = "page", _("on the page")
    WORD = "word", _("in a Word file")
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by telephone")
    MEETING = "meeting", _("at a meeting")
    LETTER = "letter", _("by letter")


class Verdict(models.TextChoices):
    """What was decided about a comment: exactly one of these."""

    ACCEPTED = "accepted", _("accepted")
    IN_PART = "in_part", _("accepted in part")
    REJECTED = "rejected", _("rejected")
    NOTED = "noted", _("noted")
    DUPLICATE = "duplicate", _("the same as another")


class ReaderAnswer(models.TextChoices):
    """What a member of the reference group answered; SILENCE until they do."""

    SILENCE = "silence", _("no answer")
    NO_COMMENT = "no_comment", _("no comment")
    COMMENTS = "comments", _("commented")


class ReturnState(models.TextChoices):
    """How far a Word file that came back is."""

    READ = "read", _("to be looked at")
    TAKEN = "taken", _("taken")
    REFUSED = "refused", _("refused")


class Step(models.TextChoices):
    """One step of a section in the outline."""

    UP = "up", _("up")
    DOWN = "down", _("down")
    UNDER = "under", _("under the one before")
    OUT = "out", _("one level out")
