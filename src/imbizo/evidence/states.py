"""The states of sources, screening, coding and themes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    LITERATURE = "literature", _("literature")
    POLICY = "policy", _("policy")
    PRACTICE = "practice", _("practice")
    INTERVIEW = "interview", _("interview")
    REPORT = "report", _("report")
    MEDIA = "media", _("media")


class TextState(models.TextChoices):
    """How far the text of a source's file is."""

    NONE = "none", _("no text yet")
    READING = "reading", _("being read")
    READ = "read", _("read")
    PARTLY = "partly", _("read in part")
    SCANNED = "scanned", _("a scan without text")
    REFUSED = "refused", _("can't be read")


class Stage(models.TextChoices):
    """What a reviewer has before them."""

    ABSTRACT = "abstract", _("title and abstract")
    FULL_TEXT = "full_text", _("full text")


class Verdict(models.TextChoices):
    INCLUDE = "include", _("include")
    EXCLUDE = "exclude", _("exclude")
    UNSURE = "unsure", _("not sure")


class Retrieval(models.TextChoices):
    """Whether the full text could be had."""

    OPEN = "open", _("not looked for yet")
    GOT = "got", _("at hand")
    NOT_FOUND = "not_found", _("could not be had")


class Standing(models.TextChoices):
    """How an instrument stands with whoever made it."""

    PROPOSED = "proposed", _("proposed")
    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")
    IN_USE = "in_use", _("in use")
    LAPSED = "lapsed", _("no longer in use")
    UNKNOWN = "unknown", _("not known")


class Worked(models.TextChoices):
    """Whether it worked, as far as can be said."""

    YES = "yes", _("it worked")
    PARTLY = "partly", _("it worked in part")
    NO = "no", _("it did not work")
    UNKNOWN = "unknown", _("not known")


class ConsentGiven(models.TextChoices):
    """How somebody who was interviewed agreed."""

    SIGNED = "signed", _("signed a form")
    SPOKEN = "spoken", _("said so, and it was recorded")
    NONE = "none", _("not asked yet")
    TAKEN_BACK = "taken_back", _("took it back")


class CodingState(models.TextChoices):
    STANDING = "standing", _("stands")
    ORPHANED = "orphaned", _("its words are gone")
    TAKEN_BACK = "taken_back", _("taken back")


class Unit(models.TextChoices):
    """What two coders are compared on."""

    WHOLE = "whole", _("the whole input or text")
    PARAGRAPH = "paragraph", _("each paragraph")
    SENTENCE = "sentence", _("each sentence")


class RoundState(models.TextChoices):
    OPEN = "open", _("being coded")
    COMPARED = "compared", _("compared")
    SETTLED = "settled", _("settled")


class ThemeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    AGREED = "agreed", _("agreed")
    MERGED = "merged", _("went into another")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FileState(models.TextChoices):
    """How far a file that was brought in is."""

    WAITING = "waiting", _("waiting")
    READING = "reading", _("being read")
    READ = "read", _("to be looked at")
    TAKING = "taking", _("being taken")
    TAKEN = "taken", _("taken")
    UNDONE = "undone", _("taken back")
    REFUSED = "refused", _("refused")
