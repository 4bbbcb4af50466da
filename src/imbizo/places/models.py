"""Administrative units, towns and points. They belong to the installation, or to one programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import Record
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import OfProgramme, Programme


class Place(Record):
    """A place in the tree country > province > district > municipality > town or ward > point."""

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices)
    code = models.CharField(_("code"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=200)
    other_names = models.JSONField(_("other spellings"), default=list, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code="") & models.Q(programme=None),
                name="place_code_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def in_full(self) -> str:
        """Its name under its municipality where it is a town ("Witzenberg: Ceres"): typing either finds it."""
        return f"{self.parent}: {self.name}" if self.parent and self.kind == PlaceKind.TOWN else self.name

    @property
    def municipality(self) -> "Place | None":
        """The municipality that this place is or lies in."""
        place: Place | None = self
        while place is not None and place.kind != PlaceKind.MUNICIPALITY:
            place = place.parent
        return place


class WorkArea(OfProgramme):
    """A municipality (or district) in which the programme works: a column of its coverage view."""

    place = models.ForeignKey(Place, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("area of work")
        verbose_name_plural = _("areas of work")
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["programme", "place"], name="work_area_once")]

    def __str__(self) -> str:
        return str(self.place)
