"""Programmes: the workspace, its partners, members, process and rules."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "imbizo.programmes"
    label = "programmes"
    verbose_name = _("programmes")
