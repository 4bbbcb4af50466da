"""Proceedings hold the words that were said, name nobody who didn't agree, and don't change once they're approved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.actors.models import Consent
from imbizo.convening.errors import NotNow
from imbizo.convening.exports.proceedings import as_pdf, as_word, content_of
from imbizo.convening.models import Attendance, Gathering, Input, Proceedings, Slip
from imbizo.convening.operations import moderating
from imbizo.convening.operations import proceedings as operations
from imbizo.convening.operations.decisions import add_decision
from imbizo.convening.queries import proceedings as queries
from imbizo.convening.states import GatheringState, InputState, ProceedingsState
from imbizo.messaging.models import Message
from tests.cast import Cast, signed_in
from tests.convening.making import MARCH, keep_no_quiet_hours, make_person
from tests.convening.saying import Hall, heard, make_hall, slip
from tests.parts.poppler import Poppler


def _shown(cast: Cast, hall: Hall, text: str, **more: Any) -> Input:
    said = heard(hall, text, **more)
    moderating.decide(gathering=hall.gathering, ids=[said.pk], to=InputState.SHOWN, by=cast.amina)
    return said


def _held(cast: Cast) -> Hall:
    """A workshop that is over, at which something was said in isiXhosa and decided."""
    hall = make_hall(cast)
    _shown(cast, hall, "Sifuna ikliniki.", language="xh")
    add_decision(gathering=hall.gathering, text="A clinic on Saturdays.", by=cast.amina)
    hall.gathering.state = GatheringState.HELD
    hall.gathering.save()
    return hall


def _assembled(cast: Cast, hall: Hall, language: str = "en") -> Proceedings:
    return operations.assemble(gathering=hall.gathering, language=language, by=cast.amina)


def _approved(cast: Cast, hall: Hall) -> Proceedings:
    found = operations.submit(proceedings=_assembled(cast, hall), by=cast.amina)
    return operations.approve(proceedings=found, by=cast.bo)


def _text(found: Proceedings) -> str:
    return "\n".join(part["text"] for part in found.parts)


def _came(cast: Cast, hall: Hall, **more: Any) -> Attendance:
    fields = {"code": "AAAA0", "consent": "given", "name_consent": "given", "arrived_at": MARCH, **more}
    return Attendance.objects.create(programme=cast.programme, gathering=hall.gathering, **fields)


def test_words_stand_in_them_as_they_were_said_with_the_translation_beside(cast: Cast) -> None:
    hall = _held(cast)
    said = Input.objects.get()
    moderating.translate(said=said, language="en", text="We want a clinic.", by=cast.amina)
    assert "“Sifuna ikliniki.” (isiXhosa)\n  English: “We want a clinic.”" in _text(_assembled(cast, hall))


def test_what_waits_is_kept_off_or_withdrawn_is_not_in_them(cast: Cast) -> None:
    hall = _held(cast)
    Input.objects.create(
        programme=cast.programme, gathering=hall.gathering, text="Not yet.", via="scribe", state="waiting"
    )
    Input.objects.create(
        programme=cast.programme, gathering=hall.gathering, text="Kept off.", via="scribe", state="held"
    )
    text = _text(_assembled(cast, hall))
    assert ["Not yet." in text, "Kept off." in text] == [False, False]


def test_a_speaker_is_named_only_who_agreed(cast: Cast) -> None:
    hall = make_hall(cast)
    agreed = _came(cast, hall, name="Zola Ndlovu")
    later_not = _came(cast, hall, name="Piet Louw", code="AAAA1")
    _shown(cast, hall, "Light.", speaker=agreed)
    _shown(cast, hall, "Water.", speaker=later_not)
    Attendance.objects.filter(pk=later_not.pk).update(name_consent="unasked")
    text = _text(_assembled(cast, hall))
    assert ["Zola Ndlovu" in text, "Piet Louw" in text] == [True, False]


def test_an_anonymous_slip_has_its_words_and_nothing_else(cast: Cast) -> None:
    hall = make_hall(cast)
    said = slip(hall, "I am afraid.")
    moderating.decide(gathering=hall.gathering, ids=[said.pk], to=InputState.SHOWN, by=cast.amina)
    part = next(part for part in _assembled(cast, hall).parts if part["key"].startswith("session-"))
    assert part["text"] == "# What must change first?\n- “I am afraid.”"


def test_small_numbers_are_hidden_in_the_figures_and_said_to_be(cast: Cast) -> None:
    hall = _held(cast)
    _came(cast, hall)
    for sex, count in (("female", 12), ("male", 8), ("other", 2)):
        for _number in range(count):
            Slip.objects.create(programme=cast.programme, gathering=hall.gathering, sex=sex)
    found = _approved(cast, hall)
    rows = found.frozen["1"]["figures"][0]["rows"]
    assert {row["label"]: row["number"] for row in rows} == {"woman": 12, "man": None, "other": None}
    assert "A dash stands for a number below 5" in _text(found)


def test_a_part_that_a_person_wrote_stays_when_the_rest_is_assembled_anew(cast: Cast) -> None:
    hall = _held(cast)
    found = operations.write_part(
        proceedings=_assembled(cast, hall), key="about", text="A long day.", by=cast.amina
    )
    add_decision(gathering=hall.gathering, text="A bus on Sundays.", by=cast.amina)
    found = _assembled(cast, hall)
    assert ["A long day." in _text(found), "A bus on Sundays." in _text(found)] == [True, True]


def test_taken_as_assembled_a_persons_words_go(cast: Cast) -> None:
    found = _assembled(cast, _held(cast))
    before = found.parts[0]["text"]
    operations.write_part(proceedings=found, key="about", text="A long day.", by=cast.amina)
    assert operations.take_assembled(proceedings=found, key="about", by=cast.amina).parts[0]["text"] == before


def test_whoever_asked_does_not_approve_where_somebody_else_may(cast: Cast) -> None:
    found = operations.submit(proceedings=_assembled(cast, _held(cast)), by=cast.amina)
    with pytest.raises(NotNow):
        operations.approve(proceedings=found, by=cast.amina)


def test_alone_in_the_partner_one_approves_oneself(cast: Cast) -> None:
    found = operations.submit(proceedings=_assembled(cast, _held(cast)), by=cast.amina)
    cast.bo.left_on = MARCH.date()
    cast.bo.save()
    assert operations.approve(proceedings=found, by=cast.amina).state == ProceedingsState.APPROVED


def test_what_is_approved_does_not_change(cast: Cast) -> None:
    found = _approved(cast, _held(cast))
    with pytest.raises(NotNow):
        operations.write_part(proceedings=found, key="about", text="Otherwise.", by=cast.amina)
    with pytest.raises(NotNow):
        _assembled(cast, Hall(found.gathering, None, None, None))  # type: ignore[arg-type]


def test_a_correction_is_a_new_version_beside_the_first(cast: Cast) -> None:
    hall = _held(cast)
    found = operations.correct(proceedings=_approved(cast, hall), by=cast.amina)
    operations.write_part(proceedings=found, key="about", text="Corrected.", by=cast.amina)
    operations.submit(proceedings=found, by=cast.amina)
    found = operations.approve(proceedings=found, by=cast.bo)
    texts = [found.frozen[number]["parts"][0]["text"] for number in ("1", "2")]
    assert (texts[1], texts[0] == texts[1], found.version) == ("Corrected.", False, 2)


def test_before_the_gathering_there_is_nothing_to_write_up(cast: Cast) -> None:
    hall = make_hall(cast, state=GatheringState.PLANNED)
    with pytest.raises(NotNow):
        _assembled(cast, hall)


def test_they_are_written_in_the_language_chosen(cast: Cast) -> None:
    found = _assembled(cast, _held(cast), "af")
    assert found.language == "af"


def test_as_pdf_they_are_tagged_and_hold_words_and_figures(cast: Cast) -> None:
    content = content_of(_approved(cast, _held(cast)))
    assert content is not None
    made, poppler = as_pdf(content), Poppler()
    text = poppler.text(made)
    found = [
        "Sifuna ikliniki." in text,
        "What was said, by session" in text,
        "Version 1, approved on" in text,
    ]
    assert (poppler.info(made)["Tagged"], found) == ("yes", [True, True, True])


def test_as_word_they_hold_the_same(cast: Cast) -> None:
    from io import BytesIO

    import docx

    content = content_of(_assembled(cast, _held(cast)))
    assert content is not None
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(as_word(content))).paragraphs]
    assert ["Draft. Not approved yet." in texts, "“Sifuna ikliniki.” (isiXhosa)" in texts] == [True, True]


def test_those_who_want_word_get_a_link_once(cast: Cast) -> None:
    keep_no_quiet_hours(cast.programme)
    hall = _held(cast)
    person = make_person(cast, "Zola Ndlovu", number="060 000 0001")
    Consent.objects.create(
        programme=cast.programme, actor=person, purpose="service", basis="consent", given_on=MARCH.date()
    )
    _came(cast, hall, name="Zola Ndlovu", actor=person, wants_word=True)
    found = _approved(cast, hall)
    sent = [operations.send(proceedings=found, by=cast.amina) for _press in range(2)]
    assert (sent, Message.objects.count()) == ([(1, 1), (0, 1)], 1)


def test_the_link_opens_what_was_approved_and_not_the_correction_that_is_being_written(cast: Cast) -> None:
    found = _approved(cast, _held(cast))
    address = operations.public_address(found, cast.amina)
    operations.correct(proceedings=found, by=cast.amina)
    operations.write_part(proceedings=found, key="decisions", text="Secret draft.", by=cast.amina)
    page = Client().get(address[address.index("/open/") :]).content.decode()
    assert ["A clinic on Saturdays." in page, "Secret draft." in page] == [True, False]


def test_a_guessed_link_to_proceedings_opens_nothing(cast: Cast) -> None:
    assert Client().get(reverse("convening:open-proceedings", args=["guessed"])).status_code == 404


def test_two_who_write_one_part_see_each_others_words(cast: Cast) -> None:
    found, client = _assembled(cast, _held(cast)), signed_in(cast.amina)
    url = reverse("convening:proceedings-part", args=[cast.programme.slug, found.gathering_id, "about"])
    seen = client.get(url).context["form"]["seen"].value()
    operations.write_part(proceedings=found, key="about", text="Theirs.", by=cast.bo)
    refused = client.post(url, {"text": "Mine.", "seen": seen})
    saved = client.post(url, {"text": "Mine.", "seen": refused.context["form"]["seen"].value()})
    found.refresh_from_db()
    told = "Theirs." in refused.content.decode()
    assert (told, saved.status_code, found.parts[0]["text"]) == (True, 302, "Mine.")


def test_the_page_draws_its_charts_each_with_a_table(cast: Cast) -> None:
    hall = _held(cast)
    for number in range(6):
        Slip.objects.create(programme=cast.programme, gathering=hall.gathering, sex="female")
        _came(cast, hall, code=f"BBB{number}0")
    _assembled(cast, hall)
    url = reverse("convening:proceedings", args=[cast.programme.slug, hall.gathering.pk])
    page = signed_in(cast.amina).get(url).content.decode()
    assert (page.count('class="chart"'), page.count("The same as a table")) == (2, 2)


def _read_by_the_other_partner(cast: Cast, gathering: Gathering) -> list[Any]:
    """What a member of another partner gets of the page, and of the file."""
    at = ["winelands", gathering.pk]
    names = ("afterwards", "proceedings", "proceedings-word")
    return [signed_in(cast.thandi).get(reverse(f"convening:{name}", args=at)) for name in names]


def test_those_to_whom_the_gathering_is_shared_read_what_was_approved_and_no_draft(cast: Cast) -> None:
    hall = _held(cast)
    Gathering.objects.update(sharing="all")
    _assembled(cast, hall)
    assert [each.status_code for each in _read_by_the_other_partner(cast, hall.gathering)] == [200, 404, 404]
    found = operations.correct(proceedings=_approved(cast, hall), by=cast.amina)
    operations.write_part(proceedings=found, key="about", text="A draft.", by=cast.amina)
    around, page, file = _read_by_the_other_partner(cast, hall.gathering)
    assert [each.status_code for each in (around, page, file)] == [200, 200, 200]
    assert found.get_absolute_url() in around.content.decode()
    text = page.content.decode()
    shown = [words in text for words in ("Sifuna ikliniki.", "A draft.", "Write in it", "Begin a correction")]
    assert shown == [True, False, False, False]


def test_other_partners_read_no_version_from_before_speakers_were_asked_whether_they_may_be_named(
    cast: Cast,
) -> None:
    hall = _held(cast)
    Gathering.objects.update(sharing="all")
    found = _approved(cast, hall)
    for part in found.frozen["1"]["parts"]:
        part.pop("names_agreed", None)
    found.save()
    around, page, file = _read_by_the_other_partner(cast, hall.gathering)
    offered = found.get_absolute_url() in around.content.decode()
    assert (offered, page.status_code, file.status_code) == (False, 404, 404)


def test_what_a_person_wrote_before_is_open_to_other_partners_once_it_is_taken_as_assembled(
    cast: Cast,
) -> None:
    found = _assembled(cast, _held(cast))
    said = next(part for part in found.parts if part["key"].startswith("session"))
    before = said | {"edited": True}
    del before["names_agreed"]
    found.parts = [before if part is said else part for part in found.parts]
    found.save()
    taken = operations.take_assembled(proceedings=found, key=said["key"], by=cast.amina)
    versions = [
        queries.newest_for_others(Proceedings(frozen={"1": {"parts": parts}}))
        for parts in (found.parts, taken.parts)
    ]
    assert versions == [None, 1]
