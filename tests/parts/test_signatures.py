"""What pdfsig says of our signatures, and why what it says isn't enough."""

from tests import signing
from tests.parts.poppler import Poppler, Signed
from tests.signing import FIELDS, judge, prepared, signed, stamped


def test_another_program_finds_three_signatures_valid(poppler: Poppler) -> None:
    assert poppler.signatures(signed(*FIELDS)) == [
        Signed("witzenberg", "Nomsa Dlamini", valid=True, whole=False),
        Signed("langeberg", "Piet Fourie", valid=True, whole=False),
        Signed("forum", "Fatou Ndiaye", valid=True, whole=True),
    ]


def test_empty_fields_are_no_signatures(poppler: Poppler) -> None:
    assert poppler.signatures(prepared()) == []


def test_pdfsig_calls_a_signature_valid_after_words_were_stamped_on_and_we_do_not(poppler: Poppler) -> None:
    spoilt = stamped(signed("forum"))
    assert (poppler.signatures(spoilt), judge(spoilt).passes) == (
        [Signed("forum", "Fatou Ndiaye", valid=True, whole=False)],
        False,
    )


def test_pdfsig_calls_both_valid_where_words_were_stamped_on_between_and_we_do_not(poppler: Poppler) -> None:
    spoilt = signing.sign(stamped(signed("forum")), "langeberg")
    seen = {one.field: (one.valid, one.whole) for one in poppler.signatures(spoilt)}
    assert (seen, judge(spoilt).passes) == ({"forum": (True, False), "langeberg": (True, True)}, False)


def test_pdfsig_ends_with_success_on_a_file_that_was_changed(poppler: Poppler) -> None:
    # `signatures` raises where the program ends otherwise.
    spoilt = signed("forum").replace(b"<dc:title>", b"<dc:titlf>", 1)
    assert [one.valid for one in poppler.signatures(spoilt)] == [False]


def test_the_box_says_who_signed_as_what_when_and_with_what_kind_of_signature(poppler: Poppler) -> None:
    told = poppler.text(signed("forum")).split("Signed electronically by")[1].splitlines()
    assert [line for line in told if line][:6] == [
        "Fatou Ndiaye",
        "Chairperson",
        "Sun 26 July 2026, 09:00 (UTC+02:00)",
        "Ceres",
        "I agree",
        "Ordinary electronic signature",
    ]


def test_a_long_name_is_drawn_small_and_whole(poppler: Poppler) -> None:
    name = "Nkosazana " * 12
    assert poppler.text(signing.sign(prepared(), "forum", name=name)).count("Nkosazana") == 12


def test_a_signed_document_stays_tagged_with_its_fonts_embedded(poppler: Poppler) -> None:
    document = signed(*FIELDS)
    assert (poppler.info(document)["Tagged"], {font.embedded for font in poppler.fonts(document)}) == (
        "yes",
        {True},
    )
