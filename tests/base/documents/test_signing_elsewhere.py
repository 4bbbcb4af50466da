"""A signatory may sign with a program and a certificate of their own, and bring the file back."""

from datetime import UTC, datetime

import pytest

from imbizo.base.documents.signing.errors import (
    AddedMore,
    AnotherField,
    AnotherSignedMeanwhile,
    NothingSigned,
    NotOurFile,
)
from imbizo.base.documents.signing.increments import check_increment
from tests import signing
from tests.signing import codes, prepared, sign, signed, signed_elsewhere, stamped, theirs


def test_our_file_with_one_signature_more_is_taken() -> None:
    after = signed_elsewhere(prepared(), "forum")
    check_increment(prepared(), after, field="forum")
    # The other program signs by the clock of the machine, not by the moment at which these tests were read.
    assert codes(after, original=prepared(), at=datetime.now(UTC)) == ["unknown-issuer"]


def test_a_signature_onto_those_of_others_is_taken() -> None:
    before = signed("langeberg", "witzenberg")
    after = sign(before, "forum", theirs())
    check_increment(before, after, field="forum")
    assert signing.judge(after).is_whole


def test_the_very_file_is_not_signed() -> None:
    with pytest.raises(NothingSigned):
        check_increment(prepared(), prepared(), field="forum")


def test_another_file_is_not_ours() -> None:
    with pytest.raises(NotOurFile, match="not the file that was given out"):
        check_increment(prepared(), sign(prepared("Another"), "forum"), field="forum")


def test_the_text_without_its_fields_is_not_ours() -> None:
    with pytest.raises(NotOurFile):
        check_increment(signed("langeberg"), signed_elsewhere(signing.text(), "forum"), field="forum")


def test_a_signature_in_the_box_of_another_is_refused() -> None:
    with pytest.raises(AnotherField):
        check_increment(prepared(), signed_elsewhere(prepared(), "langeberg"), field="forum")


def test_a_signature_in_a_field_of_its_own_is_refused() -> None:
    with pytest.raises(AnotherField):
        check_increment(prepared(), signed_elsewhere(prepared(), "Signature1"), field="forum")


def test_two_signatures_at_once_are_refused() -> None:
    with pytest.raises(AnotherField):
        check_increment(prepared(), signed("forum", "langeberg"), field="forum")


@pytest.mark.parametrize("first", [(), ("langeberg",)])
def test_words_that_are_stamped_on_before_signing_are_refused(first: tuple[str, ...]) -> None:
    before = signed(*first)
    with pytest.raises(AddedMore):
        check_increment(before, sign(stamped(before), "forum", theirs()), field="forum")


def test_words_that_are_stamped_on_after_signing_are_refused() -> None:
    with pytest.raises(AddedMore):
        check_increment(prepared(), stamped(signed("forum")), field="forum")


def test_bytes_after_the_end_are_refused() -> None:
    with pytest.raises(AddedMore):
        check_increment(prepared(), signed("forum") + b"\n\n", field="forum")


def test_a_signature_on_an_older_version_has_to_be_made_again() -> None:
    with pytest.raises(AnotherSignedMeanwhile, match="sign the newest version"):
        check_increment(signed("langeberg"), signed("forum"), field="forum")
