"""Training: modules in versions and languages, and what people knew before and after."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models.gathering import Gathering
from imbizo.convening.states import Moment, Via
from imbizo.programmes.models import Membership, OfProgramme, Shared


class Module(Shared):
    """Something that is taught."""

    name = models.CharField(_("name"), max_length=160)
    aim = models.TextField(_("what people can do afterwards"), max_length=2_000, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = _("training module")
        verbose_name_plural = _("training modules")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("convening:module", args=[self.programme.slug, self.pk])


class ModuleVersion(OfProgramme):
    """A module's content in one language, as it stood in one version. A version in use isn't changed any more."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=8)
    content = models.TextField(_("content"), max_length=40_000, blank=True)
    released_on = models.DateField(_("released"), null=True, blank=True)
    checked_by = models.CharField(_("speaker who checked it"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("version of a module")
        verbose_name_plural = _("versions of modules")
        ordering = ("-number", "language")
        constraints = [
            models.UniqueConstraint(fields=["module", "number", "language"], name="module_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.number} ({self.language})"

    def get_absolute_url(self) -> str:
        return self.module.get_absolute_url()


class TaughtModule(OfProgramme):
    """A module taught at a gathering, in one version of it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="modules")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("version"))
    # Open for answers on phones, at this moment; empty: closed.
    open_for = models.CharField(_("test open"), max_length=8, choices=Moment.choices, blank=True)

    class Meta:
        verbose_name = _("module of a training")
        verbose_name_plural = _("modules of trainings")
        ordering = ("created_at",)
        constraints = [models.UniqueConstraint(fields=["gathering", "module"], name="taught_once")]

    def __str__(self) -> str:
        return str(self.module)

    def get_absolute_url(self) -> str:
        return reverse("convening:training", args=[self.programme.slug, self.gathering_id])


class KnowledgeQuestion(OfProgramme):
    """A question of a module's knowledge test: texts and choices by language, and which choice is right.

    `texts` is {"en": "..."}; `choices` is {"en": ["...", "..."]}; `right` is the index of the right one.
    """

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("version"))
    position = models.PositiveSmallIntegerField(_("position"))
    texts = models.JSONField(_("question by language"), default=dict)
    choices = models.JSONField(_("choices by language"), default=dict)
    right = models.PositiveSmallIntegerField(_("the right one"))

    class Meta:
        verbose_name = _("question of a knowledge test")
        verbose_name_plural = _("questions of knowledge tests")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return str(next(iter(self.texts.values()), self.position))

    def get_absolute_url(self) -> str:
        return self.module.get_absolute_url()


class TestSheet(OfProgramme):
    """One person's answers, before or after. Paired by the code of their card, never by name.

    `answers` is {id of a question: index of the choice}; one that was left blank isn't there.
    """

    __test__ = False  # pytest takes classes by this name for tests
    taught = models.ForeignKey(TaughtModule, on_delete=models.CASCADE, related_name="sheets")
    moment = models.CharField(_("when"), max_length=8, choices=Moment.choices)
    code = models.CharField(_("card"), max_length=8)
    answers = models.JSONField(default=dict)
    right_count = models.PositiveSmallIntegerField(_("right"), default=0)
    asked_count = models.PositiveSmallIntegerField(_("of"), default=0)
    language = models.CharField(_("language"), max_length=8, blank=True)
    via = models.CharField(_("by"), max_length=8, choices=Via.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    typed_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("test sheet")
        verbose_name_plural = _("test sheets")
        constraints = [models.UniqueConstraint(fields=["taught", "moment", "code"], name="test_sheet_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.get_moment_display()}"
