"""Two rows that may be one actor, and what a merge did, so that it can be undone."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models.actor import Actor
from imbizo.actors.states import PairState
from imbizo.programmes.models import OfProgramme


class Pair(OfProgramme):
    """Two actors that may be the same, with a score of 0 to 100 and reasons. A person decides."""

    first = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"))
    reasons = models.JSONField(default=list)
    is_sure = models.BooleanField(_("sure"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=PairState.choices, default=PairState.OPEN)

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ("-score", "id")
        indexes = [models.Index(fields=["programme", "state", "-score"], name="pair_by_score")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("actors:pair", args=[self.programme.slug, self.pk])


class Merge(OfProgramme):
    """One actor taken up by another. `moved` lists every reference that was moved, `before` what the survivor was."""

    survivor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="merges")
    absorbed = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.survivor}"

    def get_absolute_url(self) -> str:
        return self.survivor.get_absolute_url()
