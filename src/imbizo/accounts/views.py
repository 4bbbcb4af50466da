"""Pages about one's own account that allauth has none for."""

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.accounts import operations, queries
from imbizo.accounts.adapter import remember_language
from imbizo.accounts.forms import ProfileForm
from imbizo.accounts.models import User
from imbizo.base.web import public, signed_in


@public
def locked_out(request: HttpRequest, /, *args: object, **kwargs: object) -> HttpResponse:
    """After too many wrong passwords: what to do now."""
    return render(request, "accounts/locked_out.html", status=429)


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """What the user is called, how they sign in, and where they work."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        operations.change_profile(user=user, **form.cleaned_data)
        return _saved(request, user)
    context = {"form": form, "programmes": queries.places_of_work(user), "has_mfa": is_mfa_enabled(user)}
    return render(request, "accounts/profile.html", context)


@signed_in
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End the user's sessions on all other devices."""
    user = operations.sign_out_everywhere(user=cast(User, request.user))
    update_session_auth_hash(request, user)
    messages.success(request, _("You are now signed in on this device alone."))
    return redirect("accounts:profile")


def _saved(request: HttpRequest, user: User) -> HttpResponse:
    with translation.override(user.language):
        messages.success(request, _("Saved."))
    response = redirect("accounts:profile")
    remember_language(response, user.language)
    return response
