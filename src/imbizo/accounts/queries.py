"""Named reads of accounts."""

from collections.abc import Sequence

from imbizo.accounts.models import User
from imbizo.base.components import Link
from imbizo.base.registry import Hooks

# Upward: programmes stand above accounts; they say which of them a user works in.
programmes_of: Hooks[[User], Sequence[Link]] = Hooks("programmes of a user")


def user_with_email(email: str) -> User | None:
    """The user with that address, in whatever case it is written."""
    return User.objects.filter(email__iexact=email.strip()).first()


def places_of_work(user: User) -> list[Link]:
    """Every programme that the user is a member of, as links to its journey."""
    return [link for links in programmes_of for link in links(user)]


def has_users() -> bool:
    """Whether this installation has been set up."""
    return User.objects.exists()
