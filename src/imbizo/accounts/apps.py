"""Accounts: people who sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "imbizo.accounts"
    label = "accounts"
    verbose_name = _("accounts")
