"""Adoption: the way a text takes through each party's own bodies."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.agreements.models.agreement import Clause, Party
from imbizo.agreements.states import BreakKind, Outcome, StepKind, StepState
from imbizo.drafting.models import Document
from imbizo.programmes.models import Membership, OfProgramme


class AdoptionPath(OfProgramme):
    """One institution's way to adopt one text: a party's to an agreement, or anybody's to a strategy.

    `confirmed_on` is when the named official said that this is how it goes there.
    """

    party = models.OneToOneField(Party, null=True, blank=True, on_delete=models.CASCADE, related_name="path")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="adoption_paths"
    )
    institution = models.ForeignKey(
        Actor, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    official = models.ForeignKey(
        Actor,
        verbose_name=_("official who confirms it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_name = models.CharField(_("confirmed by"), max_length=160, blank=True)
    remark = models.TextField(_("remark"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("adoption path")
        verbose_name_plural = _("adoption paths")
        ordering = ("created_at",)
        constraints = [
            models.CheckConstraint(
                condition=(Q(party=None) & ~Q(document=None)) | (~Q(party=None) & Q(document=None)),
                name="path_is_of_one_text",
            ),
            models.UniqueConstraint(fields=["document", "institution"], name="document_path_once"),
        ]

    def __str__(self) -> str:
        return str(self.institution)

    def get_absolute_url(self) -> str:
        return reverse("agreements:path", args=[self.programme.slug, self.pk])


class AdoptionStep(OfProgramme):
    """One step of a path: in which body, by when handed in, done when."""

    path = models.ForeignKey(AdoptionPath, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("kind"), max_length=10, choices=StepKind.choices)
    name = models.CharField(_("step"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=9, choices=StepState.choices, default=StepState.WAITING)
    is_delegated = models.BooleanField(_("under delegation"), default=False)
    who = models.CharField(_("with whom it lies"), max_length=160, blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    # An election came after it was decided and before it was signed.
    confirm_again = models.BooleanField(_("confirm again with the new council"), default=False)
    note = models.TextField(_("what holds it up"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("step of adoption")
        verbose_name_plural = _("steps of adoption")
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return self.path.get_absolute_url()


def extract_path(resolution: "Resolution", _filename: str) -> str:
    return f"agreements/{resolution.programme_id}/resolutions/{resolution.pk}"


class Resolution(OfProgramme):
    """What a body resolved about a text of one hash, and what the minutes say."""

    step = models.ForeignKey(AdoptionStep, on_delete=models.CASCADE, related_name="resolutions")
    number = models.CharField(_("resolution number"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    extract = models.TextField(_("extract of the minutes"), max_length=10_000, blank=True)
    file = models.FileField(_("scan of the minutes"), upload_to=extract_path, blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    conditions = models.TextField(_("conditions"), max_length=4_000, blank=True)
    clauses = models.ManyToManyField(
        Clause, verbose_name=_("clauses that the conditions are about"), blank=True, related_name="+"
    )
    members = models.PositiveSmallIntegerField(_("members of the council"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("present"), null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    casting_vote = models.BooleanField(_("the chair used a casting vote"), default=False)
    needs_all_members = models.BooleanField(_("about a by-law, budget, rates or a loan"), default=False)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ("-decided_on",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.CONDITIONS) | ~Q(conditions=""), name="conditions_are_named"
            )
        ]

    def __str__(self) -> str:
        return self.number or self.get_outcome_display()

    def get_absolute_url(self) -> str:
        return self.step.path.get_absolute_url()


class BodyMeeting(OfProgramme):
    """A date on which a body of an institution meets, and the day on which its agenda closes."""

    institution = models.ForeignKey(
        Actor, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    body = models.CharField(_("body"), max_length=10, choices=StepKind.choices, default=StepKind.COUNCIL)
    held_on = models.DateField(_("meets on"))
    agenda_closes_on = models.DateField(_("agenda closes on"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("meeting of a council or committee")
        verbose_name_plural = _("meetings of councils and committees")
        ordering = ("held_on",)
        constraints = [
            models.UniqueConstraint(fields=["institution", "body", "held_on"], name="body_meets_once_a_day"),
            models.CheckConstraint(
                condition=Q(agenda_closes_on__lte=models.F("held_on")), name="agenda_closes_before_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.get_body_display()}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:body-meetings", args=[self.programme.slug])


class CouncilBreak(OfProgramme):
    """Days on which an institution decides nothing: a recess, or an election after which another council sits."""

    institution = models.ForeignKey(
        Actor,
        verbose_name=_("institution; none for all"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=8, choices=BreakKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        verbose_name = _("recess or election")
        verbose_name_plural = _("recesses and elections")
        ordering = ("starts_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=models.F("ends_on")), name="break_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("agreements:body-meetings", args=[self.programme.slug])
