"""Signing: one PDF with a field for each signatory, or counterparts on paper."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.agreements.models.agreement import Agreement, Party
from imbizo.agreements.states import SignatoryState, SignWay
from imbizo.base.models import Record
from imbizo.drafting.models import Publication
from imbizo.programmes.models import Membership, OfProgramme


class SigningAuthority(Record):
    """The certificate authority of this installation. Its key is sealed (`base.sealing`); one is in use at a time."""

    certificate = models.TextField()
    sealed_key = models.TextField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing authority")
        verbose_name_plural = _("signing authorities")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.created_at.date())


def signing_path(signing: "SigningFile", _filename: str) -> str:
    return f"agreements/{signing.programme_id}/signing/{signing.pk}/{signing.signatures}.pdf"


class SigningFile(OfProgramme):
    """The final text as one PDF, as it is after so many signatures. Each signature makes the next one of these;
    a second signature on the same one is refused by `signing_file_once`.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signing_files")
    text = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    signatures = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(_("file"), upload_to=signing_path)
    digest = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file for signing")
        verbose_name_plural = _("files for signing")
        ordering = ("-signatures",)
        constraints = [
            models.UniqueConstraint(fields=["agreement", "text", "signatures"], name="signing_file_once")
        ]

    def __str__(self) -> str:
        return self.digest[:12]

    def get_absolute_url(self) -> str:
        return reverse("agreements:signing", args=[self.programme.slug, self.agreement_id])


class Signatory(OfProgramme):
    """Who signs for a party, in what capacity, by what authority, in which turn (those of equal turn in any order)."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="signatories")
    actor = models.ForeignKey(
        Actor, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=160)
    office = models.CharField(_("capacity"), max_length=160)
    authority = models.CharField(_("authority to sign"), max_length=300, blank=True)
    turn = models.PositiveSmallIntegerField(_("turn"), default=1)
    way = models.CharField(_("signs"), max_length=8, choices=SignWay.choices, default=SignWay.PAPER)
    field = models.CharField(max_length=60, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=SignatoryState.choices, default=SignatoryState.WAITING
    )
    declined_because = models.CharField(_("why they declined"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ("turn", "created_at")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agreements:signing", args=[self.programme.slug, self.party.agreement_id])


def scan_path(signature: "Signature", _filename: str) -> str:
    return f"agreements/{signature.programme_id}/counterparts/{signature.pk}"


class Signature(OfProgramme):
    """That a signatory signed the text with this hash: on paper with witnesses and a scan, or electronically.

    For electronic ones `before` and `after` are the hashes of the file; `certificate` is the one that signed, in PEM.
    """

    signatory = models.OneToOneField(Signatory, on_delete=models.PROTECT, related_name="signature")
    way = models.CharField(max_length=8, choices=SignWay.choices)
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    place = models.CharField(_("signed at"), max_length=160, blank=True)
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    witnesses = models.JSONField(_("witnesses"), default=list, blank=True)
    is_initialled = models.BooleanField(_("each page is initialled"), default=False)
    scan = models.FileField(_("scan of the counterpart"), upload_to=scan_path, blank=True)
    scan_name = models.CharField(max_length=200, blank=True, editable=False)
    scan_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    before = models.CharField(max_length=64, blank=True, editable=False)
    after = models.CharField(max_length=64, blank=True, editable=False)
    certificate = models.TextField(blank=True, editable=False)
    serial = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # False while nobody has checked who issued a certificate of their own: such a signature doesn't count yet.
    is_trusted = models.BooleanField(default=True, editable=False)
    entered_by = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("signed_at",)

    def __str__(self) -> str:
        return str(self.signatory)

    def get_absolute_url(self) -> str:
        return self.signatory.get_absolute_url()


class RevokedCertificate(Record):
    """A certificate of ours that no longer holds: what was signed with it after `revoked_at` isn't accepted."""

    authority = models.ForeignKey(SigningAuthority, on_delete=models.PROTECT, related_name="revoked")
    serial = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(default=timezone.now)
    because = models.CharField(_("why"), max_length=300)

    class Meta:
        verbose_name = _("revoked certificate")
        verbose_name_plural = _("revoked certificates")

    def __str__(self) -> str:
        return self.serial
