"""The signed memorandum before two judges: pyHanko, through our own verdict, and pdfsig."""

from imbizo.agreements.operations.verifying import judge, verify_copy
from tests.agreements.signing_it import begun, content, newest, sign, text_of
from tests.cast import Cast
from tests.parts.poppler import Poppler, Signed
from tests.signing import stamped


def test_both_find_the_memorandum_signed_by_both_parties(cast: Cast, poppler: Poppler) -> None:
    agreement, nomsa, piet = begun(cast)
    sign(nomsa)
    sign(piet)
    assert poppler.signatures(content(agreement)) == [
        Signed("signature-1", "Nomsa Dlamini", valid=True, whole=False),
        Signed("signature-2", "Piet Fourie", valid=True, whole=True),
    ]
    assert judge(agreement, newest(agreement)).passes


def test_pdfsig_passes_a_memorandum_stamped_after_signing_and_we_refuse_it(
    cast: Cast, poppler: Poppler
) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    spoilt = stamped(content(agreement))
    seen = [one.valid for one in poppler.signatures(spoilt)]
    assert (seen, verify_copy(agreement=agreement, content=spoilt).is_good) == ([True], False)


def test_the_file_holds_text_parties_hash_and_boxes_and_stays_tagged(cast: Cast, poppler: Poppler) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    text, info = poppler.text(content(agreement)), poppler.info(content(agreement))
    wanted = (
        "The parties shall meet quarterly.",
        "Langeberg Municipality",
        text_of(agreement).text_hash[:32],
        "Piet Fourie",
    )
    assert ([each in text for each in wanted], info["Tagged"]) == ([True] * 4, "yes")
