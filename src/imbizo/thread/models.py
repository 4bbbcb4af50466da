"""Links between records, the audit trail, and links for people without an account."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import TokenLink, new_id
from imbizo.programmes.models import OfProgramme, Partner, Programme
from imbizo.thread.states import Relation

KIND_LENGTH = 40


class Link(models.Model):
    """`record` came from `source`. Ends are a registered kind and an id, so that a renamed model, another
    installation and PROV can read them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    record_kind = models.CharField(max_length=KIND_LENGTH)
    record_id = models.UUIDField()
    source_kind = models.CharField(max_length=KIND_LENGTH)
    source_id = models.UUIDField()
    relation = models.CharField(max_length=20, choices=Relation.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        # The other end and the kinds ride in each index, so that a walk never leaves it.
        indexes = [
            models.Index(
                fields=["programme", "record_id", "source_id", "source_kind"], name="link_where_from"
            ),
            models.Index(
                fields=["programme", "source_id", "record_id", "record_kind"], name="link_what_became"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["record_id", "source_id", "relation"], name="link_once")
        ]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.relation} {self.source_kind}"


class AuditEntry(models.Model):
    """Who did what to which record, with what was there before and after."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
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
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("entry of the audit trail")
        verbose_name_plural = _("entries of the audit trail")
        indexes = [
            models.Index(fields=["programme", "id"], name="audit_by_programme"),
            models.Index(fields=["subject_id", "id"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}"


class ReadEntry(models.Model):
    """That somebody read a protected record: in a list, an export, a search or the API alike."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    subject_kind = models.CharField(max_length=KIND_LENGTH)
    subject_id = models.UUIDField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    how = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("entry of the reading log")
        verbose_name_plural = _("entries of the reading log")

    def __str__(self) -> str:
        return f"{self.how} {self.subject_kind}"


class PublicLink(OfProgramme, TokenLink):
    """A link that opens one record for one purpose to whoever holds it, without an account."""

    purpose = models.CharField(_("purpose"), max_length=40)
    record_kind = models.CharField(max_length=KIND_LENGTH)
    record_id = models.UUIDField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("public link")
        verbose_name_plural = _("public links")
        indexes = [models.Index(fields=["record_id", "purpose"], name="public_link_of_record")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.record_kind}"
