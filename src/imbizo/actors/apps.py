"""The app; its models module says what it holds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActorsConfig(AppConfig):
    name = "imbizo.actors"
    label = "actors"
    verbose_name = _("actors")
