"""Invitations: one person asked to one gathering, each answer they gave, and what is written to them."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import PLACED, AnswerOutcome, AnswerWay, InvitationState, NoticeKind, Said
from imbizo.messaging.models import Inbound, Message
from imbizo.programmes.models import Membership, OfProgramme


class Invitation(OfProgramme):
    """One person and one gathering, from the list to the chair.

    `place_number` is held by those who accepted, were offered a place or came: numbered from 1, so that capacity is
    never passed. `told_sequence` is the gathering's sequence in the last message that told its time and place;
    `told` the facts that it held. `proposed_by` is who nominated them.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="invitations")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.READY
    )
    is_required = models.BooleanField(_("must be there"), default=False)
    is_open_place = models.BooleanField(_("came forward for an open place"), default=False)
    proposed_by = models.ForeignKey(
        Actor,
        verbose_name=_("proposed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    substitute_for = models.OneToOneField(
        "self",
        verbose_name=_("comes instead of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitute",
    )
    place_number = models.PositiveIntegerField(_("place"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    offer_until = models.DateTimeField(_("offer holds until"), null=True, blank=True)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_via = models.CharField(_("answered by"), max_length=10, choices=AnswerWay.choices, blank=True)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    told_sequence = models.PositiveIntegerField(null=True, blank=True)
    told = models.JSONField(default=dict, blank=True, editable=False)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)
    # Needs. Empty text is "nothing said"; they are asked of those who come.
    interpreter = models.CharField(_("interpreter for"), max_length=8, blank=True)
    children = models.PositiveSmallIntegerField(_("children to look after"), null=True, blank=True)
    needs_transport = models.BooleanField(_("needs transport"), null=True, blank=True)
    transport_from = models.CharField(_("transport from"), max_length=160, blank=True)
    diet = models.CharField(_("food"), max_length=200, blank=True)
    access = models.CharField(_("access"), max_length=300, blank=True)
    data_voucher = models.CharField(_("data voucher"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("actor__sort_name",)
        indexes = [
            models.Index(fields=["gathering", "state"], name="invitation_by_state"),
            models.Index(fields=["gathering", "waiting_since"], name="invitation_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "actor"], name="invited_once"),
            models.UniqueConstraint(fields=["gathering", "place_number"], name="place_given_once"),
            models.CheckConstraint(
                condition=Q(place_number=None) | Q(place_number__gte=1, state__in=PLACED),
                name="place_held_by_those_who_come",
            ),
        ]

    def __str__(self) -> str:
        return str(self.actor)

    def get_absolute_url(self) -> str:
        return reverse("convening:invitation", args=[self.programme.slug, self.pk])


class Answer(OfProgramme):
    """One answer to an invitation, in the words in which it came, and what became of it. None is ever lost."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="answers")
    said = models.CharField(_("answer"), max_length=10, choices=Said.choices, blank=True)
    words = models.TextField(_("in their words"), max_length=2_000, blank=True)
    # Who comes instead, as far as it was said.
    instead_name = models.CharField(_("who comes instead"), max_length=160, blank=True)
    instead_number = models.CharField(_("their number"), max_length=40, blank=True)
    via = models.CharField(_("by"), max_length=10, choices=AnswerWay.choices)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=AnswerOutcome.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        Membership,
        verbose_name=_("noted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    inbound = models.OneToOneField(
        Inbound, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("answer to an invitation")
        verbose_name_plural = _("answers to invitations")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return str(self.get_said_display() or self.get_outcome_display())


class NoticeWording(OfProgramme):
    """What is written to the invited of a gathering, by kind and language. The programme's own where it has none."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="wordings")
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind.choices)
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=4_000)
    letter = models.TextField(_("letter"), max_length=10_000, blank=True)
    checked_by = models.CharField(_("speaker who checked it"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("wording to the invited")
        verbose_name_plural = _("wordings to the invited")
        ordering = ("kind", "language")
        constraints = [models.UniqueConstraint(fields=["gathering", "kind", "language"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    def get_absolute_url(self) -> str:
        return reverse("convening:invitations", args=[self.programme.slug, self.gathering_id])


class NoticeRun(OfProgramme):
    """One sending to the invited of a gathering: what kind, to how many, by whom. Goes on where it was broken off."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(_("kind"), max_length=10, choices=NoticeKind.choices)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    # Their invitations' ids, in order, fixed when it began; `done` of them have been written to.
    to = models.JSONField(default=list, editable=False)
    done = models.PositiveIntegerField(default=0)
    note = models.CharField(_("what it said"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("sending to the invited")
        verbose_name_plural = _("sendings to the invited")
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("convening:invitations", args=[self.programme.slug, self.gathering_id])


class OpenQuestion(OfProgramme):
    """What the system asked a number last, because an answer could mean several things: the choices, in order.

    Each choice is {"kind": "invitation" | "poll", "id": ..., "said": what they had answered}.
    """

    address = models.CharField(max_length=320)
    choices = models.JSONField(default=list)
    asked_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("open question to a number")
        verbose_name_plural = _("open questions to numbers")
        constraints = [models.UniqueConstraint(fields=["programme", "address"], name="open_question_once")]
