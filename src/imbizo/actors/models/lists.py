"""Lists of actors: fixed ones hold members, smart ones hold a filter."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models.actor import Actor
from imbizo.programmes.models import OfProgramme, Shared


class ActorList(Shared):
    """A named list. `conditions` is empty for a fixed list, else what the register's filter form takes."""

    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what it is for"), max_length=300, blank=True)
    is_smart = models.BooleanField(_("fills itself"), default=False)
    conditions = models.JSONField(_("conditions"), default=dict, blank=True)

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actors:list", args=[self.programme.slug, self.pk])


class ListMember(OfProgramme):
    """An actor on a fixed list."""

    list = models.ForeignKey(ActorList, on_delete=models.CASCADE, related_name="entries")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="list_entries")

    class Meta:
        verbose_name = _("entry of a list")
        verbose_name_plural = _("entries of lists")
        constraints = [models.UniqueConstraint(fields=["list", "actor"], name="actor_once_on_a_list")]

    def __str__(self) -> str:
        return f"{self.list}: {self.actor}"
