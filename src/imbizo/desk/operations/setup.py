"""The first run of a real installation: whoever looks after it, and their first programme."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

import imbizo.accounts.operations as accounts
from imbizo.accounts.errors import AlreadySetUp, NoSuchUser
from imbizo.accounts.models import User
from imbizo.accounts.queries import has_users, user_with_email
from imbizo.places.operations import load_places
from imbizo.programmes.models import Membership
from imbizo.programmes.operations import start_programme


@transaction.atomic
def set_up(
    *,
    email: str,
    name: str,
    password: str | None,
    programme: str,
    template: str,
    partner: str,
    starts_on: date,
    language: str = "en",
) -> Membership:
    """The places, the first user, who looks after the installation, and a programme which they coordinate.

    Raises AlreadySetUp where there are users, BadTemplate.
    """
    must_be_new()
    load_places()
    user = accounts.create_user(email=email, name=name, language=language, password=password, is_staff=True)
    return _start(user, programme, template, partner, starts_on)


@transaction.atomic
def set_up_another(*, email: str, programme: str, template: str, partner: str, starts_on: date) -> Membership:
    """A further programme, coordinated by a user who is there. Raises NoSuchUser, BadTemplate."""
    load_places()
    user = user_with_email(email)
    if user is None:
        raise NoSuchUser(_("Nobody signs in with %(email)s here.") % {"email": email})
    return _start(user, programme, template, partner, starts_on)


def must_be_new() -> None:
    """Raises AlreadySetUp where there are users."""
    if has_users():
        raise AlreadySetUp(
            _(
                "This installation has users already, so it is set up. To begin another programme, "
                "add --another-programme, or do it on the page of your account."
            )
        )


def _start(user: User, programme: str, template: str, partner: str, starts_on: date) -> Membership:
    return start_programme(
        name=programme,
        template=template,
        partner=partner,
        responsible_party=partner,
        starts_on=starts_on,
        coordinator=user,
    )
