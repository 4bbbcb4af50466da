"""Protocol: who must be told before the public is, and the letters that told them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import Office, TellingState, ToldBy
from imbizo.places.models import Place
from imbizo.programmes.models import OfProgramme, Partner


class FirstToTell(OfProgramme):
    """Somebody who must be told first of any gathering in a place, in this order."""

    place = models.ForeignKey(Place, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    office = models.CharField(_("office"), max_length=20, choices=Office.choices)
    actor = models.ForeignKey(
        Actor, verbose_name=_("who"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("in this order"), default=1)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Taken off the list, kept for the letters that name it.
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("person to tell first")
        verbose_name_plural = _("people to tell first")
        ordering = ("place__name", "position", "id")

    def __str__(self) -> str:
        return f"{self.get_office_display()}, {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("convening:protocol", args=[self.programme.slug])


class Letterhead(OfProgramme):
    """How a partner's letters look, and where their reference numbers are."""

    owner = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="letterhead")
    name = models.CharField(_("name at the top"), max_length=200)
    address = models.TextField(_("address lines"), max_length=500, blank=True)
    logo = models.BinaryField(null=True, blank=True)
    signatory = models.CharField(_("who signs"), max_length=160)
    signatory_title = models.CharField(_("as what"), max_length=160, blank=True)
    prefix = models.CharField(_("reference begins with"), max_length=30, blank=True)
    last_number = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:letterhead", args=[self.programme.slug])


class Telling(OfProgramme):
    """That one office is told of one gathering: the letter, when it went, and what they said."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="tellings")
    first = models.ForeignKey(FirstToTell, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    signatory = models.CharField(_("signed by"), max_length=160, blank=True)
    signatory_title = models.CharField(_("as what"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("letter"), max_length=10_000, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=TellingState.choices, default=TellingState.DRAFT
    )
    told_on = models.DateField(_("told on"), null=True, blank=True)
    told_by = models.CharField(_("by"), max_length=8, choices=ToldBy.choices, blank=True)
    # The day that the letter names, or of which they heard last: as `rules.day_named` writes it.
    names_day = models.CharField(max_length=40, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("what they said"), max_length=4_000, blank=True)

    class Meta:
        verbose_name = _("letter of protocol")
        verbose_name_plural = _("letters of protocol")
        ordering = ("first__position", "id")
        constraints = [models.UniqueConstraint(fields=["gathering", "first"], name="told_once_per_gathering")]

    def __str__(self) -> str:
        return str(self.first)

    def get_absolute_url(self) -> str:
        return reverse("convening:telling", args=[self.programme.slug, self.pk])
