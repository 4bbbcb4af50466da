"""Agreements: from the first clause to the last measure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "imbizo.agreements"
    label = "agreements"
    verbose_name = _("Agreements")
