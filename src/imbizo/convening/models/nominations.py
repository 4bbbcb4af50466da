"""Institutions nominate; open places are drawn."""

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.convening.models.gathering import Gathering
from imbizo.convening.models.invitations import Invitation
from imbizo.convening.states import NominationState, SelectionState
from imbizo.programmes.models import Membership, OfProgramme


class Nomination(OfProgramme):
    """An institution is asked to name people: how many, by when, with what mandate, and with alternates."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="nominations")
    institution = models.ForeignKey(
        Actor, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    seats = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    alternates = models.PositiveSmallIntegerField(_("alternates"), default=0)
    mandate = models.TextField(_("with what mandate"), max_length=2_000, blank=True)
    due_at = models.DateTimeField(_("by when"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=NominationState.choices, default=NominationState.ASKED
    )
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ("institution__sort_name",)
        constraints = [
            models.UniqueConstraint(fields=["gathering", "institution"], name="nominates_once_per_gathering")
        ]

    def __str__(self) -> str:
        return str(self.institution)

    def get_absolute_url(self) -> str:
        return reverse("convening:nomination", args=[self.programme.slug, self.pk])


class Nominee(OfProgramme):
    """Somebody whom an institution named; `invitation` once they were taken onto the list."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="nominees")
    name = models.CharField(_("name"), max_length=300)
    position = models.CharField(_("position"), max_length=200, blank=True)
    phone = models.CharField(_("number"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    mandate = models.CharField(_("mandate"), max_length=300, blank=True)
    is_alternate = models.BooleanField(_("alternate"), default=False)
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(
        Invitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="nominees"
    )
    refused_because = models.CharField(_("why not taken"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nominee")
        verbose_name_plural = _("nominees")
        ordering = ("is_alternate", "created_at")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.nomination.get_absolute_url()


class Selection(OfProgramme):
    """A draw for the open places of a gathering. The same seed and people give the same result.

    `criteria` names what people are asked: [{"key": "gender", "label": "...", "values": ["woman", ...]}].
    `result` keeps what was drawn and why, as `calc.selection` explains it.
    """

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="selection")
    places = models.PositiveSmallIntegerField(_("open places"), validators=[MinValueValidator(1)])
    criteria = models.JSONField(_("what people are asked"), default=list, blank=True)
    call = models.TextField(_("what the public page says"), max_length=2_000, blank=True)
    apply_by = models.DateTimeField(_("apply by"), null=True, blank=True)
    seed = models.CharField(_("seed of the draw"), max_length=60, blank=True)
    # Whether the next reserve is offered the place of whoever doesn't come, without anybody pressing for it.
    moves_up = models.BooleanField(_("reserves move up by themselves"), default=True)
    state = models.CharField(
        _("state"), max_length=8, choices=SelectionState.choices, default=SelectionState.OPEN
    )
    drawn_at = models.DateTimeField(_("drawn"), null=True, blank=True)
    drawn_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")

    def __str__(self) -> str:
        return str(self.gathering)

    def get_absolute_url(self) -> str:
        return reverse("convening:selection", args=[self.programme.slug, self.gathering_id])


class Quota(OfProgramme):
    """At least (and at most) so many of the chosen are like this: {"sector": ["farm workers"], "place": ["WC022"]}."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="quotas")
    label = models.CharField(_("quota"), max_length=160)
    conditions = models.JSONField(_("who counts"), default=dict)
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0)
    maximum = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return self.selection.get_absolute_url()


class Candidate(OfProgramme):
    """Somebody who came forward for an open place, with what they said of themselves.

    `rank` orders the chosen and then the reserves; `reason` explains in words that can be shown to the person.
    """

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="candidates")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    attributes = models.JSONField(_("what they said of themselves"), default=dict)
    is_required = models.BooleanField(_("must be there"), default=False)
    excluded_because = models.CharField(_("why not considered"), max_length=300, blank=True)
    is_chosen = models.BooleanField(_("chosen"), null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    reason = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ("rank", "created_at")
        constraints = [models.UniqueConstraint(fields=["selection", "actor"], name="candidate_once")]

    def __str__(self) -> str:
        return str(self.actor)

    def get_absolute_url(self) -> str:
        return self.selection.get_absolute_url()
