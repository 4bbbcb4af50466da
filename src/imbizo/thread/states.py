"""The relations of the thread, and how much of a record those see who may not open it."""

from enum import IntEnum, StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Few, and close to W3C PROV. Read as: the record *relation* what it came from."""

    CODED_AS = "coded_as", _("coded as")
    INFORMS = "informs", _("informed by")
    RESPONDS_TO = "responds_to", _("responds to")
    PUT_TO = "put_to", _("put to")
    COMMITS_TO = "commits_to", _("commits to")
    DELIVERS = "delivers", _("delivers")
    MEASURES = "measures", _("measures")
    EVIDENCES = "evidences", _("is evidence for")
    SUPERSEDES = "supersedes", _("supersedes")
    SPLIT_FROM = "split_from", _("split from")
    MERGED_FROM = "merged_from", _("merged from")


class Hidden(StrEnum):
    """What of a record reaches those to whom it isn't visible."""

    TITLE = "title"  # "a restricted record" stands in its place
    EXISTENCE = "existence"  # nothing does


class Stage(IntEnum):
    """Where a kind of record stands on the way from what was said to what is done.

    In the sentence of what became of something, stages before WRITTEN are told only where nothing got further.
    """

    SAID = 10
    SET_APART = 20
    CODED = 30
    GATHERED = 40
    PLANNED = 50
    WRITTEN = 60
    PUBLISHED = 65
    REMARKED = 68
    AGREED = 70
    RESOLVED = 75
    DONE = 80
    REPORTED = 90


class Part(StrEnum):
    """What the sentence of a thread says of a record, about those of a kind that came of it."""

    CODED = "coded"  # is coded as …
    IN = "in"  # is in …
    LED = "led"  # led to …
    PUT = "put"  # was put to …
    DREW = "drew"  # drew …
