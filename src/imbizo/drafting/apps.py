"""Drafts: a strategy from its components to its last version."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    name = "imbizo.drafting"
    label = "drafting"
    verbose_name = _("Drafts")
