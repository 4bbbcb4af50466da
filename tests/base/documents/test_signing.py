"""A PDF is made ready for its signatories, and signed by one after the other."""

import asyncio
from dataclasses import asdict
from datetime import timedelta

import pytest
from cryptography import x509

from imbizo.base import sealing
from imbizo.base.documents.signing import authority, fields, page, reading
from imbizo.base.documents.signing.errors import (
    AlreadySigned,
    AnotherSignedMeanwhile,
    NoSuchField,
    UnreadablePdf,
)
from tests import signing
from tests.signing import AT, FIELDS, SIGNATORIES, judge, prepared, sign, signed


def test_the_prepared_document_begins_with_the_bytes_of_the_text() -> None:
    assert prepared().startswith(signing.text())


def test_each_signatory_has_an_empty_field() -> None:
    assert reading.field_names(reading.opened(prepared()), filled=False) == FIELDS


def test_a_field_says_whose_it_is_and_stands_in_the_structure_that_is_read_aloud() -> None:
    elements = reading.opened(prepared()).root["/StructTreeRoot"]["/K"][0]["/K"]
    forms = [element.get_object() for element in elements if element.get_object()["/S"] == "/Form"]
    assert [form["/K"]["/Obj"]["/TU"] for form in forms] == [
        "Signature of Nomsa Dlamini, Executive Mayor, for Witzenberg",
        "Signature of Piet Fourie, Municipal Manager, for Langeberg",
        "Signature of Fatou Ndiaye, Chairperson, for Migrants’ Forum",
    ]


def test_four_sign_on_a_page_and_the_fifth_on_the_next() -> None:
    five = [page.Signatory(field=f"f{number}", name="A", capacity="Mayor") for number in range(5)]
    assert [field.page for field in page.fields(five, language="en")] == [-2, -2, -2, -2, -1]


def test_a_label_without_a_party_names_none() -> None:
    (field,) = page.fields([page.Signatory(field="a", name="A", capacity="Mayor")], language="en")
    assert field.label == "Signature of A, Mayor"


def test_two_fields_of_one_name_are_refused() -> None:
    field = page.fields(SIGNATORIES, language="en")[0]
    with pytest.raises(ValueError, match="one field"):
        fields.prepare(signing.text(), [field, field])


def test_fields_are_made_once() -> None:
    with pytest.raises(ValueError, match="all of them"):
        fields.prepare(prepared(), page.fields(SIGNATORIES, language="en"))


def test_a_field_has_a_name_that_every_program_can_read() -> None:
    with pytest.raises(ValueError, match="can't be named"):
        fields.SignatureField(name="party.1", label="", page=0, box=(0, 0, 1, 1))


def test_a_document_without_tags_gets_its_fields_as_well() -> None:
    import typst

    plain = typst.compile(b"Agreed.", format="pdf", pdf_tags=False)
    assert isinstance(plain, bytes)
    field = fields.SignatureField(name="a", label="A", page=0, box=(0, 0, 99, 99))
    assert reading.field_names(reading.opened(fields.prepare(plain, [field]))) == ("a",)


def test_three_sign_one_after_the_other_and_all_signatures_stay_valid() -> None:
    judgement = judge(signed(*FIELDS), original=prepared(), expected=FIELDS)
    told = [(one.field, one.signer, one.organisation, one.covers_all) for one in judgement.signatures]
    assert (judgement.findings, told) == (
        (),
        [
            ("witzenberg", "Nomsa Dlamini", "Witzenberg", False),
            ("langeberg", "Piet Fourie", "Langeberg", False),
            ("forum", "Fatou Ndiaye", "Migrants’ Forum", True),
        ],
    )


def test_they_may_sign_in_any_order() -> None:
    assert judge(signed("forum", "witzenberg")).passes


def test_whoever_has_not_signed_is_told() -> None:
    assert judge(signed("forum")).empty == ("witzenberg", "langeberg")


def test_what_was_signed_stays_byte_for_byte() -> None:
    assert signed("witzenberg", "langeberg").startswith(signed("witzenberg"))


def test_a_signature_says_when_it_was_made_and_that_it_is_an_ordinary_one() -> None:
    one = judge(signed("forum")).of("forum")
    assert one is not None
    assert (one.at, one.ordinary, one.timestamped, one.issuer) == (AT, True, False, "Imbizo of the Winelands")


def test_a_field_is_signed_once() -> None:
    with pytest.raises(AlreadySigned):
        sign(signed("forum"), "forum")


def test_nobody_signs_where_there_is_no_field_of_theirs() -> None:
    without = fields.prepare(signing.text("Another"), page.fields(SIGNATORIES[:2], language="en"))
    with pytest.raises(NoSuchField):
        sign(without, "forum")


def test_what_is_no_pdf_is_not_signed() -> None:
    with pytest.raises(UnreadablePdf):
        sign(b"Dear Nomsa", "forum")


def test_of_two_who_sign_at_once_the_second_signs_again() -> None:
    read_by_both = reading.digest(prepared())
    with pytest.raises(AnotherSignedMeanwhile, match="Another signatory has signed since"):
        sign(signed("forum"), "langeberg", onto=read_by_both)


def test_the_second_signs_on_what_the_first_left() -> None:
    first = signed("forum")
    assert judge(sign(first, "langeberg", onto=reading.digest(first))).passes


def test_a_document_can_be_signed_and_judged_where_a_loop_is_running() -> None:
    async def signed_inside() -> bool:
        return judge(sign(prepared(), "langeberg")).passes

    assert asyncio.run(signed_inside())


def test_an_authority_can_be_sealed() -> None:
    sealed = sealing.seal(asdict(signing.ours()))
    assert authority.Authority(**sealing.unseal(sealed)) == signing.ours()


def test_keys_are_not_shown_in_logs() -> None:
    assert "PRIVATE KEY" not in repr((signing.ours(), signing.credential("forum")))


def test_a_certificate_says_that_it_is_an_ordinary_one() -> None:
    certificate = x509.load_pem_x509_certificate(signing.credential("forum").certificate.encode())
    policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert certificate.subject.rfc4514_string() == (
        "CN=Fatou Ndiaye,OU=Ordinary electronic signature,O=Migrants’ Forum"
    )
    assert [notice.explicit_text for notice in policies[0].policy_qualifiers or []] == [authority.STATEMENT]


def test_a_certificate_ends_before_the_root_that_issued_it() -> None:
    founded = authority.found("Imbizo", at=AT)
    last = AT + authority.ISSUES_FOR - timedelta(minutes=5)
    issued = x509.load_pem_x509_certificate(
        authority.issue(founded, name="Nomsa Dlamini", at=last).certificate.encode()
    )
    root = x509.load_pem_x509_certificate(founded.certificate.encode())
    may = [authority.may_issue(founded.certificate, at=last + timedelta(days=days)) for days in (0, 1)]
    assert (issued.not_valid_after_utc <= root.not_valid_after_utc, may) == (True, [True, False])


def test_a_certificate_may_carry_an_address() -> None:
    made = authority.issue(signing.ours(), name="Fatou", email="fatou@example.org", at=AT)
    certificate = x509.load_pem_x509_certificate(made.certificate.encode())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.RFC822Name) == ["fatou@example.org"]


def test_a_long_name_is_cut_to_what_a_certificate_holds() -> None:
    made = authority.issue(signing.ours(), name="N" * 80, at=AT)
    certificate = x509.load_pem_x509_certificate(made.certificate.encode())
    assert certificate.subject.rfc4514_string() == "CN=" + "N" * 64 + ",OU=Ordinary electronic signature"
