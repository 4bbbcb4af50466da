"""The day pack: papers that carry no status, cards that stay the same, sheets in the table's language."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from imbizo.calc import codes
from imbizo.convening.exports.daypack import day_pack_pdf
from imbizo.convening.exports.runsheet import run_sheet_pdf
from imbizo.convening.exports.safety import safety_pdf
from imbizo.convening.models import Gathering, SlipCategory
from imbizo.convening.operations.tables import add_table
from imbizo.convening.queries.daypack import Part, Wanted, copies_by_language
from imbizo.convening.queries.safety import sheet_of
from imbizo.convening.rules.cards import card_codes, cards_for
from imbizo.convening.states import InvitationState
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.convening.making import make_gathering, make_person
from tests.convening.planning_the_day import know, make_session
from tests.parts.poppler import Poppler

STATUS = re.compile(
    r"migrant|refugee|asylum|citizen|foreign|national|permit|undocumented|visa|passport|status", re.IGNORECASE
)
QR = "https://imbizo.example.org/open/{}/{}"


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    """A workshop of twenty with two who come, one who doesn't, a table and a question in two languages."""
    made = make_gathering(cast, capacity=20, languages=["en", "xh"], transport_amount=Decimal(80))
    _invite(cast, made, "Sipho Dlamini", InvitationState.ACCEPTED, language="xh")
    _invite(cast, made, "Amal Warsame", InvitationState.ACCEPTED)
    _invite(cast, made, "Petrus Botha", InvitationState.DECLINED)
    add_table(gathering=made, name="Table 1", language="xh", by=cast.amina)
    question = make_session(
        cast, made, "Living here", "What is it like?", materials="2 flip charts"
    ).questions.get()
    question.texts = {"xh": "Kunjani apha?"}
    question.save()
    know(cast, made)
    return made


def _invite(cast: Cast, gathering: Gathering, name: str, state: str, **fields: Any) -> None:
    person = make_person(cast, name, **fields)
    gathering.invitations.create(programme=cast.programme, actor=person, state=state)


def _printed(
    gathering: Gathering, *parts: Part, languages: tuple[str, ...] = ("en",), copies: int | None = 1
) -> bytes:
    wanted = Wanted(parts or list(Part), languages, copies)
    return day_pack_pdf(gathering, wanted, address=QR.format)


def test_the_whole_pack_is_tagged_and_carries_no_status(gathering: Gathering, poppler: Poppler) -> None:
    pack = _printed(gathering, languages=("en", "xh"))
    info = poppler.info(pack)
    assert (info["Tagged"], info["Title"]) == ("yes", "Day pack: Workshop in Ceres")
    assert STATUS.findall(poppler.text(pack)) == []


def test_the_register_names_who_comes_and_leaves_lines_for_others(
    gathering: Gathering, poppler: Poppler
) -> None:
    text = poppler.text(_printed(gathering, Part.REGISTER))
    assert [name in text for name in ("Sipho Dlamini", "Amal Warsame", "Petrus Botha")] == [True, True, False]
    # Two who come, eighteen places left, and a fifth of twenty.
    assert re.findall(r"^(\d+)$", text, re.MULTILINE)[-1] == "24"


def test_the_payment_sheet_has_the_amount_on_each_line(gathering: Gathering, poppler: Poppler) -> None:
    assert poppler.text(_printed(gathering, Part.PAYMENTS)).count("80.00") == 24


def test_cards_are_the_same_however_often_they_are_printed(gathering: Gathering, poppler: Poppler) -> None:
    first, again = (poppler.text(_printed(gathering, Part.CARDS)) for _time in range(2))
    printed = [word for word in first.split() if codes.is_valid(word, codes.CARD) and word == word.upper()]
    assert first == again
    assert printed == card_codes(gathering.pk, 30)


def test_more_cards_go_on_where_the_first_ended(gathering: Gathering) -> None:
    few, more = card_codes(gathering.pk, 10), card_codes(gathering.pk, 100)
    assert more[:10] == few
    assert len(set(more)) == 100
    assert all(codes.is_valid(code, codes.CARD) for code in more)


def test_the_cards_of_another_gathering_are_others(cast: Cast, gathering: Gathering) -> None:
    assert card_codes(make_gathering(cast).pk, 5) != card_codes(gathering.pk, 5)


@pytest.mark.parametrize(
    ("places", "cards"), [(20, 30), (25, 30), (26, 40), (60, 80), (None, 50), (5_000, 2_000)]
)
def test_there_are_a_fifth_more_cards_than_places_in_whole_sheets(places: int | None, cards: int) -> None:
    assert cards_for(places) == cards


