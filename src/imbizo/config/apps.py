"""Binds every upward hook once all apps are loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "imbizo.config"
    label = "config"

    def ready(self) -> None:
        from imbizo.config import wiring

        wiring.bind()
