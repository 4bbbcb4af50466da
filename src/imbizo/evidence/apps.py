"""Evidence: what is read, said and coded, until it becomes themes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "imbizo.evidence"
    label = "evidence"
    verbose_name = _("Evidence")
