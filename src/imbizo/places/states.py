"""Kinds of places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    MUNICIPALITY = "municipality", _("municipality")
    TOWN = "town", _("town")
    WARD = "ward", _("ward")
    POINT = "point", _("point")
