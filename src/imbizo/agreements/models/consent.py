"""What parties said of the text: at the meeting, or in rounds."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.models.agreement import Agreement, Clause, Party
from imbizo.agreements.states import Came, Capacity, RoundState, Stance
from imbizo.convening.models import Gathering
from imbizo.drafting.models import Publication
from imbizo.programmes.models import Membership, OfProgramme


class MeetingRecord(OfProgramme):
    """The plain case: parties agreed on a text in a room, *subject to council*."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="meeting_records")
    gathering = models.ForeignKey(
        Gathering,
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.ForeignKey(
        Publication, verbose_name=_("text agreed on"), on_delete=models.PROTECT, related_name="+"
    )
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate)
    capacity = models.CharField(
        _("in what capacity"), max_length=8, choices=Capacity.choices, default=Capacity.SUBJECT
    )
    parties = models.ManyToManyField(Party, verbose_name=_("parties that agreed"), related_name="+")
    words = models.TextField(_("how the minutes put it"), max_length=2_000, blank=True)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("agreed at a meeting")
        verbose_name_plural = _("agreed at meetings")
        ordering = ("-agreed_on",)

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return self.agreement.get_absolute_url()


class ConsentRound(OfProgramme):
    """One asking of all parties, by rules that are chosen before it opens. It closes by the clock as it is read.

    A quorum is `quorum_percent` of the parties, or `quorum_count` of them. `versions` is {clause id: version of its
    section} as the round opened.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    text = models.ForeignKey(Publication, verbose_name=_("text"), on_delete=models.PROTECT, related_name="+")
    message = models.TextField(_("what we ask"), max_length=2_000, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    deadline = models.DateTimeField(_("closes"))
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum in percent"), null=True, blank=True, default=60
    )
    quorum_count = models.PositiveSmallIntegerField(_("quorum in parties"), null=True, blank=True)
    silence_consents = models.BooleanField(_("silence counts as consent"), default=False)
    is_hidden = models.BooleanField(_("positions stay hidden until it closes"), default=True)
    state = models.CharField(_("state"), max_length=9, choices=RoundState.choices, default=RoundState.OPEN)
    versions = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=300, blank=True)
    closed_early_because = models.CharField(max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consent round")
        verbose_name_plural = _("consent rounds")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="consent_round_once"),
            models.CheckConstraint(
                condition=(Q(quorum_percent=None) & ~Q(quorum_count=None))
                | (~Q(quorum_percent=None) & Q(quorum_count=None)),
                name="one_kind_of_quorum",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Round %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("agreements:round", args=[self.programme.slug, self.pk])


class Position(OfProgramme):
    """What one party said of one clause, or of the whole (`clause` None), at one version of its words.

    Kept as it was said: a later one of the same party on the same clause takes its place by `said_at`.
    """

    round = models.ForeignKey(ConsentRound, on_delete=models.CASCADE, related_name="positions")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="positions")
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="positions"
    )
    version = models.PositiveIntegerField()
    stance = models.CharField(_("position"), max_length=11, choices=Stance.choices)
    capacity = models.CharField(
        _("capacity"), max_length=8, choices=Capacity.choices, default=Capacity.SUBJECT
    )
    resolution_number = models.CharField(_("resolution number"), max_length=60, blank=True)
    reason = models.TextField(_("reason or reservation"), max_length=4_000, blank=True)
    via = models.CharField(_("came"), max_length=8, choices=Came.choices, default=Came.PAGE)
    said_by = models.CharField(_("said by"), max_length=160, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    # The member who entered it for them; None where they gave it on their own page.
    entered_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ("said_at", "id")
        indexes = [models.Index(fields=["round", "party", "said_at"], name="position_by_party")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stance__in=[Stance.OBJECT, Stance.BLOCK, Stance.RESERVATION]) | ~Q(reason=""),
                name="objection_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(capacity=Capacity.MANDATED) | ~Q(resolution_number=""),
                name="mandate_names_its_resolution",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_stance_display()}"

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()
