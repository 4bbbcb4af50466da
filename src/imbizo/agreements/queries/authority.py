"""The authorities that issued certificates for signing."""

from django.db.models import QuerySet

from imbizo.agreements.models import SigningAuthority


def authorities() -> QuerySet[SigningAuthority]:
    """All of them, the newest first, with what each has revoked."""
    return SigningAuthority.objects.prefetch_related("revoked")
