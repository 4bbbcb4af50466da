"""Call lists: whom to ring, who does, and how each attempt ended."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.outreach.models.campaign import Campaign
from imbizo.outreach.states import CallState, Outcome
from imbizo.programmes.models import Membership, OfProgramme, Shared


class CallList(Shared):
    """People to ring, shared among staff; most often those of a campaign who haven't answered."""

    name = models.CharField(_("name"), max_length=160)
    what_to_say = models.TextField(_("what to say"), max_length=2_000, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("campaign"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="call_lists",
    )
    ring_until = models.DateField(_("ring until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("call list")
        verbose_name_plural = _("call lists")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outreach:call-list", args=[self.programme.slug, self.pk])


class Call(OfProgramme):
    """One person on a call list, and where ringing them stands."""

    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="calls", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=CallState.choices, default=CallState.TO_RING)
    # Who has taken it, so that two don't ring the same person at once; free again after a while.
    taken_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    tries_count = models.PositiveSmallIntegerField(_("tries"), default=0)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=["call_list", "actor"], name="call_once_per_list")]
        indexes = [models.Index(fields=["call_list", "state", "next_try_at"], name="call_to_ring")]

    def __str__(self) -> str:
        return str(self.actor)

    def get_absolute_url(self) -> str:
        return reverse("outreach:call", args=[self.programme.slug, self.pk])


class CallTry(OfProgramme):
    """One attempt: who rang, when, how it ended. What was said is an entry of the conversation."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="tries")
    by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt to ring")
        verbose_name_plural = _("attempts to ring")
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.get_outcome_display()
