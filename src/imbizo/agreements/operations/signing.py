"""Signing begins: the final text becomes one file with a box for each; one may decline."""

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from imbizo.agreements.errors import NotNow, NotReady, OtherText
from imbizo.agreements.models import Agreement, Party, Signatory, Signature, SigningFile
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.signing_files import file_to_sign
from imbizo.agreements.queries import signing as queries
from imbizo.agreements.states import AgreementState, SignatoryState
from imbizo.base.documents.signing.reading import digest
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, link, revoke_public_links
from imbizo.thread.states import Relation

_NO_TEXT = gettext_lazy(
    "There is no final text yet. Publish the agreement's words and make that version final."
)
_NEWER = gettext_lazy(
    "The words were published again after the final text was chosen. Choose the newest version."
)
_REOPENED = gettext_lazy(
    "A clause is open again. Settle it, and publish the text anew, before anybody signs."
)
_NOBODY = gettext_lazy("There is no party that signs. Add the parties first.")
_TOO_FEW = gettext_lazy("Not enough signatories are named for %(parties)s.")
_OTHER = gettext_lazy(
    "%(parties)s resolved about a text with another hash. A resolution on one text doesn't cover another: bring the "
    "final text before that body, or note its resolution on it."
)
_NOT_BEGUN = gettext_lazy("Signing hasn't begun.")
_BEGUN = gettext_lazy("Signing has begun already.")
_SOME_SIGNED = gettext_lazy("Somebody has signed already, so this text can't be taken back from signing.")
_NO_REASON = gettext_lazy("Say why: the other parties read it.")
_DONE = gettext_lazy("They have signed or declined already.")


@transaction.atomic
def begin_signing(*, agreement: Agreement, by: Membership) -> SigningFile:
    """Make the file that all sign, with a field for each signatory; who signs is settled from now on.

    Raises NotAllowed, NotNow, NotReady (no final text, too few signatories), OtherText (a resolution on another text).
    """
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE)
    _check_ready(current)
    people = _with_fields(current)
    content = file_to_sign(current, people)
    made = keep_file(current, content, signatures=0)
    write(current, {"state": AgreementState.SIGNING}, by=by, verb="begin_signing")
    if current.text is not None:
        link(made, current.text, Relation.INFORMS, by=by)
    return made


@transaction.atomic
def take_back_signing(*, agreement: Agreement, by: Membership) -> Agreement:
    """Signing hasn't begun after all: the file goes, and who signs can be changed. Raises NotAllowed, NotNow."""
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE)
    if current.state != AgreementState.SIGNING:
        raise NotNow(_NOT_BEGUN)
    if Signature.objects.filter(signatory__party__agreement=current).exists():
        raise NotNow(_SOME_SIGNED)
    for each in queries.files(current):
        audit("drop_file", [each], by=by)
        each.delete()
    for person in queries.signatories_of(current):
        revoke_public_links(person, purpose=queries.LINK)
    queries.signatories_of(current).update(
        field="", state=SignatoryState.WAITING, declined_because="", asked_at=None, reminded_at=None
    )
    write(current, {"state": AgreementState.AGREED}, by=by, verb="take_back_signing")
    return current


@transaction.atomic
def decline(*, signatory: Signatory, because: str, by: Membership | None) -> Signatory:
    """They won't sign, and say why: on their own page, or noted by a member. Raises NotReady, NotNow."""
    if not because.strip():
        raise NotReady(_NO_REASON, field="because")
    current = held(signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    require_begun(current)
    now: Signatory = Signatory.objects.select_for_update().get(pk=signatory.pk)
    if now.state != SignatoryState.WAITING:
        raise NotNow(_DONE)
    changes = {"state": SignatoryState.DECLINED, "declined_because": because.strip()[:500]}
    write(signatory, changes, by=by, verb="decline_to_sign")
    return signatory


def require_begun(agreement: Agreement) -> None:
    """Refuse where signing hasn't begun (NotNow). In effect already, others may still join."""
    if agreement.state not in {AgreementState.SIGNING, AgreementState.IN_EFFECT}:
        raise NotNow(_NOT_BEGUN)


def keep_file(agreement: Agreement, content: bytes, *, signatures: int) -> SigningFile:
    """The next state of the file. Raises IntegrityError where another signature made it first, NotReady (no text)."""
    if agreement.text_id is None:
        raise NotReady(_NO_TEXT)
    made = SigningFile(
        programme=agreement.programme,
        agreement=agreement,
        text_id=agreement.text_id,
        signatures=signatures,
        digest=digest(content),
        made_at=timezone.now(),
    )
    made.file.save("file.pdf", ContentFile(content), save=False)
    made.save(force_insert=True)
    return made


def _check_ready(agreement: Agreement) -> None:
    if agreement.state not in {AgreementState.DRAFTING, AgreementState.AGREED}:
        raise NotNow(_BEGUN)
    if agreement.text is None:
        raise NotReady(_NO_TEXT)
    newest = agreement.document.publications.first()
    if newest is not None and newest.text_hash != agreement.text.text_hash:
        raise NotReady(_NEWER)
    if agreement.clauses.filter(is_reopened=True).exists():
        raise NotReady(_REOPENED)
    _check_parties(agreement)


def _check_parties(agreement: Agreement) -> None:
    parties = queries.standing(agreement).parties
    if not parties:
        raise NotReady(_NOBODY)
    short = [each.party for each in parties if each.is_short]
    if short:
        raise NotReady(_TOO_FEW % {"parties": _names(short)})
    if others := queries.on_another_text(agreement):
        raise OtherText(_OTHER % {"parties": _names(others)})


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(str(party.institution) for party in parties)


def _with_fields(agreement: Agreement) -> list[Signatory]:
    """The signatories in their order, each with the name of their field in the file."""
    people = queries.standing(agreement).signatories
    people.sort(key=lambda each: each.turn)
    for number, each in enumerate(people, start=1):
        each.field = f"signature-{number}"
    Signatory.objects.bulk_update(people, ["field"])
    return people
