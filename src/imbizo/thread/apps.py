"""The thread: links between records, the audit trail, and how each kind of record is shown."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ThreadConfig(AppConfig):
    name = "imbizo.thread"
    label = "thread"
    verbose_name = _("thread")

    def ready(self) -> None:
        autodiscover_modules("records")
