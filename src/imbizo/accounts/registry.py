"""What the app of messages, which stands above accounts, does for them: it sends their mail."""

from dataclasses import dataclass
from datetime import timedelta

from imbizo.base.registry import Hooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One plain mail with a secret in it, a code or a link, and for how long it is worth sending."""

    email: str
    subject: str
    body: str
    language: str
    worth: timedelta


outgoing: Hooks[[Mail], object] = Hooks("outgoing mail of accounts")
