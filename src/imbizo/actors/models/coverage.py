"""Who should be in the register, and who was asked to find them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models.actor import Actor
from imbizo.actors.states import AssignmentState, Kind, Sphere
from imbizo.places.models import Place
from imbizo.programmes.models import Membership, OfProgramme


class Expectation(OfProgramme):
    """An actor whom the programme needs, in each municipality or once: 'Municipal manager', 'a migrant-led body'."""

    sphere = models.CharField(_("sphere"), max_length=12, choices=Sphere.choices)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    who = models.CharField(_("who"), max_length=200)
    why = models.CharField(_("why"), max_length=300, blank=True)
    per_municipality = models.BooleanField(_("in each municipality"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("expected actor")
        verbose_name_plural = _("expected actors")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.who


class Assignment(OfProgramme):
    """A member is asked to find who is missing from one cell of the coverage view."""

    sphere = models.CharField(_("sphere"), max_length=12, choices=Sphere.choices)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    place = models.ForeignKey(
        Place,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    who = models.CharField(_("whom to find"), max_length=200, blank=True)
    assignee = models.ForeignKey(
        Membership, verbose_name=_("who looks"), on_delete=models.PROTECT, related_name="assignments"
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AssignmentState.choices, default=AssignmentState.OPEN
    )
    found = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("search for an actor")
        verbose_name_plural = _("searches for actors")
        ordering = ("due_on", "created_at")

    def __str__(self) -> str:
        return self.who or self.get_kind_display()

    @property
    def is_late(self) -> bool:
        return self.state == AssignmentState.OPEN and bool(self.due_on and self.due_on < timezone.localdate())
