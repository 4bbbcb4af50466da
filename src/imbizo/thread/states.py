"""The relations of the thread, and how much of a record those see who may not open it."""

from enum import StrEnum

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
