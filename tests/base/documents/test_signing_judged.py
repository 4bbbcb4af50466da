"""A signed PDF is judged: what was done to it shows, and which certificates speak for it."""

from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest

from imbizo.base.documents.signing import authority, findings, reading, signatures, verification
from imbizo.base.documents.signing.authority import Revoked
from imbizo.base.documents.signing.findings import Code, Finding
from tests import signing
from tests.signing import (
    AT,
    FIELDS,
    LATER,
    codes,
    judge,
    ours,
    prepared,
    revocations,
    sign,
    signed,
    stamped,
    theirs,
)


def test_a_file_that_nobody_signed_does_not_pass() -> None:
    assert codes(prepared()) == ["unsigned"]


@pytest.mark.parametrize("broken", [b"", b"Dear Nomsa", b"%PDF-1.7\n%%EOF", signing.text()[:5000]])
def test_what_is_no_pdf_does_not_pass(broken: bytes) -> None:
    assert codes(broken) == ["unreadable"]


def test_a_password_makes_a_file_unreadable() -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(BytesIO(signing.text())))
    writer.encrypt("secret", "secret")
    assert codes(signing._written(writer)) == ["unreadable"]


def test_words_that_are_stamped_on_after_the_last_signature_are_found() -> None:
    assert codes(signing.stamped(signed("forum"))) == ["added-after", "altered-after"]


def test_words_that_are_stamped_on_between_two_signatures_are_found() -> None:
    assert codes(sign(signing.stamped(signed("forum")), "langeberg")) == ["altered-after"]


def test_words_that_are_stamped_on_before_the_first_signature_are_found() -> None:
    between = sign(signing.stamped(prepared()), "forum")
    assert (codes(between), codes(between, original=prepared())) == ([], ["changed-before"])


def test_another_text_is_not_the_one_that_was_given_out() -> None:
    assert codes(sign(prepared("Another"), "forum"), original=prepared()) == ["other-text"]


@pytest.mark.parametrize("length", [1, 4, 5000])
def test_bytes_after_the_end_are_found(length: int) -> None:
    assert not judge(signed("forum") + b"\n" * length).passes


def test_one_byte_changed_in_the_text_breaks_every_signature() -> None:
    # In the text there are no references to be broken: the title stands in the clear.
    spoilt = signed("forum", "langeberg").replace(b"<dc:title>", b"<dc:titlf>", 1)
    assert [finding.field for finding in judge(spoilt).findings if finding.code == Code.CHANGED] == [
        "forum",
        "langeberg",
    ]


