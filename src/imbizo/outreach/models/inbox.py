"""The inbox by person: conversations, what came into them, and answers that are ready to send."""

from textwrap import shorten

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.messaging.models import Inbound
from imbizo.messaging.states import Channel
from imbizo.outreach.models.campaign import Campaign
from imbizo.outreach.states import ConversationState, EntryKind
from imbizo.programmes.models import Membership, OfProgramme, Shared


class Conversation(Shared):
    """All that one person and a partner said to each other; of an address while nobody knows whose it is.

    *Protected* by one press of anyone: from then on only protection officers see that it exists, and each reading is
    logged. `asked` is the last campaign whose question they may be answering.
    """

    actor = models.ForeignKey(
        Actor, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("number or address"), max_length=320)
    state = models.CharField(
        _("state"), max_length=8, choices=ConversationState.choices, default=ConversationState.OPEN
    )
    assignee = models.ForeignKey(
        Membership,
        verbose_name=_("who answers"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_unread = models.BooleanField(_("unread"), default=True)
    # What the system asked them last, where it asks by itself: "who" (a shared number) or "which" (two questions).
    asking = models.CharField(max_length=6, blank=True)
    options = models.JSONField(default=list, blank=True, editable=False)  # the ids that it offered, in order
    # They asked to be rung; the number is empty where it is the one that they wrote from.
    asks_ring = models.BooleanField(_("asks to be rung"), default=False)
    ring_number = models.CharField(_("number to ring"), max_length=40, blank=True)
    automatic_count = models.PositiveSmallIntegerField(default=0)  # automatic replies in a row
    last_at = models.DateTimeField(_("last word"), default=timezone.now)
    is_protected = models.BooleanField(_("protected"), default=False)
    protected_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    protected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ("-last_at",)
        indexes = [
            models.Index(fields=["programme", "state", "-last_at"], name="conversation_in_order"),
            models.Index(fields=["programme", "address"], name="conversation_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "actor"], condition=~Q(actor=None), name="conversation_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["owner", "address"], condition=Q(actor=None), name="conversation_once_per_address"
            ),
        ]

    def __str__(self) -> str:
        return str(self.actor) if self.actor else self.address

    def get_absolute_url(self) -> str:
        return reverse("outreach:conversation", args=[self.programme.slug, self.pk])


class Entry(OfProgramme):
    """What a person said, by whatever channel, and notes of members about it.

    Messages that came in keep their text in `inbound`; what was said on the telephone is in `text`, noted by `by`.
    `campaign` is what it answers.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    inbound = models.OneToOneField(
        Inbound, null=True, blank=True, on_delete=models.PROTECT, related_name="entry"
    )
    text = models.TextField(_("what was said"), max_length=10_000, blank=True)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    by = models.ForeignKey(
        Membership,
        verbose_name=_("noted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("entry of a conversation")
        verbose_name_plural = _("entries of conversations")
        ordering = ("at", "id")
        indexes = [models.Index(fields=["campaign", "at"], name="answers_of_a_campaign")]

    def __str__(self) -> str:
        return shorten(self.words, 60, placeholder="…") or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return self.conversation.get_absolute_url()

    @property
    def words(self) -> str:
        """What was said, wherever it is kept."""
        return self.inbound.text if self.inbound else self.text


class CannedAnswer(OfProgramme):
    """An answer that is ready in several languages: {"en": "…", "xh": "…"}."""

    title = models.CharField(_("title"), max_length=120)
    texts = models.JSONField(_("texts by language"), default=dict)

    class Meta:
        verbose_name = _("ready answer")
        verbose_name_plural = _("ready answers")
        ordering = ("title",)
        constraints = [models.UniqueConstraint(fields=["programme", "title"], name="canned_answer_once")]

    def __str__(self) -> str:
        return self.title
