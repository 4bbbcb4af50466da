"""Electronic signatures: with a certificate that this site issues for the moment, or with the signatory's own.

Each makes the next state of the file. It is made while nothing is held; the agreement's row is held to keep it, so that
two never add to the same state.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.agreements import tasks
from imbizo.agreements.errors import BadSignature, NotNow, OutOfTurn
from imbizo.agreements.models import Agreement, Signatory, Signature, SigningFile
from imbizo.agreements.operations import authority
from imbizo.agreements.operations.effect import settle
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.signing import keep_file, require_begun
from imbizo.agreements.operations.signing_codes import check_code, use_up
from imbizo.agreements.operations.verifying import MANY, judge_newest
from imbizo.agreements.queries.signing import newest_file, standing
from imbizo.agreements.states import OVER, SignatoryState, SignWay
from imbizo.base.documents.signing import authority as certificates
from imbizo.base.documents.signing import signatures
from imbizo.base.documents.signing.errors import AnotherSignedMeanwhile, NoTimestamp
from imbizo.base.documents.signing.findings import Code, Finding
from imbizo.base.documents.signing.findings import Signature as Judged
from imbizo.base.documents.signing.increments import check_increment
from imbizo.base.documents.signing.reading import digest, signer_certificate
from imbizo.calc.effect import Refusal
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import link
from imbizo.thread.states import Relation

log = logging.getLogger(__name__)

_OF_THE_CLOCK = frozenset({Code.NOT_YET_VALID, Code.FUTURE})

_SIGNED = gettext_lazy("You have signed. Thank you.")
_DECLINED = gettext_lazy(
    "It was said here that you don't sign. Phone whoever sent you the link if that has changed."
)
_ENOUGH = gettext_lazy("Others have signed for this party, as many as it needs.")
_NOT_YET = gettext_lazy(
    "It isn't your turn yet. Before you: %(names)s. Your link stays good; open it again after that."
)
_NOT_FOR_YOU = gettext_lazy("This party doesn't sign any more.")
_PAPER = gettext_lazy("You sign on paper. Phone whoever sent you the link if you want to sign here instead.")
_OVER = gettext_lazy("This agreement is withdrawn or has ended, so nobody signs it any more.")
_CHECKED = gettext_lazy("This certificate needs no check.")


def sign_here(
    *, signatory: Signatory, onto: str, code: str, place: str = "", at: datetime | None = None
) -> Signature:
    """Sign with a certificate issued for this one signature. `onto` is the hash of the file that they have read.

    The file is signed between two transactions, since an authority of timestamps may be asked meanwhile. Pressed twice,
    it is signed once. Raises BadCode, OutOfTurn, NotNow, AnotherSignedMeanwhile (read the newest, sign that),
    BadSignature, NotReady.
    """
    if (made := Signature.objects.filter(signatory=signatory, way=SignWay.PLATFORM).first()) is not None:
        return made
    now, moment = _in_turn(signatory, SignWay.PLATFORM), at or timezone.now()
    agreement = now.party.agreement
    file = _newest(agreement)
    if file.digest != onto:
        raise AnotherSignedMeanwhile
    # In no transaction, so that a wrong try stays counted.
    check_code(signatory=now, code=code)
    credential = authority.issue(name=now.name, organisation=now.party.institution.name, at=moment)
    sign = partial(
        signatures.sign,
        _content(file),
        now.field,
        credential,
        name=now.name,
        capacity=now.office,
        reason=_reason(now),
        location=place,
        at=moment,
        onto=onto,
        language=agreement.document.language,
    )
    content = _signed(agreement, now, sign, moment)
    made = _keep(now, file, content, certificate=credential.certificate, at=moment, place=place)
    use_up(signatory=now)
    return made


def bring_back(*, signatory: Signatory, content: bytes, at: datetime | None = None) -> Signature:
    """Take the newest file with one signature more, made elsewhere with the signatory's own certificate.

    Where nobody here knows its issuer the signature is kept and waits for `trust`. Raises OutOfTurn, NotNow, NotOurFile
    and what stands below it, AnotherSignedMeanwhile, BadSignature (expired, revoked, made for something else).
    """
    now = _in_turn(signatory, SignWay.OWN)
    agreement, moment = now.party.agreement, at or timezone.now()
    file = _newest(agreement)
    check_increment(_content(file), content, field=now.field)
    judged = _require_good(judge_newest(agreement, content, field=now.field, at=moment), now)
    is_trusted = not any(each.code is Code.UNKNOWN_ISSUER for each in judged.findings)
    certificate = signer_certificate(content, now.field)
    # Their program may say any time; it is believed between giving out the file and its coming back.
    said = judged.at if judged.at is not None and file.made_at <= judged.at <= moment else moment
    return _keep(now, file, content, certificate=certificate, at=said, is_trusted=is_trusted)


@transaction.atomic
def trust(*, signature: Signature, by: Membership) -> Signature:
    """Somebody has checked, outside of this site, that the certificate is the signatory's own: it counts from now on.

    Raises NotAllowed, NotNow.
    """
    agreement = held(signature.signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    if signature.is_trusted:
        raise NotNow(_CHECKED)
    write(signature, {"is_trusted": True}, by=by, verb="trust_certificate")
    settle(agreement, by=by)
    return signature


def refused(agreement: Agreement, signatory: Signatory) -> NotNow | OutOfTurn | None:
    """Why they can't sign now, through whatever link they came; None if they can."""
    if agreement.state in OVER:
        return NotNow(_OVER)
    if signatory.state == SignatoryState.SIGNED:
        return NotNow(_SIGNED)
    if signatory.state == SignatoryState.DECLINED:
        return NotNow(_DECLINED)
    found = standing(agreement)
    refusal = found.refusals.get(signatory.pk, Refusal.NOT_A_SIGNATORY)
    if refusal is Refusal.NOT_YET:
        names = ", ".join(each.name for each in found.before)
        return OutOfTurn(_NOT_YET % {"names": names})
    if refusal is Refusal.ENOUGH:
        return NotNow(_ENOUGH)
    return None if refusal is None else NotNow(_NOT_FOR_YOU)