@pytest.mark.parametrize("tenth", range(10))
def test_one_byte_changed_anywhere_is_found(tenth: int) -> None:
    document = bytearray(signed("forum"))
    document[len(document) * (2 * tenth + 1) // 20] ^= 1
    assert not judge(bytes(document)).passes


def test_nothing_can_be_hidden_in_the_room_of_a_signature() -> None:
    document = signed("forum")
    room = document.rindex(b"00000000>")
    assert codes(document[:room] + b"0000beef>" + document[room + 9 :]) == ["partial"]


def test_a_signature_that_is_no_signature_is_damaged() -> None:
    # The third version of X.509 becomes a tenth, which doesn't exist.
    strange = signed("forum").replace(b"A003020102", b"A003020109")
    assert codes(strange) == ["damaged"]


def test_a_signature_that_was_not_made_with_the_key_of_its_certificate_is_false() -> None:
    document = signed("forum")
    room = document.rindex(b"/Contents <")
    end = room + len(document[room : document.index(b">", room)].rstrip(b"0"))
    other = b"1" if document[end - 1 : end] != b"1" else b"2"
    assert codes(document[: end - 1] + other + document[end:]) == ["forged"]


def test_a_signature_of_a_kind_that_cannot_be_checked_is_not_passed_over() -> None:
    strange = signed("forum", "langeberg").replace(b"ETSI.CAdES.detached", b"ETSI.CAdES.detachex", 1)
    assert Finding(Code.UNKNOWN_KIND, "forum") in judge(strange).findings


def test_a_file_that_is_cut_back_lacks_a_signature_that_was_given() -> None:
    cut = signed("forum", "langeberg")[: len(signed("forum"))]
    assert (codes(cut), codes(cut, expected=["forum", "langeberg"])) == ([], ["missing"])


def test_a_signature_that_was_taken_out_is_found() -> None:
    without = signing.unsigned(signed("forum", "langeberg"), "langeberg")
    assert codes(without, expected=["forum", "langeberg"]) == ["missing", "added-after", "altered-after"]


def test_the_only_signature_taken_out_leaves_a_file_that_nobody_signed() -> None:
    assert codes(signing.unsigned(signed("forum"), "forum")) == ["unsigned"]


def test_a_version_cannot_be_swapped_for_another() -> None:
    added = signed("witzenberg", "langeberg")[len(signed("witzenberg")) :]
    assert not judge(signed("forum") + added).passes


def test_an_expired_certificate_is_found() -> None:
    assert codes(sign(prepared(), "forum", at=AT + timedelta(days=1))) == ["expired"]


def test_a_certificate_that_expired_since_the_signature_is_good() -> None:
    assert codes(signed("forum"), at=AT + timedelta(days=3000)) == []


def test_a_certificate_that_was_not_valid_yet_is_found() -> None:
    assert codes(sign(prepared(), "forum", at=AT - timedelta(days=1))) == ["not-yet-valid"]


def test_a_signature_from_the_future_is_found() -> None:
    assert codes(signed("forum"), at=AT - timedelta(hours=1)) == ["future"]


def test_a_revoked_certificate_is_found() -> None:
    revoked = Revoked(signing.credential("forum").serial, AT - timedelta(minutes=1))
    assert codes(signed("forum", "langeberg"), revocations=[revocations([revoked])]) == ["revoked"]


def test_a_certificate_that_was_revoked_afterwards_is_noted() -> None:
    revoked = Revoked(signing.credential("forum").serial, AT + timedelta(days=1))
    judgement = judge(signed("forum"), revocations=[revocations([revoked])])
    assert (judgement.passes, judgement.notes) == (
        True,
        (Finding(Code.REVOKED_LATER, "forum", "Fatou Ndiaye"),),
    )


def test_only_the_issuers_own_list_counts() -> None:
    revoked = Revoked(signing.credential("forum").serial, AT - timedelta(minutes=1))
    foreign = revocations([revoked], theirs())
    assert codes(signed("forum"), revocations=[foreign]) == ["revocation-unknown"]


def test_a_foreign_certificate_is_not_known_but_the_file_is_whole() -> None:
    judgement = judge(sign(signed("langeberg"), "forum", theirs()))
    assert (judgement.passes, judgement.is_whole, judgement.refusals) == (
        False,
        True,
        (Finding(Code.UNKNOWN_ISSUER, "forum", "Fatou Ndiaye"),),
    )


def test_an_issuer_that_somebody_has_checked_is_believed() -> None:
    believed = [ours().certificate, theirs().certificate]
    lists = [revocations(), revocations(issuer=theirs())]
    assert codes(sign(signed("langeberg"), "forum", theirs()), trust_roots=believed, revocations=lists) == []


def test_a_certificate_that_somebody_has_checked_is_believed_for_itself() -> None:
    own = signing.credential("forum", theirs()).certificate
    assert codes(sign(prepared(), "forum", theirs()), trust_roots=[own]) == []


def test_an_authority_of_the_same_name_is_another() -> None:
    impostor = authority.found("Imbizo of the Winelands", at=AT)
    assert codes(sign(prepared(), "forum", impostor)) == ["unknown-issuer"]


def test_a_certificate_for_something_else_is_found() -> None:
    tool = signatures.sign(
        prepared(),
        "forum",
        signing.for_certificates(),
        name="Tool",
        capacity="",
        reason="",
        location="",
        at=AT,
    )
    assert codes(tool) == ["bad-certificate"]


def test_every_finding_has_its_words() -> None:
    told = [str(Finding(code, "forum", "Fatou")) for code in Code]
    assert len(set(told)) == len(Code) == len(findings._WORDS)


def test_a_signatory_without_a_name_is_called_by_the_field() -> None:
    assert str(Finding(Code.DAMAGED, "forum")) == "The signature of forum is damaged and can't be checked."


def test_the_words_of_a_finding_name_the_signatory() -> None:
    (finding,) = judge(sign(prepared(), "forum", at=AT + timedelta(days=1)), at=LATER).refusals
    assert str(finding) == "The certificate of Fatou Ndiaye had expired when the signature was made."


def test_a_signature_is_asked_for_by_its_field() -> None:
    judgement = judge(sign(signed("langeberg"), "forum", theirs()))
    told = [(name, judgement.of(name)) for name in FIELDS]
    assert [(name, one and one.passes) for name, one in told] == [
        ("witzenberg", None),
        ("langeberg", True),
        ("forum", False),
    ]


def test_the_digest_of_a_version_is_its_sha_256() -> None:
    assert reading.digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_that_was_made_to_be_judged_for_ever_is_refused_at_once() -> None:
    document = signed("forum")
    for _version in range(28):
        document = stamped(document)
    found = judge(document, original=prepared())
    assert ([str(each.code) for each in found.findings], found.signatures) == (["added-after"], ())


def test_the_newest_signature_can_be_judged_alone() -> None:
    document = signed("forum", "langeberg")
    newest = partial(
        verification.verify_newest,
        document,
        trust_roots=[signing.ours().certificate],
        revocations=[signing.revocations()],
        at=LATER,
    )
    found = {field: newest(field) for field in ("langeberg", "forum")}
    assert found == {"langeberg": judge(document).of("langeberg"), "forum": None}


def test_what_is_no_pdf_has_no_newest_signature() -> None:
    assert verification.verify_newest(b"%PDF-1.7 broken", "forum", trust_roots=[], at=LATER) is None
