"""The base app: no concrete model; forms, lists, the look, and what every view uses."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate

from imbizo.base import schema


class BaseConfig(AppConfig):
    name = "imbizo.base"

    def ready(self) -> None:
        pre_migrate.connect(schema.make_tables_at_once, sender=self)