@transaction.atomic
def _in_turn(signatory: Signatory, way: SignWay) -> Signatory:
    """The signatory as they are now, their agreement held. Raises OutOfTurn, NotNow."""
    agreement = held(signatory.party.agreement, None)
    require_begun(agreement)
    rows = Signatory.objects.select_for_update(of=("self",)).select_related("party__institution", "programme")
    now: Signatory = rows.get(pk=signatory.pk)
    now.party.agreement = agreement
    if (why := refused(agreement, now)) is not None:
        raise why
    if now.way == SignWay.PAPER or not now.field:
        raise NotNow(_PAPER)
    if now.way != way:
        now.way = way
    return now


def _signed(agreement: Agreement, signatory: Signatory, sign: Callable[..., bytes], at: datetime) -> bytes:
    """What `sign` makes, and passes; without a timestamp where its time is none that our certificate can bear.

    The certificate was issued by this machine's clock. One that is wrong stops nobody from signing either, but those
    who run the site must hear of it. Raises BadSignature.
    """
    content = _stamped(sign)
    judged = judge_newest(agreement, content, field=signatory.field, at=at)
    if judged is not None and _is_of_another_time(judged):
        log.warning("this machine's clock says %s, the authority of timestamps %s", at, judged.at)
        content = sign()
        judged = judge_newest(agreement, content, field=signatory.field, at=at)
    _require_good(judged, signatory)
    return content


def _is_of_another_time(judged: Judged) -> bool:
    """Whether a timestamp says a time before the certificate was issued, or one that is still to come."""
    return judged.timestamped and any(each.code in _OF_THE_CLOCK for each in judged.findings)


def _stamped(sign: Callable[..., bytes]) -> bytes:
    """What `sign` makes, with the timestamp of the authority that is set; without one where it gives none.

    Mayors who sit at one table to sign don't go home because somebody else's server is down: the page of signing says
    of each signature whether its time is confirmed.
    """
    url = settings.ENVIRONMENT.timestamps
    if not url:
        return sign()
    from imbizo.base.documents.signing.timestamps import WebTimeStamper

    try:
        return sign(timestamper=WebTimeStamper(url))
    except NoTimestamp as error:
        log.warning("the authority of timestamps gave none: %s", error)
        return sign()


def _newest(agreement: Agreement) -> SigningFile:
    file = newest_file(agreement)
    assert file is not None  # It's made when signing begins.
    return file


def _content(file: SigningFile) -> bytes:
    with file.file.open("rb") as opened:
        content: bytes = opened.read()
    return content


def _reason(signatory: Signatory) -> str:
    """What they declare, as it stands in the signature."""
    told = {"party": signatory.party.institution.name, "authority": signatory.authority}
    if not signatory.authority:
        return _("I sign for %(party)s") % told
    return _("I sign for %(party)s, by %(authority)s") % told


def _require_good(judged: Judged | None, signatory: Signatory) -> Judged:
    """The new signature, which was judged. Raises BadSignature: such a file is never kept.

    That somebody's issuer isn't known yet refuses nothing; nor does what had come to light about earlier ones.
    """
    if judged is None:
        raise BadSignature(str(Finding(Code.DAMAGED, signatory.field, signatory.name)))
    if against := [each for each in judged.findings if _is_against(each)]:
        raise BadSignature(" ".join(str(each) for each in against))
    return judged


def _is_against(finding: Finding) -> bool:
    return not finding.code.is_note and finding.code is not Code.UNKNOWN_ISSUER


@transaction.atomic
def _keep(
    signatory: Signatory,
    file: SigningFile,
    content: bytes,
    *,
    certificate: str,
    at: datetime,
    place: str = "",
    is_trusted: bool = True,
) -> Signature:
    """The next state of the file and the signature in it, where it is still their turn.

    Raises AnotherSignedMeanwhile, OutOfTurn, NotNow.
    """
    agreement = _in_turn(signatory, SignWay(signatory.way)).party.agreement
    if _newest(agreement).digest != file.digest:
        raise AnotherSignedMeanwhile
    try:
        with transaction.atomic():
            after = keep_file(agreement, content, signatures=file.signatures + 1)
    except IntegrityError as error:
        raise AnotherSignedMeanwhile from error
    made = Signature.objects.create(
        programme=agreement.programme,
        signatory=signatory,
        way=signatory.way,
        signed_at=at,
        place=place.strip()[:160],
        text_hash=agreement.text.text_hash if agreement.text else "",
        before=file.digest,
        after=digest(content),
        certificate=certificate,
        serial=certificates.serial_in(certificate),
        is_trusted=is_trusted,
    )
    link(made, after, Relation.EVIDENCES, by=None)
    if after.signatures >= MANY:
        tasks.judge_file.enqueue(str(after.pk))
    write(signatory, {"state": SignatoryState.SIGNED, "way": signatory.way}, by=None, verb="sign")
    settle(agreement, by=None)
    return made