def test_a_table_reads_its_question_in_its_own_language(gathering: Gathering, poppler: Poppler) -> None:
    text = poppler.text(_printed(gathering, Part.GROUPS))
    assert "Kunjani apha?" in text
    assert "What is it like?" not in text
    assert gathering.tables.get().code in text


def test_consent_is_printed_for_each_language_two_on_a_page(gathering: Gathering, poppler: Poppler) -> None:
    pack = _printed(gathering, Part.CONSENT, languages=("en", "xh"), copies=4)
    assert poppler.info(pack)["Pages"] == "4"


def test_a_translation_that_no_speaker_has_checked_says_so(gathering: Gathering, poppler: Poppler) -> None:
    text = " ".join(poppler.text(_printed(gathering, Part.CONSENT, languages=("xh",))).split())
    assert "No speaker of isiXhosa has checked this translation yet." in text
    assert "No speaker" not in poppler.text(_printed(gathering, Part.CONSENT))


def test_participants_are_told_the_programmes_number_and_never_the_polices(
    cast: Cast, gathering: Gathering, poppler: Poppler
) -> None:
    type(cast.programme).objects.update(contact_number="060 000 0005")
    gathering = Gathering.objects.get()
    text = poppler.text(_printed(gathering, Part.CONSENT))
    assert ["060 000 0005" in text, "060 000 0911" in text] == [True, False]


def test_as_many_copies_as_people_need_in_each_language(gathering: Gathering) -> None:
    # One who comes speaks isiXhosa; the other 29 of 30 cards are shared out.
    assert copies_by_language(gathering, ["en", "xh"]) == {"en": 15, "xh": 16}


def test_a_slip_asks_the_programmes_own_question_with_a_way_not_to_say(
    cast: Cast, gathering: Gathering, poppler: Poppler
) -> None:
    SlipCategory.objects.create(
        programme=cast.programme, label="How long here?", choices=["a year", "longer"]
    )
    text = poppler.text(_printed(gathering, Part.SLIPS))
    assert "How long here?" in text
    assert text.count("prefer not to say") == 3


def test_numbers_stand_once(gathering: Gathering, poppler: Poppler) -> None:
    assert poppler.text(_printed(gathering, Part.NUMBERS)).count("060 000 0911") == 1


def test_the_run_sheet_tells_hours_and_what_to_bring(gathering: Gathering, poppler: Poppler) -> None:
    words = " ".join(poppler.text(run_sheet_pdf(gathering)).split())
    assert "09:00 to 15:00: 30 minutes, 330 minutes left" in words
    assert "Flip charts 2 Living here" in words


def test_the_safety_sheet_is_one_page(gathering: Gathering, poppler: Poppler) -> None:
    sheet = safety_pdf(sheet_of(gathering))
    assert (poppler.info(sheet)["Pages"], poppler.info(sheet)["Tagged"]) == ("1", "yes")
    assert "Two taxis wait until six." in poppler.text(sheet)


def test_what_a_person_wrote_is_never_markup(cast: Cast, gathering: Gathering, poppler: Poppler) -> None:
    make_session(cast, gathering, "#panic() *bold* $x$", "]]")
    assert "#panic() *bold* $x$" in poppler.text(_printed(gathering, Part.RUN_SHEET, Part.GROUPS))


def test_printing_is_in_the_trail(cast: Cast, gathering: Gathering) -> None:
    page = signed_in(cast.amina).get(
        _url(cast, "daypack-pdf", gathering), {"part": "register", "language": "en"}
    )
    assert (page["Content-Type"], page["Cache-Control"]) == ("application/pdf", "no-store")
    assert AuditEntry.objects.get(verb="print").changes == {"parts": [None, ["register"]]}


def test_nothing_chosen_says_what_to_choose(cast: Cast, gathering: Gathering) -> None:
    page = signed_in(cast.amina).get(_url(cast, "daypack-pdf", gathering))
    assert (page.status_code, page.context["form"].errors["part"]) == (400, ["Choose at least one part."])


def test_an_empty_gathering_has_a_pack_too(cast: Cast, poppler: Poppler) -> None:
    empty = make_gathering(cast, starts_at=None, ends_at=None)
    assert poppler.info(_printed(empty))["Tagged"] == "yes"


def test_another_partner_does_not_find_the_pack(cast: Cast) -> None:
    shared = make_gathering(cast, sharing="all")
    assert signed_in(cast.thandi).get(_url(cast, "daypack", shared)).status_code == 404


def _url(cast: Cast, name: str, gathering: Gathering) -> str:
    return reverse(f"convening:{name}", args=[cast.programme.slug, gathering.pk])
