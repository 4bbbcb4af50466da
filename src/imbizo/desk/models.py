"""What crosses domains: search entries and notifications."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.models import KIND_LENGTH


class SearchEntry(models.Model):
    """What search knows of one record. The full-text index beside it is made by a migration for each database.

    `tokens` is what the index holds (`rules.words`): folded words, the kind, and who may find the record. The index
    narrows by them; the record's own `visible_to` has the last word on every page of results.
    """

    id = models.BigAutoField(primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=KIND_LENGTH)
    record_id = models.UUIDField()
    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    tokens = models.TextField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["record_id", "kind"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title


class Notification(models.Model):
    """Something that a member should know: an assignment, a request, an import that is ready."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=KIND_LENGTH)
    subject_id = models.UUIDField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [models.Index(fields=["member", "read_at", "-id"], name="notification_unread")]

    def __str__(self) -> str:
        return self.verb
