"""The day: who came, on what card, and the slips that say of whom the room was made, without saying who."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.base.models import TokenLink
from imbizo.convening.models.gathering import Gathering
from imbizo.convening.models.invitations import Invitation
from imbizo.convening.rules.speaking import may_be_named
from imbizo.convening.states import AgeGroup, Consent, ItemOutcome, Named, Sex, Way
from imbizo.programmes.models import Membership, OfProgramme, Programme


class Device(OfProgramme, TokenLink):
    """A phone or laptop at the door or at a table. It holds the names of its own gathering alone, encrypted.

    The link's token is its key to the gathering; `secret` (sealed) is what its store is encrypted under, which it
    gets at opening and forgets at closing.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(_("which one"), max_length=80)
    secret = models.CharField(max_length=300, editable=False)
    opened_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    last_seen_at = models.DateTimeField(_("last heard of"), null=True, blank=True)
    waiting = models.PositiveIntegerField(_("waits on it, as it last said"), default=0)
    # Seconds by which its clock is ahead of ours, as measured at its last call.
    clock_ahead = models.IntegerField(_("its clock is ahead by"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("convening:day", args=[self.programme.slug, self.gathering_id])


class DeviceItem(OfProgramme):
    """Something that a device sent, and what became of it. The id is the device's: sent twice, it is kept once."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="device_items")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")
    kind = models.CharField(max_length=20)
    content = models.JSONField(default=dict)
    # By the device's clock, and by ours when it came in.
    written_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=ItemOutcome.choices)
    problem = models.CharField(_("why"), max_length=300, blank=True)
    settled_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("item from a device")
        verbose_name_plural = _("items from devices")
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["gathering", "outcome"], name="device_item_by_outcome")]

    def __str__(self) -> str:
        return self.kind


class Attendance(OfProgramme):
    """Somebody came. By name, by a name of their choice, or without one; never with a status.

    `code` is on their card. Money and consent stand here because they are asked at the door; sex, age and categories
    never do (`Slip`).
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    code = models.CharField(_("card"), max_length=8)
    named = models.CharField(_("came"), max_length=10, choices=Named.choices, default=Named.NAME)
    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    actor = models.ForeignKey(
        Actor, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name as given"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation as given"), max_length=200, blank=True)
    way = models.CharField(_("where"), max_length=8, choices=Way.choices, default=Way.HALL)
    language = models.CharField(_("language"), max_length=8, blank=True)
    arrived_at = models.DateTimeField(_("came"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    minutes_online = models.PositiveSmallIntegerField(_("minutes online"), null=True, blank=True)
    is_minor = models.BooleanField(_("under 18"), default=False)
    guardian = models.CharField(_("guardian"), max_length=200, blank=True)
    guardian_consent = models.CharField(
        _("guardian's consent"), max_length=8, choices=Consent.choices, default=Consent.UNASKED
    )
    consent = models.CharField(
        _("consent to keep what they say"), max_length=8, choices=Consent.choices, default=Consent.UNASKED
    )
    name_consent = models.CharField(
        _("consent to be named beside it"), max_length=8, choices=Consent.choices, default=Consent.UNASKED
    )
    photo_consent = models.CharField(
        _("consent to photos"), max_length=8, choices=Consent.choices, default=Consent.UNASKED
    )
    # Signed on paper for their own attendance, and for the money for transport.
    signed = models.BooleanField(_("signed the register"), default=False)
    transport_paid = models.DecimalField(
        _("transport paid"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    wants_word = models.BooleanField(_("wants to hear what became of it"), default=False)
    noted_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("arrived_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["gathering", "code"], name="card_once_per_gathering"),
            models.UniqueConstraint(
                fields=["gathering", "actor"], condition=~Q(actor=None), name="came_once_per_gathering"
            ),
            models.CheckConstraint(
                condition=~Q(named=Named.NAMELESS) | Q(name="", actor=None), name="nameless_has_no_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def agreed_to_be_named(self) -> bool:
        """Whether their name may stand beside their words; somebody may change their mind."""
        return may_be_named(consent=self.consent, name_consent=self.name_consent)

    def get_absolute_url(self) -> str:
        return reverse("convening:attendance", args=[self.programme.slug, self.pk])


class SlipCategory(OfProgramme):
    """A question of the programme's own on the slip: "How long have you lived here?", with its answers."""

    label = models.CharField(_("question"), max_length=160)
    choices = models.JSONField(_("answers"), default=list)
    position = models.PositiveSmallIntegerField(default=1)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("question on the slip")
        verbose_name_plural = _("questions on the slip")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("convening:slips", args=[self.programme.slug])


def rounded_now() -> datetime:
    """The hour: a slip mustn't be told apart by its minute."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


class Slip(models.Model):
    """An anonymous slip: of whom the room was made. It has no card, no device, no member and only the hour.

    `answers` are {id of a SlipCategory: answer}. An empty field was left blank, which isn't *prefer not to say*.
    """

    # Not a UUIDv7: an id that holds the time would give the order of the queue away.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="slips")
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    age_group = models.CharField(_("age"), max_length=8, choices=AgeGroup.choices, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    hour = models.DateTimeField(default=rounded_now, editable=False)

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")
        # By the random id: the order of the rows tells nothing.
        ordering = ("id",)
