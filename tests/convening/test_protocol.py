"""Those who must be told first: the list, the letters, and what they answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from imbizo.actors.operations.consent import record_basis
from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.exports.letters import letter_pdf
from imbizo.convening.models import FirstToTell, Gathering, Telling
from imbizo.convening.operations.protocol import add_first, end_first, set_letterhead
from imbizo.convening.operations.telling import (
    change_letter,
    note_reply,
    note_told,
    page_of,
    take_back_telling,
    tell_by_mail,
    write_letters,
)
from imbizo.convening.queries.protocol import to_tell
from imbizo.convening.queries.protocol_told import untold
from imbizo.convening.states import Office, TellingState, ToldBy
from imbizo.messaging.models import Message
from imbizo.places.models import Place
from imbizo.places.states import PlaceKind
from tests.cast import Cast, signed_in
from tests.convening.making import keep_no_quiet_hours, make_gathering, make_person
from tests.parts.poppler import Poppler

HEAD = {"name": "Ubambano", "signatory": "Amina Petersen", "signatory_title": "Coordinator", "prefix": "ULL/"}


@pytest.fixture
def witzenberg(cast: Cast) -> Place:
    return Place.objects.create(kind=PlaceKind.MUNICIPALITY, name="Witzenberg", programme=cast.programme)


@pytest.fixture
def ceres(cast: Cast, witzenberg: Place) -> Place:
    return Place.objects.create(
        kind=PlaceKind.TOWN, name="Ceres", parent=witzenberg, programme=cast.programme
    )


@pytest.fixture
def gathering(cast: Cast, ceres: Place) -> Gathering:
    return make_gathering(cast, place=ceres, purpose="To hear what people say.")


@pytest.fixture
def mayor(cast: Cast, witzenberg: Place) -> FirstToTell:
    person = make_person(cast, "Bongani Mthimkulu", email="mayor@example.org")
    record_basis(actors=[person], purpose="service", basis="public_task", how="in office", by=cast.amina)
    return add_first(place=witzenberg, office=Office.MAYOR, actor=person, by=cast.amina)


@pytest.fixture
def letter(cast: Cast, gathering: Gathering, mayor: FirstToTell) -> Telling:
    set_letterhead(by=cast.amina, changes=HEAD)
    return write_letters(gathering=gathering, by=cast.amina)[0]


def test_an_office_of_the_municipality_is_told_of_a_gathering_in_its_town(
    gathering: Gathering, mayor: FirstToTell
) -> None:
    assert [each.first for each in to_tell(gathering)] == [mayor]
    assert untold(gathering) == [mayor]


def test_letters_are_numbered_on_the_letterhead_and_never_written_twice(
    cast: Cast, gathering: Gathering, letter: Telling, witzenberg: Place
) -> None:
    year = timezone.localdate().year
    add_first(place=witzenberg, office=Office.SPEAKER, by=cast.amina)
    again = write_letters(gathering=gathering, by=cast.amina)
    assert [letter.reference, *(each.reference for each in again)] == [f"ULL/{year}/001", f"ULL/{year}/002"]


def test_letters_need_a_letterhead(cast: Cast, gathering: Gathering, mayor: FirstToTell) -> None:
    with pytest.raises(NotReady, match="letterhead"):
        write_letters(gathering=gathering, by=cast.amina)


def test_a_letter_by_mail_tells_them_and_carries_a_page_to_answer_on(cast: Cast, letter: Telling) -> None:
    keep_no_quiet_hours(cast.programme)
    assert tell_by_mail(telling=letter, by=cast.amina).state == TellingState.TOLD
    message = Message.objects.get(address="mayor@example.org")
    assert "To hear what people say." in message.text
    assert "/open/letter/" in message.text
    assert untold(letter.gathering) == []


def test_without_an_address_a_letter_is_printed(cast: Cast, gathering: Gathering, witzenberg: Place) -> None:
    add_first(place=witzenberg, office=Office.SPEAKER, actor=make_person(cast, "Nomsa Dlodlo"), by=cast.amina)
    set_letterhead(by=cast.amina, changes=HEAD)
    [letter] = write_letters(gathering=gathering, by=cast.amina)
    with pytest.raises(NotReady, match="Print"):
        tell_by_mail(telling=letter, by=cast.amina)


def test_the_office_answers_on_its_own_page(cast: Cast, letter: Telling) -> None:
    path = "/" + page_of(letter, by=cast.amina).split("/", 3)[3]
    stranger = signed_in(cast.farid)
    answer = {"state": "welcomed", "answer": "Please invite Nduli too."}
    assert stranger.post(path, answer).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.answer) == (TellingState.WELCOMED, "Please invite Nduli too.")
    assert letter.told_on is not None


def test_a_guessed_link_opens_nothing(cast: Cast) -> None:
    assert signed_in(cast.farid).get("/open/letter/AAAAAAAAAAAAAAAA/").status_code == 404


def test_told_by_telephone_is_noted_with_its_day(cast: Cast, letter: Telling) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    note_told(telling=letter, told_by=ToldBy.PHONE, on=yesterday, by=cast.bo)
    letter.refresh_from_db()
    assert (letter.state, letter.told_on, letter.told_by) == (TellingState.TOLD, yesterday, ToldBy.PHONE)


def test_nobody_was_told_tomorrow(cast: Cast, letter: Telling) -> None:
    with pytest.raises(BadAnswer):
        note_told(
            telling=letter, told_by=ToldBy.PHONE, on=timezone.localdate() + timedelta(days=2), by=cast.bo
        )


def test_a_letter_that_has_gone_is_not_changed(cast: Cast, letter: Telling) -> None:
    note_told(telling=letter, told_by=ToldBy.PRINT, by=cast.amina)
    with pytest.raises(NotNow):
        change_letter(telling=letter, changes={"text": "Other words"}, by=cast.amina)


def test_what_was_marked_by_mistake_is_taken_back(cast: Cast, letter: Telling) -> None:
    note_reply(telling=letter, state=TellingState.OBJECTS, answer="No", by=cast.amina)
    take_back_telling(telling=letter, by=cast.amina)
    letter.refresh_from_db()
    assert (letter.state, letter.told_on, letter.answer) == (TellingState.DRAFT, None, "")


def test_an_office_taken_off_the_list_keeps_its_letter(
    cast: Cast, letter: Telling, mayor: FirstToTell
) -> None:
    end_first(first=mayor, by=cast.amina)
    assert [each.telling for each in to_tell(letter.gathering)] == [letter]
    assert untold(letter.gathering) == []


def test_another_partner_neither_sees_nor_writes_our_letters(cast: Cast, letter: Telling) -> None:
    page = f"/p/{cast.programme.slug}/gatherings/letters/{letter.pk}/"
    assert signed_in(cast.thandi).get(page).status_code == 404
    with pytest.raises(NotAllowed):
        write_letters(gathering=letter.gathering, by=cast.thandi)


def test_the_letter_is_a_tagged_pdf_with_its_reference_and_signatory(
    letter: Telling, poppler: Poppler
) -> None:
    content = letter_pdf(letter)
    text = poppler.text(content)
    assert poppler.info(content)["Tagged"] == "yes"
    for words in (letter.reference, "Amina Petersen", "Bongani Mthimkulu", "To hear what people say."):
        assert words in text
