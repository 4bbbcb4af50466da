"""The app; its models module says what it holds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "imbizo.desk"
    label = "desk"
    verbose_name = _("desk")
