"""Themes: what many said, and what few said gravely."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models import Input
from imbizo.evidence.models.coding import Code, Codebook
from imbizo.evidence.models.sources import Excerpt
from imbizo.evidence.states import ThemeState
from imbizo.programmes.models import Membership, OfProgramme, Shared


class Theme(Shared):
    """What inputs and excerpts say together, in a sentence that a person wrote."""

    title = models.CharField(_("theme"), max_length=160)
    statement = models.TextField(_("what was said, in a sentence or two"), max_length=4_000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ThemeState.choices, default=ThemeState.DRAFT)
    # Raised by few, perhaps, but it stays in sight.
    is_grave = models.BooleanField(_("grave, however few raised it"), default=False)
    grave_because = models.CharField(_("why it is grave"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    codes = models.ManyToManyField(Code, verbose_name=_("codes"), blank=True, related_name="themes")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    withdrawn_because = models.CharField(_("why withdrawn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:theme", args=[self.programme.slug, self.pk])


class InTheme(OfProgramme):
    """An input or an excerpt that a person put into a theme themselves, beside what its codes bring."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="members")
    input = models.ForeignKey(Input, null=True, blank=True, on_delete=models.CASCADE, related_name="themes")
    excerpt = models.ForeignKey(
        Excerpt, null=True, blank=True, on_delete=models.CASCADE, related_name="themes"
    )
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("put into a theme")
        verbose_name_plural = _("put into themes")
        constraints = [
            models.UniqueConstraint(fields=["theme", "input"], name="input_in_theme_once"),
            models.UniqueConstraint(fields=["theme", "excerpt"], name="excerpt_in_theme_once"),
            models.CheckConstraint(
                condition=(Q(input=None) & ~Q(excerpt=None)) | (~Q(input=None) & Q(excerpt=None)),
                name="in_theme_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.theme)

    def get_absolute_url(self) -> str:
        return self.theme.get_absolute_url()


class Weighed(OfProgramme):
    """What a person decided about an input that no count tells: it is grave, or it is set aside, because."""

    input = models.OneToOneField(Input, on_delete=models.CASCADE, related_name="weighed")
    is_grave = models.BooleanField(_("grave"), default=False)
    set_aside = models.BooleanField(_("set aside"), default=False)
    because = models.CharField(_("because"), max_length=500)
    by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("input weighed by a person")
        verbose_name_plural = _("inputs weighed by a person")

    def __str__(self) -> str:
        return self.because

    def get_absolute_url(self) -> str:
        return self.input.get_absolute_url()


class Grouping(OfProgramme):
    """Groups that the machine suggests. A suggestion until a person makes a theme of one.

    `groups` is [{"words": [...], "inputs": [id, ...], "typical": [id, ...], "theme": id or None, "dismissed": bool},
    ...], the largest first. `left` is [{"why": "alone" or "language", "inputs": [id, ...]}, ...]: those like no
    others, and those that wait for a translation into `language`. `problem` says why nothing came of it.
    """

    codebook = models.ForeignKey(
        Codebook, null=True, blank=True, on_delete=models.CASCADE, related_name="groupings"
    )
    made_for = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    language = models.CharField(_("language"), max_length=8, default="en")
    # Only what no theme and no institution was given yet; else everything that was let through.
    only_unanswered = models.BooleanField(_("only what nobody answered yet"), default=True)
    count = models.PositiveIntegerField(default=0)
    groups = models.JSONField(default=list, blank=True)
    left = models.JSONField(default=list, blank=True)
    is_done = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("suggested grouping")
        verbose_name_plural = _("suggested groupings")
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(_("Suggested grouping"))

    def get_absolute_url(self) -> str:
        return reverse("evidence:grouping", args=[self.programme.slug, self.pk])
