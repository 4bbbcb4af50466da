"""Abstract models that every app builds on."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

TOKEN_BYTES = 12  # 96 bits, over the 80 that a link which opens a page by itself needs


def new_id() -> uuid.UUID:
    """A UUIDv7: ordered by time, made anywhere (also offline), so that a retry is harmless."""
    # uuid6's class is a subclass of uuid.UUID that compares slower and pickles larger.
    return uuid.UUID(int=uuid7().int)


class Record(models.Model):
    """A row with a UUIDv7 and the two instants of its life."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True, editable=False)

    class Meta:
        abstract = True


def hash_token(token: str) -> str:
    """What is kept of a link's token. The token has its own entropy, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


class TokenLinkQuerySet(models.QuerySet[Any]):
    def usable(self) -> Self:
        """Links that haven't expired and weren't revoked."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token))


class TokenLink(models.Model):
    """A link for one purpose and one record: a short random token, kept only as its hash."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened"), null=True, blank=True)

    objects = TokenLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    def issue(self, *, days: int) -> str:
        """Give the link a fresh token and an end, and return the token: it can't be read again."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash = hash_token(token)
        self.expires_at = timezone.now() + timedelta(days=days)
        self.revoked_at = self.opened_at = None
        return token

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
