"""The verbs of accounts."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.accounts import queries
from imbizo.accounts.errors import AddressTaken
from imbizo.accounts.models import User, new_salt
from imbizo.accounts.registry import Mail, outgoing


@transaction.atomic
def create_user(
    *, email: str, name: str, language: str = "en", password: str | None = None, is_staff: bool = False
) -> User:
    """Make a user whose address is known to be theirs: they signed in by a link sent to it, or run the installation.

    Without a password they sign in by a code. Raises AddressTaken.
    """
    if queries.user_with_email(email):
        raise AddressTaken(_("There is an account with this e-mail address already."))
    user = User.objects.create_user(email, password, name=name, language=language, is_staff=is_staff)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def change_profile(*, user: User, name: str, language: str) -> User:
    """Change what the user is called, and the language that pages and mail come in."""
    user.name, user.language = name, language
    user.save(update_fields=["name", "language", "updated_at"])
    return user


@transaction.atomic
def sign_out_everywhere(*, user: User) -> User:
    """End every session of the user. The one that asks keeps its own by `update_session_auth_hash`."""
    user.session_salt = new_salt()
    user.save(update_fields=["session_salt", "updated_at"])
    return user


@transaction.atomic
def let_in(*, user: User) -> User:
    """Let a user sign in whose address the operator vouches for: taken in with a programme, or shut out before."""
    user.is_active = True
    user.save(update_fields=["is_active", "updated_at"])
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


@transaction.atomic
def shut_out(*, user: User) -> User:
    """Let a user sign in no more, and end every session of theirs. What they did stays theirs."""
    user.is_active = False
    user.save(update_fields=["is_active", "updated_at"])
    return sign_out_everywhere(user=user)


@transaction.atomic
def drop_second_factor(*, user: User) -> User:
    """Take away a lost second step and its recovery codes, and end every session of the user."""
    Authenticator.objects.filter(user=user).delete()
    return sign_out_everywhere(user=user)


def send_mail(mail: Mail) -> None:
    """Hand a mail with a code or a link to the outbox, which stands above this app."""
    for hook in outgoing:
        hook(mail)
