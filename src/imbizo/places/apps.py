"""The app; its models module says what it holds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "imbizo.places"
    label = "places"
    verbose_name = _("places")
