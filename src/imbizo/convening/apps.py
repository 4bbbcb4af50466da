"""Gatherings: from the date to what was said, and what became of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConveningConfig(AppConfig):
    name = "imbizo.convening"
    label = "convening"
    verbose_name = _("Gatherings")
