"""How allauth meets this installation: nobody signs up by themselves, and mail leaves by the worker."""

from datetime import timedelta
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from imbizo.accounts import queries
from imbizo.accounts.models import User
from imbizo.accounts.operations import send_mail
from imbizo.accounts.registry import Mail

CODE_WORTH = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365  # seconds


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        user = queries.user_with_email(email)
        # A page may come in another language than the person's own: a phone that was lent, a first visit.
        language = user.language if user else translation.get_language() or ""
        with translation.override(language):
            message = self.render_mail(template_prefix, email, site | {"user": user} | context)
        subject, body = str(message.subject), str(message.body)
        send_mail(Mail(email=email, subject=subject, body=body, language=language, worth=CODE_WORTH))

    def post_login(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        *,
        email_verification: str,
        signal_kwargs: dict[str, Any] | None,
        email: str | None,
        signup: bool,
        redirect_url: str | None,
    ) -> HttpResponse:
        """After sign-in, pages come in the language that the user saved."""
        response: HttpResponse = super().post_login(
            request,
            user,
            email_verification=email_verification,
            signal_kwargs=signal_kwargs,
            email=email,
            signup=signup,
            redirect_url=redirect_url,
        )
        remember_language(response, cast(User, user).language)
        return response

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Users have no user name."""


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the cookie that Django's language switch sets."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def client_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address that wrong passwords are counted by, in one case: `A@b` and `a@b` are one account."""
    given = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(given).strip().lower()


def client_address(request: HttpRequest) -> str:
    """The address that sign-in limits count by: allauth's, which believes only the stated proxies."""
    return DefaultAccountAdapter(request).get_client_ip(request)
