"""The campaign: one purpose, one audience, one text in each language; and each person of its audience."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor, ActorList
from imbizo.actors.states import Purpose
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.states import Channel
from imbizo.outreach.models.budget import BudgetLine
from imbizo.outreach.states import CampaignState, Outside, Via
from imbizo.programmes.models import Membership, OfProgramme, Shared


class Campaign(Shared):
    """A message to many, from draft to the last report. Its owner's members see whom it reached.

    The audience is those on `lists` or matching `conditions` (what the register's filter takes), less those on
    `excluded`. `estimate` is the last exact count (see `queries.preview`), with the fingerprint of what it counted.
    `prepared_to` is the last actor whose message was queued: preparing goes on from there.
    """

    name = models.CharField(_("name"), max_length=160)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    via = models.CharField(_("by"), max_length=12, choices=Via.choices, default=Via.PREFERENCE)
    # A campaign that asks something can't leave by a gateway that can't receive.
    asks = models.CharField(_("what people are asked"), max_length=300, blank=True)
    lists = models.ManyToManyField(ActorList, verbose_name=_("lists"), blank=True, related_name="+")
    excluded = models.ManyToManyField(
        ActorList, verbose_name=_("lists left out"), blank=True, related_name="+"
    )
    conditions = models.JSONField(_("filter of the register"), default=dict, blank=True)
    everybody = models.BooleanField(_("everybody in the register"), default=False)
    sms_gateway = models.ForeignKey(
        Gateway,
        verbose_name=_("SMS gateway"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    mail_gateway = models.ForeignKey(
        Gateway,
        verbose_name=_("mail gateway"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sender = models.CharField(_("sender shown on the phone"), max_length=60, blank=True)
    fallback = models.CharField(_("language for those whose own has no text"), max_length=8, default="en")
    send_at = models.DateTimeField(_("send at"), null=True, blank=True)
    use_by = models.DateTimeField(_("not after"), null=True, blank=True)
    budget_line = models.ForeignKey(
        BudgetLine,
        verbose_name=_("budget line"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    written_by = models.ForeignKey(
        Membership, verbose_name=_("written by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        Membership,
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    sent_back_because = models.CharField(_("why it was sent back"), max_length=300, blank=True)
    estimate = models.JSONField(default=dict, blank=True, editable=False)
    prepared_to = models.UUIDField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("began"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["programme", "state"], name="campaign_by_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outreach:campaign", args=[self.programme.slug, self.pk])


class Wording(OfProgramme):
    """The text of a campaign in one language. `checked_by` is the speaker who read it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    checked_by = models.CharField(_("speaker who checked it"), max_length=120, blank=True)
    checked_on = models.DateField(_("checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ("language",)
        constraints = [
            models.UniqueConstraint(fields=["campaign", "language"], name="wording_once_per_language")
        ]

    def __str__(self) -> str:
        return self.language

    def get_absolute_url(self) -> str:
        return self.campaign.get_absolute_url()


class Recipient(OfProgramme):
    """One actor of a campaign's audience: the message that went to them, or why none did."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="recipients", db_index=False
    )
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(_("by"), max_length=10, choices=Channel.choices, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="recipient"
    )
    outside = models.CharField(_("why not"), max_length=12, choices=Outside.choices, blank=True)
    # When they first answered, by whatever channel.
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # The same, as far as it may be shown: set by `queries.recipients`.
    told_at: datetime | None

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "actor"], name="recipient_once_per_campaign"),
            models.CheckConstraint(condition=Q(message=None) | Q(outside=""), name="written_to_or_left_out"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.actor}"
