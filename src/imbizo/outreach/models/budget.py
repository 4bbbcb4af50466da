"""The money for messages."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.models import OfProgramme


class BudgetLine(OfProgramme):
    """An amount for messages within a span of days, and the share of it (in percent) from which we warn."""

    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    currency = models.CharField(_("currency"), max_length=3, default="ZAR")
    warn_at = models.PositiveSmallIntegerField(_("warn at (percent)"), default=80)
    # The highest share that members were told of, in percent: each is told once. The clock writes it.
    warned_of = models.PositiveSmallIntegerField(default=0, editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="budget_line_code_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="budget_line_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("outreach:spending", args=[self.programme.slug])
