"""What a programme decides about reaching people."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from imbizo.places.models import Place
from imbizo.programmes.models import OfProgramme, Programme


class OutreachRules(OfProgramme):
    """One row for each programme that decided something; without it the defaults hold.

    A campaign to more people, or of a higher cost, needs a second pair of eyes. `neutral_texts` by language go to
    unsafe numbers in place of any content; empty ones are those of `queries.neutral_text`.
    """

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="outreach_rules")
    approve_above_people = models.PositiveIntegerField(_("people"), default=500)
    approve_above_cost = models.DecimalField(
        _("cost"), max_digits=12, decimal_places=2, default=Decimal(1000)
    )
    neutral_texts = models.JSONField(_("neutral texts"), default=dict, blank=True)

    class Meta:
        verbose_name = _("rules of outreach")
        verbose_name_plural = _("rules of outreach")

    def __str__(self) -> str:
        return str(self.approve_above_people)


class HelpNumber(OfProgramme):
    """An emergency or referral number that HELP answers with: for a place and what lies in it, or everywhere."""

    place = models.ForeignKey(
        Place,
        verbose_name=_("for people in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = models.CharField(_("who answers there"), max_length=60)
    number = models.CharField(_("number"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("number for help")
        verbose_name_plural = _("numbers for help")
        ordering = ("position", "name")

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
