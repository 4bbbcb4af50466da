"""What a programme decides about its messages: hours, and words beyond the usual ones."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.models import OfProgramme, Programme


class SendingRules(OfProgramme):
    """One row for each programme that decided something; without it the defaults hold.

    The hours are for all purposes but direct marketing (whose hours the law sets), alerts, and answers. The words
    are lists by keyword ("stop", "start", "help"), beyond those of `calc.keywords`.
    """

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="sending_rules")
    hours_from = models.TimeField(_("messages from"), default=time(7))
    hours_until = models.TimeField(_("until"), default=time(20))
    words = models.JSONField(_("further words for STOP, START and HELP"), default=dict, blank=True)

    class Meta:
        verbose_name = _("rules of sending")
        verbose_name_plural = _("rules of sending")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours_until__gt=models.F("hours_from")), name="sending_hours_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hours_from:%H:%M} to {self.hours_until:%H:%M}"
