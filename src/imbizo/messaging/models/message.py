"""The outbox: each message, the parts it was handed over in, and reports that came before their part."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import Record
from imbizo.messaging.models.gateway import Gateway
from imbizo.messaging.states import Channel, MessageState, Priority, Purpose, Reason
from imbizo.programmes.models import Partner, Programme
from imbizo.thread.models import KIND_LENGTH


class Message(Record):
    """One message to one address: a state machine whose row is the truth.

    `source` is the record that asked for it (a campaign, a conversation, an invitation), `recipient_id` whom that
    record means (an actor): both are opaque here. `text` is what leaves, personalised. Sign-in mail has no programme,
    and its text is emptied once it has left. `cost` is that of all parts, None where the gateway states no price.
    """

    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    gateway = models.ForeignKey(
        Gateway, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("to"), max_length=320)
    sender = models.CharField(_("from"), max_length=120, blank=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    priority = models.PositiveSmallIntegerField(default=Priority.SINGLE)
    language = models.CharField(_("language"), max_length=8, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    # What a mail carries for calendars (iCalendar, its METHOD inside); empty for most.
    calendar = models.TextField(_("calendar part"), blank=True)
    # Says nothing of who writes or why: the only kind that goes where others may read it.
    is_neutral = models.BooleanField(_("neutral"), default=False)
    source_kind = models.CharField(max_length=KIND_LENGTH, blank=True)
    source_id = models.UUIDField(null=True, blank=True)
    recipient_id = models.UUIDField(null=True, blank=True)
    encoding = models.CharField(max_length=5, blank=True)  # a value of `calc.sms.Encoding`; empty for mail
    parts_count = models.PositiveSmallIntegerField(_("parts"), default=1)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=4, null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState.choices, default=MessageState.WAITING
    )
    reason = models.CharField(_("why"), max_length=16, choices=Reason.choices, blank=True)
    detail = models.CharField(_("what the gateway said"), max_length=200, blank=True)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    use_by = models.DateTimeField(_("use by"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    settled_at = models.DateTimeField(_("delivered or failed"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-id",)
        indexes = [
            models.Index(
                fields=["gateway", "-priority", "id"],
                condition=Q(state=MessageState.WAITING),
                name="message_to_claim",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state=MessageState.SUBMITTING),
                name="message_under_lease",
            ),
            models.Index(fields=["source_id", "state"], name="message_by_source"),
            models.Index(fields=["address", "channel", "id"], name="message_by_address"),
            models.Index(fields=["recipient_id", "id"], name="message_by_recipient"),
            models.Index(fields=["programme", "sent_at"], name="message_by_day_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("messaging:message", args=[self.programme.slug, self.pk]) if self.programme else ""

    @property
    def is_held(self) -> bool:
        """Waiting for its hour, not for the gateway."""
        return self.state == MessageState.WAITING and self.not_before > timezone.now()

    @property
    def cost_or_zero(self) -> Decimal:
        return self.cost or Decimal(0)


class Part(models.Model):
    """A part of a message that a gateway took, under the gateway's own reference."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="parts")
    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField(default=1)
    ref = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=10)  # a value of `calc.receipts.Standing`
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["gateway", "ref"], name="part_by_reference")]
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.standing}"


class Report(models.Model):
    """A delivery report that no part is known for: it came before the gateway's answer, or isn't ours."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+", db_index=False)
    ref = models.CharField(max_length=200)
    standing = models.CharField(max_length=10)
    error = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["gateway", "ref"], name="stray_report_by_reference")]

    def __str__(self) -> str:
        return f"{self.ref} {self.standing}"
