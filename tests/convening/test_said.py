"""Whoever said something reads what became of it, gets word once of each change, and the anonymous stay so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import Consent
from imbizo.convening.errors import NotNow
from imbizo.convening.exports.certificates import certificates_pdf
from imbizo.convening.models import Attendance, Certificate, Input, SaidNotice
from imbizo.convening.operations import certificates, joining, moderating, putting
from imbizo.convening.operations.actions import add_action, stand
from imbizo.convening.operations.decisions import add_decision
from imbizo.convening.operations.inputs import receipt_for
from imbizo.convening.operations.word_back import APART, said_address, send_word_back
from imbizo.convening.queries import said as queries
from imbizo.convening.states import ActionState, GatheringState, InputState
from imbizo.messaging.models import Message
from tests.cast import Cast, signed_in
from tests.convening.making import MARCH, keep_no_quiet_hours, make_person
from tests.convening.saying import Hall, heard, make_hall, slip
from tests.parts.poppler import Poppler

BY = date(2099, 3, 26)


def _zola(cast: Cast, hall: Hall, **more: Any) -> Attendance:
    """Somebody in the register who came, agreed to be named, and wants word."""
    keep_no_quiet_hours(cast.programme)
    person = make_person(cast, "Zola Ndlovu", number="060 000 0001")
    Consent.objects.create(
        programme=cast.programme, actor=person, purpose="service", basis="consent", given_on=MARCH.date()
    )
    fields = {"code": "AAAA0", "name": "Zola Ndlovu", "name_consent": "given", "wants_word": True, **more}
    return Attendance.objects.create(
        programme=cast.programme, gathering=hall.gathering, actor=person, **fields
    )


def _decide(cast: Cast, said: Input, text: str = "A clinic on Saturdays.") -> Any:
    return add_decision(gathering=said.gathering, text=text, inputs=[said], by=cast.amina)


def _sentences(said: Input) -> list[str]:
    found = queries.mine(
        Input.objects.select_related("gathering__owner", "gathering__programme").get(pk=said.pk)
    )
    return [found.standing, *(told.sentence for told in found.told)]


def _page(code: str) -> str:
    return Client().post(reverse("convening:said"), {"code": code}).content.decode()


def test_what_waits_says_so(cast: Cast) -> None:
    assert _sentences(heard(make_hall(cast))) == ["It waits for the facilitator."]


def test_a_decision_and_what_is_done_about_it_are_told(cast: Cast) -> None:
    said = heard(make_hall(cast))
    decided = _decide(cast, said)
    done = add_action(gathering=said.gathering, text="Ask the nurse.", decision=decided, by=cast.amina)
    stand(action=done, state=ActionState.DONE, note="", by=cast.amina, on=date(2026, 4, 2))
    assert _sentences(said)[1:] == [
        "It informed a decision: “A clinic on Saturdays.”",
        "Done on 2 April 2026: “Ask the nurse.”",
    ]


def test_what_was_put_together_with_others_follows_the_whole(cast: Cast) -> None:
    hall = make_hall(cast)
    one, other = heard(hall, "A clinic."), heard(hall, "A nurse.")
    whole, _done = joining.merge(gathering=hall.gathering, ids=[one.pk, other.pk], by=cast.amina)
    moderating.decide(gathering=hall.gathering, ids=[whole.pk], to=InputState.SHOWN, by=cast.amina)
    _decide(cast, whole)
    assert _sentences(one)[-1] == "It informed a decision: “A clinic on Saturdays.”"


def test_others_words_are_not_quoted_before_a_facilitator_let_them_through(cast: Cast) -> None:
    hall = make_hall(cast)
    one, other = heard(hall, "A clinic."), heard(hall, "A secret.")
    joining.merge(gathering=hall.gathering, ids=[one.pk, other.pk], by=cast.amina)
    assert ["A secret." in sentence for sentence in _sentences(one)] == [False, False]


def test_an_anonymous_one_reads_it_by_the_receipt(cast: Cast) -> None:
    said = slip(make_hall(cast), "I am afraid at night.")
    assert ["I am afraid at night." in _page(receipt_for(said)), "waits" in _page(receipt_for(said))] == [
        True,
        True,
    ]


def test_a_receipt_is_read_with_gaps_and_small_letters(cast: Cast) -> None:
    said = slip(make_hall(cast))
    receipt = receipt_for(said).lower()
    assert "I am afraid at night." in _page(f"{receipt[:4]} {receipt[4:8]}-{receipt[8:]}")


def test_a_wrong_code_and_a_made_up_one_read_alike(cast: Cast) -> None:
    made_up = receipt_for(slip(make_hall(cast)))
    Input.objects.all().delete()
    pages = [_page(made_up), _page("7K2M90TX4CFB")]
    assert ["Nothing was sent under this code." in page for page in pages] == [True, True]


def test_whoever_tries_codes_out_is_shown_out(cast: Cast) -> None:
    cache.clear()
    made_up = receipt_for(slip(make_hall(cast)))
    Input.objects.all().delete()
    client, url = Client(), reverse("convening:said")
    answers = [client.post(url, {"code": made_up}).status_code for _try in range(62)]
    cache.clear()
    assert answers[-1] == 429


def test_by_their_link_somebody_reads_all_that_they_said_and_nobody_elses(cast: Cast) -> None:
    hall = make_hall(cast)
    zola = _zola(cast, hall)
    heard(hall, "A clinic.", speaker=zola)
    heard(hall, "A secret.")
    address = said_address(zola, None)
    page = Client().get(address[address.index("/open/") :]).content.decode()
    assert ["A clinic." in page, "A secret." in page] == [True, False]


def test_a_guessed_link_to_what_was_said_opens_nothing(cast: Cast) -> None:
    assert Client().get(reverse("convening:said-of", args=["guessed"])).status_code == 404


def test_word_goes_once_of_each_change(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, speaker=_zola(cast, hall))
    _decide(cast, said)
    first = [send_word_back(timezone.now()) for _strike in range(2)]
    _decide(cast, said, "A bus as well.")
    assert (first, send_word_back(timezone.now() + APART)) == ([1, 0], 1)


def test_what_comes_within_a_day_waits_and_goes_in_one_message(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, speaker=_zola(cast, hall))
    _decide(cast, said)
    send_word_back(timezone.now())
    for text in ("A bus as well.", "And a nurse."):
        _decide(cast, said, text)
    assert [send_word_back(timezone.now() + late) for late in (timedelta(), APART)] == [0, 1]


def test_two_changes_at_once_are_one_message(cast: Cast) -> None:
    hall = make_hall(cast)
    zola = _zola(cast, hall)
    _decide(cast, heard(hall, "A clinic.", speaker=zola))
    _decide(cast, heard(hall, "A bus.", speaker=zola), "A bus.")
    assert (send_word_back(timezone.now()), SaidNotice.objects.count()) == (1, 2)


def test_the_message_holds_a_link_and_none_of_the_words(cast: Cast) -> None:
    hall = make_hall(cast)
    _decide(cast, heard(hall, "We need a clinic.", speaker=_zola(cast, hall)))
    send_word_back(timezone.now())
    text = Message.objects.get().text
    assert ["/open/said/" in text, "clinic" in text] == [True, False]


def test_whoever_wants_no_word_gets_none(cast: Cast) -> None:
    hall = make_hall(cast)
    _decide(cast, heard(hall, speaker=_zola(cast, hall, wants_word=False)))
    assert send_word_back(timezone.now()) == 0


def test_nothing_goes_to_the_anonymous(cast: Cast) -> None:
    hall = make_hall(cast)
    _zola(cast, hall)
    said = slip(hall)
    moderating.decide(gathering=hall.gathering, ids=[said.pk], to=InputState.SHOWN, by=cast.amina)
    _decide(cast, said)
    assert (send_word_back(timezone.now()), SaidNotice.objects.count()) == (0, 0)


def test_an_answer_of_an_institution_is_told_in_its_words(cast: Cast) -> None:
    said = heard(make_hall(cast))
    clinic = make_person(cast, "Dr Adams")
    put = putting.put_to(said=said, institution=clinic, answer_by=BY, by=cast.amina)
    putting.answer(put=put, text="From May.", by=cast.amina, answered_on=date(2026, 4, 2))
    assert _sentences(said)[-1] == f"{clinic.name} answered on 2 April 2026: “From May.”"


# Certificates


def _certified(cast: Cast, **more: Any) -> list[Certificate]:
    hall = make_hall(cast, way="both")
    Attendance.objects.create(
        programme=cast.programme,
        gathering=hall.gathering,
        **({"code": "AAAA0", "name": "Zola Ndlovu"} | more),
    )
    hall.gathering.state = GatheringState.HELD
    return list(certificates.issue_certificates(gathering=hall.gathering, minutes=60, by=cast.amina))


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({}, 1),
        ({"named": "alias"}, 0),
        ({"named": "nameless", "name": ""}, 0),
        ({"way": "online", "minutes_online": 59}, 0),
        ({"way": "online", "minutes_online": 60}, 1),
        ({"way": "online", "minutes_online": None}, 1),
    ],
)
def test_who_came_by_name_for_long_enough_gets_a_certificate(cast: Cast, more: Any, count: int) -> None:
    assert len(_certified(cast, **more)) == count


def test_the_code_tells_what_stands_on_the_paper(cast: Cast) -> None:
    made = _certified(cast)[0]
    page = Client().get(reverse("convening:open-certificate", args=[made.code])).content.decode()
    assert ["Zola Ndlovu" in page, "This certificate holds." in page, "AAAA0" in page] == [True, True, False]


def test_a_revoked_certificate_says_so(cast: Cast) -> None:
    made = certificates.revoke_certificate(certificate=_certified(cast)[0], by=cast.amina)
    page = Client().get(reverse("convening:open-certificate", args=[made.code])).content.decode()
    assert "This certificate was revoked on" in page


def test_one_that_was_revoked_is_issued_again_once_under_the_name_as_it_is_now(cast: Cast) -> None:
    old = certificates.revoke_certificate(certificate=_certified(cast)[0], by=cast.amina)
    Attendance.objects.update(name="Zola Ndlovu-Adams")
    again = reverse("convening:certificate-again", args=["winelands", old.pk])
    pages = [signed_in(cast.amina).post(again, follow=True).content.decode() for _twice in range(2)]
    new = Certificate.objects.get(revoked_on=None)
    assert (new.name, new.code == old.code, Certificate.objects.count()) == ("Zola Ndlovu-Adams", False, 2)
    assert ["Issue again" in page for page in pages] == [False, False]
    assert (
        "was revoked on"
        in Client().get(reverse("convening:open-certificate", args=[old.code])).content.decode()
    )


def test_of_somebody_who_is_no_longer_noted_by_name_none_is_issued_again(cast: Cast) -> None:
    old = certificates.revoke_certificate(certificate=_certified(cast)[0], by=cast.amina)
    Attendance.objects.update(name="")
    with pytest.raises(NotNow):
        certificates.issue_again(certificate=old, by=cast.amina)


def test_a_code_that_nobody_has_is_not_found(cast: Cast) -> None:
    assert Client().get(reverse("convening:open-certificate", args=["7K2M90TX4CFB"])).status_code == 404


def test_the_certificate_is_a_tagged_page_with_its_code(cast: Cast) -> None:
    made = _certified(cast)[0]
    pdf, poppler = certificates_pdf(made.attendance.gathering, [made], "en"), Poppler()
    text, info = poppler.text(pdf), poppler.info(pdf)
    assert (info["Tagged"], info["Pages"], "Zola Ndlovu" in text) == ("yes", "1", True)
