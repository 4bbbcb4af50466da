"""Afterwards: what was decided, who does what by when, the proceedings, and certificates."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.base.sentences import shortened
from imbizo.convening.models.day import Attendance
from imbizo.convening.models.design import AgendaItem
from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import ActionState, ProceedingsState
from imbizo.programmes.models import Membership, OfProgramme


class Decision(OfProgramme):
    """What a gathering decided."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.TextField(_("decision"), max_length=2_000)
    how = models.CharField(_("how it was decided"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return shortened(self.text, 100)

    def get_absolute_url(self) -> str:
        return reverse("convening:afterwards", args=[self.programme.slug, self.gathering_id])


class Action(OfProgramme):
    """What somebody does by a date. Its owner is a member or somebody in the register."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="actions")
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    text = models.TextField(_("what is to be done"), max_length=2_000)
    member = models.ForeignKey(
        Membership,
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    actor = models.ForeignKey(
        Actor,
        verbose_name=_("person or organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("how it stands"), max_length=2_000, blank=True)
    # The day on which its owner was last reminded.
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("state", "due_on", "position", "created_at")
        constraints = [
            models.CheckConstraint(condition=Q(member=None) | Q(actor=None), name="action_has_one_owner")
        ]

    def __str__(self) -> str:
        return shortened(self.text, 100)

    def get_absolute_url(self) -> str:
        return reverse("convening:afterwards", args=[self.programme.slug, self.gathering_id])


class Proceedings(OfProgramme):
    """The record of a gathering, assembled from agenda, attendance and inputs, then edited by people.

    `parts` is [{"key": ..., "title": ..., "text": ...}]; a part that a person edited is kept when the rest is
    assembled anew. `frozen` is what was approved: figures and parts as they were.
    """

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="proceedings")
    language = models.CharField(_("language"), max_length=8, default="en")
    title = models.CharField(_("title"), max_length=200)
    parts = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=ProceedingsState.choices, default=ProceedingsState.DRAFT
    )
    assembled_at = models.DateTimeField(_("assembled"), default=timezone.now)
    approved_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    frozen = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("proceedings")
        verbose_name_plural = _("proceedings")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("convening:proceedings", args=[self.programme.slug, self.gathering_id])


class Certificate(OfProgramme):
    """That somebody took part. Anyone can check it by its code, which tells only what stands on the paper.

    One of them holds; those that were revoked before it keep their codes, which say so.
    """

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="certificates")
    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name on it"), max_length=200)
    issued_on = models.DateField(_("issued on"), default=timezone.localdate)
    issued_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["attendance"], condition=Q(revoked_on=None), name="certificate_holds_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:afterwards", args=[self.programme.slug, self.attendance.gathering_id])
