"""The safety sheet: what makes a gathering safe to hold, and who may stop it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import Tension, Verdict
from imbizo.programmes.models import Membership, OfProgramme


class SafetySheet(OfProgramme):
    """One page a gathering. `looked_again_on` is the day of the second look, the day before."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="safety")
    tension = models.CharField(_("how tense it is"), max_length=10, choices=Tension.choices, blank=True)
    tension_note = models.TextField(_("what is tense, and where we heard it"), max_length=2_000, blank=True)
    venue_is_neutral = models.BooleanField(_("everybody can walk into this venue"), null=True, blank=True)
    no_papers = models.BooleanField(_("nobody is asked for papers at the door"), default=False)
    police = models.CharField(_("police and security: who, where, in what dress"), max_length=300, blank=True)
    who_stops = models.CharField(_("who may stop it"), max_length=300, blank=True)
    way_home = models.TextField(_("the way home"), max_length=1_000, blank=True)
    numbers = models.TextField(_("numbers to call, one a line"), max_length=1_000, blank=True)
    changes = models.TextField(_("what is changed"), max_length=2_000, blank=True)
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    decided_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    looked_again_on = models.DateField(_("looked at again"), null=True, blank=True)
    looked_again_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("safety sheet")
        verbose_name_plural = _("safety sheets")

    def __str__(self) -> str:
        return str(self.gathering)

    def get_absolute_url(self) -> str:
        return reverse("convening:safety", args=[self.programme.slug, self.gathering_id])
