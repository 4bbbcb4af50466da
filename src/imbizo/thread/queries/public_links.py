"""The link behind a token: read by hand, for when hundreds open theirs at once."""

from typing import Final

from imbizo.base.models import hash_token
from imbizo.thread.models import PublicLink

_LINK: Final = "SELECT * FROM thread_publiclink WHERE token_hash = %s"


def link_with(token: str) -> PublicLink | None:
    """The link, open or closed, for whatever purpose; None for a token that nobody was given. One query."""
    return next(iter(PublicLink.objects.raw(_LINK, [hash_token(token)])), None)
