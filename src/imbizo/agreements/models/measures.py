"""Follow-up measures: who does what by when, what pays for it, and how it goes."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.agreements.models.agreement import Agreement, Clause
from imbizo.agreements.states import Came, MeasureState
from imbizo.base.sentences import shortened
from imbizo.programmes.models import Membership, OfProgramme


class Measure(OfProgramme):
    """What a clause promises to be done. With parts, its progress is the weighted mean of theirs.

    Paid for by a line of an integrated development plan or budget in a year ("2026/27"), or *unfunded*.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="measures")
    clause = models.ForeignKey(
        Clause,
        verbose_name=_("clause"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    title = models.CharField(_("measure"), max_length=200)
    description = models.TextField(_("what is to be done"), max_length=4_000, blank=True)
    institution = models.ForeignKey(
        Actor,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    official = models.ForeignKey(
        Actor,
        verbose_name=_("person who reports"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    is_unfunded = models.BooleanField(_("unfunded"), default=False)
    budget_line = models.CharField(_("line of the plan or budget"), max_length=200, blank=True)
    budget_year = models.CharField(_("financial year"), max_length=9, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="ZAR")
    indicator = models.CharField(_("indicator or milestone"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1, validators=[MinValueValidator(1)])
    every_days = models.PositiveSmallIntegerField(_("ask for an update every so many days"), default=30)
    state = models.CharField(
        _("state"), max_length=9, choices=MeasureState.choices, default=MeasureState.PLANNED
    )
    # As last reported; None where nobody has reported yet, which isn't nought.
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    # How far it is by its parts, where it has any: kept by `operations.reckoning`, so that lists can be sorted by it.
    reached = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True, editable=False)
    reported_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=1)
    stopped_because = models.CharField(_("why it was stopped"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("position", "created_at")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_unfunded=False) | Q(budget_line=""), name="unfunded_has_no_line"
            ),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100), name="progress_up_to_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:measure", args=[self.programme.slug, self.pk])


def update_path(update: "MeasureUpdate", _filename: str) -> str:
    return f"agreements/{update.programme_id}/updates/{update.pk}"


class MeasureUpdate(OfProgramme):
    """What somebody reported about a measure, with what shows it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="updates")
    state = models.CharField(_("state"), max_length=9, choices=MeasureState.choices)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    text = models.TextField(_("what was done"), max_length=4_000, blank=True)
    problem = models.TextField(_("what stands in the way"), max_length=2_000, blank=True)
    file = models.FileField(_("evidence"), upload_to=update_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    link = models.URLField(_("or a web address"), max_length=1_000, blank=True)
    via = models.CharField(_("came"), max_length=8, choices=Came.choices, default=Came.PAGE)
    name = models.CharField(_("reported by"), max_length=160, blank=True)
    at = models.DateTimeField(_("reported"), default=timezone.now)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("update on a measure")
        verbose_name_plural = _("updates on measures")
        ordering = ("-at",)

    def __str__(self) -> str:
        return shortened(self.text, 80) or self.get_state_display()

    def get_absolute_url(self) -> str:
        return self.measure.get_absolute_url()
