"""Text shared by hand, where no gateway goes: WhatsApp groups, notice boards, a pulpit."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.outreach.models.campaign import Campaign
from imbizo.programmes.models import Membership, OfProgramme


class GroupShare(OfProgramme):
    """Who shared a campaign's text where, in which language, and about how many read it there."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="shares")
    group = models.CharField(_("group"), max_length=160)
    language = models.CharField(_("language"), max_length=8)
    people = models.PositiveIntegerField(_("about how many people"), null=True, blank=True)
    by = models.ForeignKey(
        Membership, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("sharing to a group")
        verbose_name_plural = _("sharings to groups")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.group

    def get_absolute_url(self) -> str:
        return self.campaign.get_absolute_url()
