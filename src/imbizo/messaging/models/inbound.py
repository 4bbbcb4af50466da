"""What came in: whole messages, and the parts of those that aren't whole yet."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import Record
from imbizo.messaging.models.gateway import Gateway
from imbizo.messaging.models.message import Message
from imbizo.messaging.states import Channel, InboundKind, InboundState
from imbizo.programmes.models import Programme


class Inbound(Record):
    """A message that somebody sent to one of the gateways.

    `answers` is the last message that went from that gateway to that address before it; its programme is the
    inbound's. Where the address was never written to, the programme is the one that set the gateway up.
    """

    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answers = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="answered_by"
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("from"), max_length=320)
    to = models.CharField(_("to"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    # What a mail program answered for a calendar (iCalendar), as it came.
    calendar = models.TextField(_("calendar part"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=InboundKind.choices, default=InboundKind.TEXT)
    state = models.CharField(max_length=8, choices=InboundState.choices, default=InboundState.NEW)
    # The gateway's own id of it: the same one twice is a repeat.
    ref = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    # How often handing it on has failed.
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("incoming message")
        verbose_name_plural = _("incoming messages")
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["id"], condition=Q(state=InboundState.NEW), name="inbound_to_route"),
            models.Index(fields=["address", "id"], name="inbound_by_address"),
            models.Index(fields=["programme", "id"], name="inbound_by_programme"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "ref"], condition=~Q(ref=""), name="inbound_once_per_reference"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class InboundPart(models.Model):
    """A part of an incoming SMS that waits for the others."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+", db_index=False)
    address = models.CharField(max_length=320)
    to = models.CharField(max_length=320, blank=True)
    reference = models.PositiveIntegerField()
    total = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "address", "to", "reference", "total", "number"], name="inbound_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"
