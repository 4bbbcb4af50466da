"""The gathering: a day on which people come together, alone or in a round of several."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor, ActorList
from imbizo.convening.models.design import Design
from imbizo.convening.states import DayKind, GatheringKind, GatheringState, Way
from imbizo.places.models import Place
from imbizo.programmes.models import Membership, OfProgramme, Shared


class Round(Shared):
    """Several gatherings planned in one go: the same design in each municipality."""

    name = models.CharField(_("name"), max_length=160)
    design = models.ForeignKey(
        Design, verbose_name=_("design"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:round", args=[self.programme.slug, self.pk])


class Gathering(Shared):
    """A workshop, meeting, dialogue or training. `starts_at` and `ends_at` are empty until a date is agreed.

    `sequence` counts the changes of time and place, for calendars (RFC 5545). `code` is what phones in the hall use
    to find it. Whoever sees it sees its day, place and agenda; names are for its owner alone.
    """

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"), max_length=10, choices=GatheringKind.choices, default=GatheringKind.WORKSHOP
    )
    way = models.CharField(_("where people meet"), max_length=8, choices=Way.choices, default=Way.HALL)
    state = models.CharField(
        _("state"), max_length=10, choices=GatheringState.choices, default=GatheringState.PLANNED
    )
    purpose = models.TextField(_("what it is for"), max_length=4_000, blank=True)
    round = models.ForeignKey(
        Round,
        verbose_name=_("round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gatherings",
    )
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    # The host institution, and when it agreed to the date.
    host = models.ForeignKey(
        Actor, verbose_name=_("host"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    date_agreed_on = models.DateField(_("date agreed on"), null=True, blank=True)
    date_agreed_with = models.CharField(_("date agreed with"), max_length=200, blank=True)
    # Who is invited: the people on this list become invitations.
    invited = models.ForeignKey(
        ActorList,
        verbose_name=_("list of people"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    # Whoever answers yes too late waits for a place; otherwise they are told that answers are closed.
    late_answers = models.BooleanField(_("late answers go on the waiting list"), default=True)
    # So many days before the deadline those who haven't answered are reminded; none without a number.
    remind_days = models.PositiveSmallIntegerField(
        _("days before the deadline to remind"), null=True, blank=True, default=3
    )
    venue_told_on = models.DateField(_("venue told on"), null=True, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    joining_link = models.URLField(_("link to join"), max_length=500, blank=True)
    phone_in = models.CharField(_("number to phone in"), max_length=200, blank=True)
    data_vouchers = models.CharField(_("data vouchers"), max_length=300, blank=True)
    transport_amount = models.DecimalField(
        _("paid for transport, each"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    contact = models.ForeignKey(
        Membership,
        verbose_name=_("who leads it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    untold_because = models.CharField(
        _("why the public was invited before all were told"), max_length=500, blank=True
    )
    untold_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    called_off_because = models.CharField(_("why it was called off"), max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    code = models.CharField(_("code"), max_length=8, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ("starts_at", "name")
        indexes = [models.Index(fields=["programme", "starts_at"], name="gathering_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="gathering_code_once"),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="gathering_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:gathering", args=[self.programme.slug, self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in {GatheringState.HELD, GatheringState.CALLED_OFF}

    @property
    def uid(self) -> str:
        """Its lasting id in calendars."""
        return f"{self.pk}@imbizo"


class CalendarDay(OfProgramme):
    """A day or days that a programme plans around: a council sits, schools are closed, a community celebrates."""

    kind = models.CharField(_("kind"), max_length=10, choices=DayKind.choices)
    name = models.CharField(_("name"), max_length=160)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    place = models.ForeignKey(
        Place, verbose_name=_("where"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The UID in the calendar that it was read from: reading the same file again changes it.
    uid = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("day in the calendar")
        verbose_name_plural = _("days in the calendar")
        ordering = ("first", "name")
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="calendar_day_in_order"),
            models.UniqueConstraint(
                fields=["programme", "uid", "first"], condition=~Q(uid=""), name="calendar_day_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:calendar", args=[self.programme.slug]) + f"?month={self.first:%Y-%m}"


class Helper(OfProgramme):
    """A member or other person who works at a gathering: leads, notes down, interprets. They can't be in two places."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="helpers")
    member = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("member"),
    )
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("what they do"), max_length=120, default="")

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        ordering = ("created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(member=None, actor__isnull=False) | Q(member__isnull=False, actor=None),
                name="helper_is_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.member.user if self.member else self.actor)

    def get_absolute_url(self) -> str:
        return self.gathering.get_absolute_url()
