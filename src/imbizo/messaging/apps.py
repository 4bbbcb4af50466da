"""The app; its models module says what it holds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "imbizo.messaging"
    label = "messaging"
    verbose_name = _("messaging")
