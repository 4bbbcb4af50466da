"""Halls and their bookings. A booking takes a row for each quarter of an hour, so that no hall is given twice."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import AnswerWay, BookingState, DepositState, Neutrality
from imbizo.places.models import Place
from imbizo.programmes.models import OfProgramme, Shared


class Venue(Shared):
    """A hall, and what one must know before choosing it."""

    name = models.CharField(_("name"), max_length=160)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    # Each may be unknown, which isn't a no.
    step_free = models.BooleanField(_("step-free"), null=True, blank=True)
    accessible_toilet = models.BooleanField(_("accessible toilet"), null=True, blank=True)
    public_transport = models.BooleanField(_("taxi or bus nearby"), null=True, blank=True)
    backup_power = models.BooleanField(_("power in load-shedding"), null=True, blank=True)
    access = models.TextField(_("access, and how to get there"), max_length=2_000, blank=True)
    cost = models.DecimalField(_("cost for a day"), max_digits=10, decimal_places=2, null=True, blank=True)
    deposit = models.DecimalField(_("deposit"), max_digits=10, decimal_places=2, null=True, blank=True)
    needs_form = models.BooleanField(_("asks for an application form"), default=False)
    caretaker = models.CharField(_("caretaker"), max_length=160, blank=True)
    caretaker_number = models.CharField(_("caretaker's number"), max_length=40, blank=True)
    caretaker_email = models.EmailField(_("caretaker's e-mail"), blank=True)
    neutrality = models.CharField(
        _("neutrality"), max_length=8, choices=Neutrality.choices, default=Neutrality.UNKNOWN
    )
    neutrality_note = models.CharField(_("who won't come here, and why"), max_length=300, blank=True)
    setup_minutes = models.PositiveSmallIntegerField(_("minutes to set up"), default=60)
    cleanup_minutes = models.PositiveSmallIntegerField(_("minutes to clean up"), default=30)
    retired_at = models.DateTimeField(_("no longer used"), null=True, blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:venue", args=[self.programme.slug, self.pk])


class Booking(OfProgramme):
    """A hall asked for, held, given back or lost. `starts_at` to `ends_at` is the gathering; set-up lies before."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="bookings")
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    what_for = models.CharField(_("what for"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    setup_minutes = models.PositiveSmallIntegerField(_("minutes to set up"), default=0)
    cleanup_minutes = models.PositiveSmallIntegerField(_("minutes to clean up"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=BookingState.choices, default=BookingState.ASKED
    )
    cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    form_sent_on = models.DateField(_("application form sent"), null=True, blank=True)
    form_accepted_on = models.DateField(_("application form accepted"), null=True, blank=True)
    deposit = models.DecimalField(_("deposit"), max_digits=10, decimal_places=2, null=True, blank=True)
    deposit_state = models.CharField(
        _("deposit is"), max_length=8, choices=DepositState.choices, default=DepositState.NONE
    )
    deposit_due_on = models.DateField(_("deposit due"), null=True, blank=True)
    # The day on which it came into its state; the earlier ones stand in the audit trail.
    deposit_on = models.DateField(_("deposit paid, returned or kept on"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_via = models.CharField(_("confirmed by"), max_length=10, choices=AnswerWay.choices, blank=True)
    confirmed_who = models.CharField(_("who confirmed"), max_length=160, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)
    note = models.TextField(_("note"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ("starts_at",)
        indexes = [models.Index(fields=["venue", "starts_at"], name="booking_by_venue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.venue}: {self.gathering or self.what_for}"

    def get_absolute_url(self) -> str:
        return reverse("convening:booking", args=[self.programme.slug, self.pk])


class BookingSlot(models.Model):
    """A quarter of an hour (counted from 1970, UTC) in which a booking holds a hall."""

    id = models.BigAutoField(primary_key=True)
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="+", db_index=False)
    quarter = models.PositiveIntegerField()
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="slots")

    class Meta:
        verbose_name = _("quarter of an hour")
        verbose_name_plural = _("quarters of an hour")
        constraints = [models.UniqueConstraint(fields=["venue", "quarter"], name="hall_given_once")]
