"""On what lawful basis an actor is in the register and is written to, and what people asked of us."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models.actor import Actor
from imbizo.actors.states import Basis, CameBy, Purpose, RequestKind, RequestState
from imbizo.programmes.models import Membership, OfProgramme

ANSWER_WITHIN = timedelta(days=30)


class Consent(OfProgramme):
    """A lawful basis for one purpose, how it was given, and when it was withdrawn or objected to."""

    actor = models.ForeignKey(
        Actor, verbose_name=_("actor"), on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    basis = models.CharField(_("lawful basis"), max_length=20, choices=Basis.choices)
    how = models.CharField(_("how it was given"), max_length=300, blank=True)
    given_on = models.DateField(_("since"), default=timezone.localdate)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    withdrawn_how = models.CharField(_("how it was withdrawn"), max_length=300, blank=True)
    batch = models.ForeignKey(
        "actors.ImportBatch",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("lawful basis")
        verbose_name_plural = _("lawful bases")
        ordering = ("-given_on", "-created_at")
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.DIRECT_MARKETING) | Q(basis=Basis.CONSENT),
                name="direct_marketing_needs_consent",
            ),
            models.UniqueConstraint(
                fields=["actor", "purpose", "basis"],
                condition=Q(withdrawn_on=None),
                name="basis_once_per_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_basis_display()}"

    @property
    def stands(self) -> bool:
        return self.withdrawn_on is None


class Objection(OfProgramme):
    """That a person objects to the use of their data: for one purpose, or for all without one (POPIA s. 11(3))."""

    actor = models.ForeignKey(
        Actor, verbose_name=_("actor"), on_delete=models.CASCADE, related_name="objections"
    )
    purpose = models.CharField(_("to what"), max_length=20, choices=Purpose.choices, blank=True)
    how = models.CharField(_("how it was said"), max_length=300, blank=True)
    made_on = models.DateField(_("since"), default=timezone.localdate)
    lifted_on = models.DateField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ("-made_on", "-created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "purpose"], condition=Q(lifted_on=None), name="objection_once_per_purpose"
            )
        ]

    def __str__(self) -> str:
        return self.get_purpose_display() if self.purpose else str(_("any use of their data"))


class SubjectRequest(OfProgramme):
    """What a person asked about their own data. It has a clock of thirty days (POPIA s. 23 to 25, PAIA s. 56).

    `actor` is empty until staff know whom it is about; until then there is only the name and number that were said.
    """

    actor = models.ForeignKey(
        Actor,
        verbose_name=_("actor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
    )
    kind = models.CharField(_("what they ask"), max_length=12, choices=RequestKind.choices)
    text = models.TextField(_("in their words"), max_length=5_000, blank=True)
    came_by = models.CharField(_("how it came"), max_length=10, choices=CameBy.choices, default=CameBy.PHONE)
    said_name = models.CharField(_("name they gave"), max_length=300, blank=True)
    said_contact = models.CharField(_("number or address they gave"), max_length=320, blank=True)
    checked_how = models.CharField(_("how we know that it is them"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    due_on = models.DateField(_("answer by"))
    handler = models.ForeignKey(
        Membership,
        verbose_name=_("who answers"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request by a person")
        verbose_name_plural = _("requests by people")
        ordering = ("due_on",)
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="request_by_due_day")]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("actors:request", args=[self.programme.slug, self.pk])

    @property
    def days_left(self) -> int:
        """Days until the answer is due, negative when it is late."""
        return (self.due_on - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        return max(0, -self.days_left)
