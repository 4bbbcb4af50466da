"""What left by day, added up: a page on a year of messages doesn't count each of them again."""

from decimal import Decimal
from uuid import UUID

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from imbizo.messaging.models.gateway import Gateway
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Programme
from imbizo.thread.models import KIND_LENGTH

# Stands for "none" in the constraint: two rows without a gateway would both be allowed else.
_NONE = Value(UUID(int=0), output_field=models.UUIDField())


class SummedUntil(models.Model):
    """Up to which instant, itself excluded, a programme's messages are in its day totals."""

    programme = models.OneToOneField(Programme, primary_key=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H:%M}"


class DayTotal(models.Model):
    """The messages of a day in the programme's zone that left by one gateway and channel for one record.

    `source` is that of the messages. `cost` is of those with a price, in the gateway's currency; `unpriced` counts
    the others.
    """

    id = models.BigAutoField(primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    gateway = models.ForeignKey(
        Gateway, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    source_kind = models.CharField(max_length=KIND_LENGTH, blank=True)
    source_id = models.UUIDField(null=True)
    messages = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=14, decimal_places=4, default=Decimal(0))
    unpriced = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("messages of a day")
        verbose_name_plural = _("messages of days")
        constraints = [
            models.UniqueConstraint(
                "programme",
                "day",
                "channel",
                "source_kind",
                Coalesce("gateway", _NONE),
                Coalesce("source_id", _NONE),
                name="day_total_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.messages}"
