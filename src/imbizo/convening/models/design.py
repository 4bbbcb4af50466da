"""The design of a gathering: sessions whose durations add up, and what is asked in them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.convening.states import GatheringKind, SessionKind
from imbizo.programmes.models import OfProgramme, Shared


class Design(Shared):
    """A design to use again: its agenda is copied into each gathering that is planned from it.

    `template` is the key of the design file that it began from, empty where it began from nothing.
    """

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("for a"), max_length=10, choices=GatheringKind.choices, default=GatheringKind.WORKSHOP
    )
    purpose = models.TextField(_("what it is for"), max_length=2_000, blank=True)
    template = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("design")
        verbose_name_plural = _("designs")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:design", args=[self.programme.slug, self.pk])


class AgendaItem(OfProgramme):
    """One session: of a design, or of a gathering."""

    design = models.ForeignKey(Design, null=True, blank=True, on_delete=models.CASCADE, related_name="items")
    gathering = models.ForeignKey(
        "convening.Gathering", null=True, blank=True, on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=SessionKind.choices)
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    method = models.TextField(_("how it is done"), max_length=4_000, blank=True)
    materials = models.TextField(_("materials"), max_length=2_000, blank=True)
    roles = models.TextField(_("who does what"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(design=None, gathering__isnull=False) | Q(design__isnull=False, gathering=None),
                name="session_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        of = self.design if self.design is not None else self.gathering
        assert of is not None
        return f"{of.get_absolute_url()}#session-{self.pk}"


class Question(OfProgramme):
    """What is asked in a session; `texts` by language where it was translated, `text` in the working language."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.CharField(_("question"), max_length=500)
    texts = models.JSONField(_("by language"), default=dict, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()
