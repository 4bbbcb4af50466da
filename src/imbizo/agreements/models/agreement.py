"""The agreement: its parties, its clauses, and the rule by which it takes effect."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.agreements.states import AgreementKind, AgreementState, ClauseKind, EffectRule, PartyRole
from imbizo.convening.models import Gathering
from imbizo.drafting.models import Document, Publication, Section
from imbizo.programmes.models import OfProgramme, Shared


class Agreement(Shared):
    """An agreement between institutions. Its words are a document of `drafting`; its clauses are sections with consent.

    `text` is the published version that is adopted and signed. `code` opens its public page, where it is public.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="agreement")
    strategy = models.ForeignKey(
        Document,
        verbose_name=_("made from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=8, choices=AgreementKind.choices, default=AgreementKind.MOU)
    state = models.CharField(
        _("state"), max_length=9, choices=AgreementState.choices, default=AgreementState.DRAFTING
    )
    text = models.ForeignKey(
        Publication,
        verbose_name=_("final text"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    final_workshop = models.ForeignKey(
        Gathering,
        verbose_name=_("final workshop"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    effect_rule = models.CharField(
        _("takes effect"), max_length=4, choices=EffectRule.choices, default=EffectRule.ALL
    )
    effect_needed = models.PositiveSmallIntegerField(_("parties needed"), null=True, blank=True)
    took_effect_on = models.DateField(_("in effect since"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed by"), null=True, blank=True)
    is_public = models.BooleanField(_("anyone may read it"), default=False)
    code = models.CharField(max_length=16, unique=True, editable=False)
    # The items of the checklist for a protocol between spheres of government: {key: {"done": bool, "note": str}}.
    checklist = models.JSONField(default=dict, blank=True)
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(effect_rule=EffectRule.ALL) | ~Q(effect_needed=None),
                name="effect_rule_has_number",
            )
        ]

    def __str__(self) -> str:
        return self.document.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement", args=[self.programme.slug, self.pk])


class Party(OfProgramme):
    """An institution in an agreement. One voice each; observers have none.

    `official` is the person who speaks for it and confirms its path; they need no account.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    institution = models.ForeignKey(
        Actor, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=8, choices=PartyRole.choices, default=PartyRole.PARTY)
    official = models.ForeignKey(
        Actor,
        verbose_name=_("official who speaks for it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signatures_needed = models.PositiveSmallIntegerField(_("signatures needed"), default=1)
    position = models.PositiveSmallIntegerField(default=1)
    withdrew_on = models.DateField(_("withdrew on"), null=True, blank=True)
    withdrew_because = models.CharField(_("why it withdrew"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("position", "created_at")
        constraints = [models.UniqueConstraint(fields=["agreement", "institution"], name="party_once")]

    def __str__(self) -> str:
        return str(self.institution)

    def get_absolute_url(self) -> str:
        return reverse("agreements:party", args=[self.programme.slug, self.pk])


class Clause(OfProgramme):
    """A section of an agreement's document, with consent. Its number and words are the section's."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    section = models.OneToOneField(Section, on_delete=models.PROTECT, related_name="clause")
    kind = models.CharField(_("kind"), max_length=10, choices=ClauseKind.choices, default=ClauseKind.OTHER)
    # A council's condition opened it again, for all parties.
    is_reopened = models.BooleanField(_("opened again"), default=False)
    reopened_because = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ("section__position",)

    def __str__(self) -> str:
        return self.section.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:clause", args=[self.programme.slug, self.pk])
