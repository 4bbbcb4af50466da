"""How allauth meets this installation: nobody signs up by themselves, and mail leaves by the worker."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest

from imbizo.accounts.models import User
from imbizo.accounts.tasks import send_mail


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        message = self.render_mail(template_prefix, email, site | context)
        send_mail.enqueue(str(message.subject), str(message.body), list(message.to))

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Users have no user name."""


def client_address(request: HttpRequest) -> str:
    """The address that sign-in limits count by: allauth's, which believes only the stated proxies."""
    return DefaultAccountAdapter(request).get_client_ip(request)
