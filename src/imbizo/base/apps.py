"""The base app: no concrete model; forms, lists, the look, and what every view uses."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "imbizo.base"
