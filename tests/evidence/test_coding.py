"""Words under codes: places, several at once, taking back, merging, corrections of the text."""

import pytest

from imbizo.base.errors import NotAllowed
from imbizo.evidence import queries
from imbizo.evidence.errors import NotReady, OutsideText
from imbizo.evidence.models import Coding
from imbizo.evidence.operations import codebooks, coding
from imbizo.evidence.operations.coding import Words
from imbizo.evidence.queries import coding as reads
from imbizo.evidence.states import CodingState
from imbizo.thread.models import Link
from tests.cast import Cast, signed_in
from tests.convening.saying import heard, make_hall
from tests.evidence.making import make_codebook, make_source

pytestmark = pytest.mark.django_db


def test_words_of_a_source_are_put_under_several_codes_at_once(cast: Cast) -> None:
    source = make_source(cast)
    _book, codes = make_codebook(cast, "Cost", "Silence")
    words = Words(source.text, 0, 21, source=source)
    made = coding.code_words(words=words, codes=codes, by=cast.amina)
    assert [(each.code.name, each.quote) for each in made] == [
        ("Cost", "Shop owners pay twice"),
        ("Silence", "Shop owners pay twice"),
    ]
    assert Link.objects.filter(source_id=source.pk, relation="coded_as").count() == 2


def test_the_link_goes_with_the_last_words_and_comes_back_with_undo(cast: Cast) -> None:
    source = make_source(cast)
    _book, codes = make_codebook(cast, "Cost")
    made = coding.code_words(words=Words(source.text, 0, 4, source=source), codes=codes, by=cast.amina)
    coding.take_back(codings=made, by=cast.amina)
    assert not Link.objects.filter(source_id=source.pk).exists()
    coding.put_back(codings=made, by=cast.amina)
    assert Link.objects.filter(source_id=source.pk).count() == 1


def test_an_emoji_an_accent_and_line_ends_of_windows_shift_nothing(cast: Cast) -> None:
    text = "\ufeffO\u0301 yes 🙂.\r\nWe are afraid."
    start = text.index("We are")
    source = make_source(cast, text=text)
    _book, codes = make_codebook(cast, "Fear")
    [made] = coding.code_words(words=Words(text, start, len(text), source=source), codes=codes, by=cast.amina)
    text_of = reads.text_of_source(source)
    lines = reads.lines_with(text_of, text_of.parts[0], queries.codings(cast.amina))
    assert [(line.start, [each.pk for each in line.codings]) for line in lines] == [
        (0, []),
        (start, [made.pk]),
    ]


def test_codings_stay_on_their_words_when_a_text_is_corrected(cast: Cast) -> None:
    source = make_source(cast)
    _book, codes = make_codebook(cast, "Cost")
    coding.code_words(words=Words(source.text, 0, 21, source=source), codes=codes, by=cast.amina)
    coding.code_words(words=Words(source.text, 23, 43, source=source), codes=codes, by=cast.amina)
    new = "Shop owners still pay twice."
    assert coding.carry(source=source, old=source.text, new=new) == 1
    rows = Coding.objects.order_by("start").values_list("quote", "state")
    assert set(rows) == {
        ("Shop owners still pay twice", CodingState.STANDING),
        ("Nobody answers them.", CodingState.ORPHANED),
    }


def test_merged_codes_keep_what_both_said_once(cast: Cast) -> None:
    source = make_source(cast)
    _book, [cost, price] = make_codebook(cast, "Cost", "Price")
    words = Words(source.text, 0, 21, source=source)
    coding.code_words(words=words, codes=[cost, price], by=cast.amina)
    codebooks.merge_code(code=price, into=cost, by=cast.amina)
    assert [each.code for each in reads.standing(cast.amina)] == [cost]
    assert Link.objects.get(relation="merged_from").source_id == price.pk


def test_a_code_cannot_stand_under_its_own_part(cast: Cast) -> None:
    book, [cost] = make_codebook(cast, "Cost")
    rent = codebooks.add_code(codebook=book, name="Rent", parent=cost, by=cast.amina)
    with pytest.raises(NotReady):
        codebooks.change_code(code=cost, changes={"parent": rent}, by=cast.amina)


def test_a_name_is_taken_once_in_one_place(cast: Cast) -> None:
    book, _codes = make_codebook(cast, "Cost")
    with pytest.raises(NotReady):
        codebooks.add_code(codebook=book, name="Cost", by=cast.amina)


def test_nobody_takes_back_what_another_coded(cast: Cast) -> None:
    source = make_source(cast)
    _book, codes = make_codebook(cast, "Cost")
    made = coding.code_words(words=Words(source.text, 0, 4, source=source), codes=codes, by=cast.amina)
    with pytest.raises(NotAllowed):
        coding.take_back(codings=made, by=cast.bo)


def test_without_a_script_words_are_copied_into_the_form(cast: Cast) -> None:
    said = heard(make_hall(cast), "We need a clinic. And water.")
    _book, [code] = make_codebook(cast, "Health")
    address = f"/p/winelands/evidence/code/input/{said.pk}/words/"
    signed_in(cast.amina).post(address, {"quote": "need  a clinic", "codes": [code.pk]})
    assert list(Coding.objects.values_list("start", "quote")) == [(3, "need a clinic")]


def test_words_that_stand_twice_are_asked_for_again(cast: Cast) -> None:
    with pytest.raises(OutsideText):
        coding.words_quoted(Words("pay and pay", 0, 11), "pay")


def test_a_new_code_is_made_while_coding_all_of_an_input(cast: Cast) -> None:
    said = heard(make_hall(cast), "We need a clinic.")
    book, _codes = make_codebook(cast)
    address = f"/p/winelands/evidence/code/input/{said.pk}/words/"
    signed_in(cast.amina).post(address, {"new": "Health", "codebook": book.pk})
    assert [(each.code.name, each.quote) for each in Coding.objects.all()] == [("Health", said.text)]


def test_words_of_a_text_that_changed_meanwhile_are_refused(cast: Cast) -> None:
    source = make_source(cast)
    _book, [code] = make_codebook(cast, "Cost")
    address = f"/p/winelands/evidence/code/source/{source.pk}/words/"
    sent = {"start": 0, "end": 4, "seen": "of before", "codes": [code.pk]}
    answer = signed_in(cast.amina).post(address, sent, headers={"X-Live": "1"})
    assert "corrected" in answer.json()["error"]
    assert not Coding.objects.exists()


def test_the_page_of_a_code_shows_its_words_and_gives_them_as_a_spreadsheet(cast: Cast) -> None:
    source = make_source(cast)
    _book, [code] = make_codebook(cast, "Cost")
    coding.code_words(words=Words(source.text, 0, 21, source=source), codes=[code], by=cast.amina)
    client = signed_in(cast.amina)
    assert "Shop owners pay twice" in client.get(code.get_absolute_url()).content.decode()
    assert client.get(f"/p/winelands/evidence/codes/{code.pk}/words.xlsx").getvalue()[:2] == b"PK"
