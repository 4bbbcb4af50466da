"""The programme, its partners and members, its process, and the abstract model of every shared record."""

from datetime import date
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import Record, TokenLink
from imbizo.programmes.rules import ROLES, permissions_of
from imbizo.programmes.states import AfterEnd, CountedFrom, Permission, RetentionThen, Sharing, StepState


class Programme(Record):
    """The workspace: rival organisations that work on one process."""

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    template = models.CharField(_("process"), max_length=60)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Africa/Johannesburg")
    region = models.CharField(_("country of numbers"), max_length=2, default="ZA")
    currency = models.CharField(_("currency"), max_length=3, default="ZAR")
    languages = models.JSONField(_("languages"), default=list)
    responsible_party = models.CharField(_("responsible party"), max_length=200, blank=True)
    information_officer = models.CharField(_("information officer"), max_length=200, blank=True)
    contact_number = models.CharField(_("number to check who is asking"), max_length=40, blank=True)
    after_end = models.CharField(
        _("at the end, the data is"), max_length=20, choices=AfterEnd.choices, default=AfterEnd.ANONYMISE
    )
    is_demo = models.BooleanField(_("practice"), default=False)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:journey", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class OfProgramme(Record):
    """A record of one programme, seen by all its members who have the permission."""

    programme = models.ForeignKey(Programme, verbose_name=_("programme"), on_delete=models.PROTECT)

    class Meta:
        abstract = True


class Partner(OfProgramme):
    """A member organisation: it owns what it brings, and chooses what it shares."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    is_convenor = models.BooleanField(_("convenes the programme"), default=False)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("-is_convenor", "name")
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="partner_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:partners", args=[self.programme.slug])

    @property
    def label(self) -> str:
        return self.short_name or self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(left_on=None, user__is_active=True)

    def with_role(self, role: str) -> Self:
        # Roles are a short JSON list; both databases find a quoted key in its text.
        return self.filter(roles__icontains=f'"{role}"')


class Membership(OfProgramme):
    """A user in a programme, for a partner, in one or more roles. Everything asks it: `member.may(...)`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="members"
    )
    roles = models.JSONField(_("roles"), default=list)
    joined_on = models.DateField(_("joined"), default=date.today)
    left_on = models.DateField(_("left"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("handed over to"), null=True, blank=True, on_delete=models.PROTECT
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ("user__name",)
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=Q(left_on=None),
                name="one_active_membership_per_programme",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.partner.label})"

    def get_absolute_url(self) -> str:
        return reverse("programmes:member", args=[self.programme.slug, self.pk])

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles) if self.left_on is None else frozenset()

    def may(self, permission: str) -> bool:
        """May this member ever do this? Which records, and this record now, are asked elsewhere."""
        return permission in self.permissions

    @property
    def role_titles(self) -> list[str]:
        return [str(ROLES[key].title) for key in self.roles if key in ROLES]


class SharedQuerySet(models.QuerySet[Any]):
    """Records with an owner, who shares them."""

    def visible_to(self, member: Membership) -> Self:
        """The records of the member's programme that its partner owns or that are shared with its partner."""
        return self.filter(self.sharing_filter(member))

    def sharing_filter(self, member: Membership) -> Q:
        """The same as a condition, for querysets that join these records."""
        named = self.model.shared_with.through.objects.filter(partner_id=member.partner_id)
        target = self.model.shared_with.field.m2m_field_name()
        return Q(programme_id=member.programme_id) & (
            Q(sharing=Sharing.ALL)
            | Q(owner_id=member.partner_id)
            | Q(sharing=Sharing.NAMED, pk__in=named.values(f"{target}_id"))
        )


class Shared(OfProgramme):
    """A record that a partner owns and shares with itself, with partners it names, or with all."""

    # No index of their own: the planner would use them in place of the one that gives the order of the list.
    owner = models.ForeignKey(
        Partner, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sharing = models.CharField(
        _("shared with"), max_length=8, choices=Sharing.choices, default=Sharing.ITSELF
    )
    shared_with = models.ManyToManyField(
        Partner, verbose_name=_("partners named"), blank=True, related_name="+"
    )

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_owned_by(self, member: Membership) -> bool:
        return bool(self.owner_id == member.partner_id)


class MemberInvitation(OfProgramme, TokenLink):
    """An e-mailed invitation to become a member."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200)
    partner = models.ForeignKey(Partner, verbose_name=_("partner"), on_delete=models.PROTECT)
    roles = models.JSONField(_("roles"), default=list)
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:members", args=[self.programme.slug])

    @property
    def role_titles(self) -> list[str]:
        return [str(ROLES[key].title) for key in self.roles if key in ROLES]


class Phase(OfProgramme):
    """A part of the process."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="phases")
    key = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    short = models.CharField(_("short title"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="phase_key_once")]

    def __str__(self) -> str:
        return self.title


class Step(OfProgramme):
    """One thing to do in a phase: who does it, by when, with which tool, and how it stands.

    A step with a tool gets its live state from the tool; the state kept here then says only *skipped* or *done* by
    a person's word.
    """

    phase = models.ForeignKey(Phase, verbose_name=_("phase"), on_delete=models.PROTECT, related_name="steps")
    key = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    what = models.TextField(_("what is done"), blank=True)
    tool = models.CharField(_("tool"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"))
    owner_role = models.CharField(_("role that does it"), max_length=40, blank=True)
    assignee = models.ForeignKey(
        Membership,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=StepState.choices, default=StepState.WAITING)
    done_on = models.DateField(_("done"), null=True, blank=True)
    note = models.TextField(_("how it stands"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("phase__position", "position")
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="step_key_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programmes:step", args=[self.programme.slug, self.key])

    @property
    def role_title(self) -> str:
        return str(ROLES[self.owner_role].title) if self.owner_role in ROLES else ""

    @property
    def is_late(self) -> bool:
        open_states = {StepState.WAITING, StepState.ACTIVE}
        return bool(self.due_on and self.state in open_states and self.due_on < timezone.localdate())


class Operator(OfProgramme):
    """Someone who handles personal data for the responsible party, under a written agreement (POPIA s. 21)."""

    name = models.CharField(_("name"), max_length=200)
    service = models.CharField(_("what they do"), max_length=200)
    country = models.CharField(_("country of the data"), max_length=100)
    agreement_on = models.DateField(_("written agreement of"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RetentionRule(OfProgramme):
    """How long one class of records is kept, counted from when, and what then. No months: it is kept."""

    record_class = models.CharField(_("class of records"), max_length=60)
    covers = models.CharField(_("what is in it"), max_length=300, blank=True)
    counted_from = models.CharField(_("counted from"), max_length=16, choices=CountedFrom.choices)
    months = models.PositiveSmallIntegerField(
        _("months"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    then = models.CharField(_("then"), max_length=12, choices=RetentionThen.choices)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ("record_class",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "record_class"], name="retention_class_once")
        ]

    def __str__(self) -> str:
        return self.record_class
