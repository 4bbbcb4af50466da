"""The app; its models module says what it holds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "imbizo.outreach"
    label = "outreach"
    verbose_name = _("outreach")
