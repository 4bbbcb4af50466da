"""Suppression: addresses that nothing is sent to. It knows addresses, not people, and keeps only their keyed hash."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from imbizo.messaging.states import Channel, SuppressionReason
from imbizo.programmes.models import OfProgramme


class Suppression(OfProgramme):
    """An address of one channel that a programme doesn't write to. It outlives merges, imports and deletions."""

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    # The hash says under which key it was made (`messaging.rules.address_hash`), so that keys can be added.
    address_hash = models.CharField(max_length=80)
    reason = models.CharField(_("why"), max_length=12, choices=SuppressionReason.choices)
    source = models.CharField(_("where it was said"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "channel", "address_hash"],
                condition=models.Q(lifted_at=None),
                name="address_suppressed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.reason}"
