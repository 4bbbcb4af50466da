"""Bringing in a register: the batch, its rows as staged, and the remembered meaning of columns."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models.actor import Actor
from imbizo.actors.states import Basis, BatchState, RowPlan
from imbizo.programmes.models import OfProgramme, Shared


class ImportBatch(Shared):
    """One file on its way into the register. Nothing of it is written to actors before a person says so."""

    filename = models.CharField(_("file"), max_length=200)
    # Kept only until the batch is brought in or discarded: it may hold columns that are never taken.
    file = models.FileField(upload_to="imports/%Y/%m/", blank=True)
    digest = models.CharField(max_length=64)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("row of the header"), default=0)
    columns = models.JSONField(default=list)
    state = models.CharField(
        _("state"), max_length=12, choices=BatchState.choices, default=BatchState.UPLOADED
    )
    refusal = models.TextField(_("why it was refused"), blank=True)
    source = models.CharField(_("where the register comes from"), max_length=200, blank=True)
    basis = models.CharField(_("lawful basis"), max_length=20, choices=Basis.choices, blank=True)
    basis_note = models.CharField(_("why that basis holds"), max_length=300, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    suppress_confirmed = models.BooleanField(_("those marked so are not written to"), default=False)
    uploaded_by = models.ForeignKey(
        "programmes.Membership", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    applied_at = models.DateTimeField(_("brought in"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("actors:import", args=[self.programme.slug, self.pk])


class ImportRow(OfProgramme):
    """A row of the file as it was understood. `number` is the row number that the person sees in the sheet."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("row"))
    values = models.JSONField(default=dict)
    digest = models.CharField(max_length=40, blank=True)
    plan = models.CharField(_("what it does"), max_length=8, choices=RowPlan.choices, default=RowPlan.CREATE)
    reasons = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    match = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    match_row = models.PositiveIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(default=0)
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    is_applied = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "plan", "number"], name="import_row_by_plan"),
            models.Index(fields=["programme", "digest"], name="import_row_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class ColumnMapping(OfProgramme):
    """What the columns of a header meant last time, so that the next file of that office needs no questions."""

    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = _("meaning of columns")
        verbose_name_plural = _("meanings of columns")
        constraints = [models.UniqueConstraint(fields=["programme", "fingerprint"], name="mapping_once")]

    def __str__(self) -> str:
        return self.fingerprint
