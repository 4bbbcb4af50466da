"""The literature scan: what was found, what was taken in and why not, and what it answers."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from imbizo.evidence.models.sources import Excerpt, Source
from imbizo.evidence.states import FileState, Retrieval, Stage, Verdict
from imbizo.programmes.models import Membership, OfProgramme, Shared


class Scan(Shared):
    """A rapid scan of the literature by one person in a week; by two who screen apart, where `has_two_reviewers`."""

    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it is for"), max_length=4_000, blank=True)
    strategy = models.TextField(_("where and how we search"), max_length=4_000, blank=True)
    started_on = models.DateField(_("begun"), default=timezone.localdate)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    has_two_reviewers = models.BooleanField(_("two people screen, each by themselves"), default=False)
    lead = models.ForeignKey(
        Membership,
        verbose_name=_("done by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    second = models.ForeignKey(
        Membership,
        verbose_name=_("second reviewer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("literature scan")
        verbose_name_plural = _("literature scans")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:scan", args=[self.programme.slug, self.pk])


class ScanQuestion(OfProgramme):
    """What the scan is to answer; `answer` is written from its findings."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("question of a scan")
        verbose_name_plural = _("questions of a scan")
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("evidence:scan-question", args=[self.programme.slug, self.pk])


class ExclusionReason(OfProgramme):
    """Why something isn't taken in. The scan's own words; they stand in the picture of its flow."""

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="reasons")
    text = models.CharField(_("reason"), max_length=160)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("reason for leaving out")
        verbose_name_plural = _("reasons for leaving out")
        ordering = ("position", "created_at")
        constraints = [models.UniqueConstraint(fields=["scan", "text"], name="exclusion_reason_once")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.scan.get_absolute_url()


def references_path(batch: "ReferenceImport", _filename: str) -> str:
    return f"evidence/{batch.programme_id}/references/{batch.pk}"


class ReferenceImport(OfProgramme):
    """A file of references (RIS, BibTeX, CSV, Excel, a list of DOIs): read, looked at, taken.

    `rows` are the references as read until they are taken; `left_out` is [{"where": ..., "problem": ...}, ...].
    """

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="imports")
    file = models.FileField(_("file"), upload_to=references_path)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    found_in = models.CharField(_("found in"), max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.WAITING)
    rows = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    count = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of references")
        verbose_name_plural = _("files of references")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("evidence:references", args=[self.programme.slug, self.pk])


class ScanItem(OfProgramme):
    """One source in a scan. `outcome` (of the stage it is in) is settled: by one reviewer, by two who agree, or by
    whoever settled their conflict.
    """

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="items")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="scan_items")
    found_in = models.CharField(_("found in"), max_length=120, blank=True)
    batch = models.ForeignKey(
        ReferenceImport, null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    stage = models.CharField(_("stage"), max_length=9, choices=Stage.choices, default=Stage.ABSTRACT)
    outcome = models.CharField(_("outcome"), max_length=7, choices=Verdict.choices, blank=True)
    reason = models.ForeignKey(
        ExclusionReason, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    retrieval = models.CharField(
        _("full text"), max_length=9, choices=Retrieval.choices, default=Retrieval.OPEN
    )

    class Meta:
        verbose_name = _("source in a scan")
        verbose_name_plural = _("sources in a scan")
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=["scan", "source"], name="scan_item_once")]
        indexes = [models.Index(fields=["scan", "stage", "outcome"], name="scan_item_by_state")]

    def __str__(self) -> str:
        return str(self.source)

    def get_absolute_url(self) -> str:
        return reverse("evidence:scan-item", args=[self.programme.slug, self.pk])


class Screening(OfProgramme):
    """What one reviewer said of one source at one stage. `is_settling` is the word that settles a conflict."""

    item = models.ForeignKey(ScanItem, on_delete=models.CASCADE, related_name="screenings")
    reviewer = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=9, choices=Stage.choices)
    verdict = models.CharField(_("verdict"), max_length=7, choices=Verdict.choices)
    reason = models.ForeignKey(
        ExclusionReason,
        verbose_name=_("reason"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_settling = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ("created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["item", "reviewer", "stage"], condition=Q(is_settling=False), name="screened_once"
            ),
            models.UniqueConstraint(
                fields=["item", "stage"], condition=Q(is_settling=True), name="screening_settled_once"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.EXCLUDE) | ~Q(reason=None), name="exclusion_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_verdict_display()}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()


class Finding(OfProgramme):
    """What a source says to a question of the scan, with the words or the page that say so."""

    question = models.ForeignKey(ScanQuestion, on_delete=models.CASCADE, related_name="findings")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="findings")
    excerpt = models.ForeignKey(
        Excerpt, null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    text = models.TextField(_("what it says"), max_length=4_000)
    page = models.CharField(_("page"), max_length=20, blank=True)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("created_at",)

    def __str__(self) -> str:
        return Truncator(self.text).chars(100)

    def get_absolute_url(self) -> str:
        return reverse("evidence:scan-question", args=[self.programme.slug, self.question_id])
