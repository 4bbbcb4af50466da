"""Those who were told first, and then the day is moved or the gathering called off."""

from datetime import timedelta

import pytest

from imbizo.convening.errors import NotNow, NotReady
from imbizo.convening.models import Gathering, Telling
from imbizo.convening.operations import gatherings
from imbizo.convening.operations.telling import change_letter, note_told, page_of, tell_by_mail, write_anew
from imbizo.convening.queries.next_step import stages
from imbizo.convening.queries.protocol import to_tell
from imbizo.convening.states import TellingState, ToldBy
from imbizo.messaging.models import Message
from tests.cast import Cast, signed_in
from tests.convening.making import keep_no_quiet_hours
from tests.convening.test_protocol import ceres, gathering, letter, mayor, witzenberg

__all__ = ["ceres", "gathering", "letter", "mayor", "witzenberg"]


def test_a_letter_that_waits_is_written_anew_before_it_goes(cast: Cast, letter: Telling) -> None:
    _a_week_later(letter, cast)
    with pytest.raises(NotReady, match="another day"):
        tell_by_mail(telling=letter, by=cast.amina)
    signed_in(cast.amina).post(f"{letter.get_absolute_url()}anew/")
    letter.refresh_from_db()
    assert ("19 March" in letter.text, _is_outdated(letter)) == (True, False)


def test_whoever_was_told_is_told_of_the_new_day_and_keeps_their_answer(cast: Cast, letter: Telling) -> None:
    keep_no_quiet_hours(cast.programme)
    tell_by_mail(telling=letter, by=cast.amina)
    Telling.objects.update(state=TellingState.WELCOMED)
    _a_week_later(letter, cast)
    assert _is_outdated(letter)
    tell_by_mail(telling=letter, by=cast.amina)
    letter.refresh_from_db()
    last = Message.objects.filter(address="mayor@example.org").order_by("created_at").last()
    assert last is not None
    assert ("is now on Thursday 19 March 2026" in last.text, letter.state) == (True, TellingState.WELCOMED)
    assert not _is_outdated(letter)


def test_a_change_told_by_telephone_is_noted_once(cast: Cast, letter: Telling) -> None:
    note_told(telling=letter, told_by=ToldBy.PRINT, by=cast.amina)
    _a_week_later(letter, cast)
    changed = note_told(telling=letter, told_by=ToldBy.PHONE, by=cast.amina)
    assert ("is now on" in changed.text, changed.told_by) == (True, ToldBy.PHONE)
    with pytest.raises(NotNow):
        note_told(telling=letter, told_by=ToldBy.PHONE, by=cast.amina)


def test_the_page_of_the_gathering_asks_to_tell_them(cast: Cast, letter: Telling) -> None:
    note_told(telling=letter, told_by=ToldBy.PRINT, by=cast.amina)
    moved = _a_week_later(letter, cast)
    [stage] = [each for each in stages(cast.amina, moved) if each.title == "First to tell"]
    assert (stage.sentence, stage.is_open) == ("1 was told another day", True)
    shown = signed_in(cast.amina).get(letter.get_absolute_url()).content.decode()
    assert "They were told Thu 12 March" in shown


def test_the_office_reads_on_its_page_that_it_is_off(cast: Cast, letter: Telling) -> None:
    path = "/" + page_of(letter, by=cast.amina).split("/", 3)[3]
    note_told(telling=letter, told_by=ToldBy.PRINT, by=cast.amina)
    gatherings.call_off(gathering=letter.gathering, because="Too tense", by=cast.amina)
    page = signed_in(cast.farid).get(path).content.decode()
    assert ("does not take place" in page, "Too tense" in page) == (True, False)


def test_nobody_is_written_to_of_a_gathering_that_is_off(cast: Cast, letter: Telling) -> None:
    gatherings.call_off(gathering=letter.gathering, because="Too tense", by=cast.amina)
    letter.refresh_from_db()
    for verb in (tell_by_mail, write_anew):
        with pytest.raises(NotNow, match="called off"):
            verb(telling=letter, by=cast.amina)
    assert not _is_outdated(letter)


def test_another_signatory_leaves_the_letter_naming_the_old_day(cast: Cast, letter: Telling) -> None:
    _a_week_later(letter, cast)
    change_letter(telling=letter, changes={"signatory_title": "Coordinator"}, by=cast.amina)
    assert _is_outdated(letter)


def test_whoever_got_the_old_day_on_paper_is_to_be_told_the_new_one(cast: Cast, letter: Telling) -> None:
    _a_week_later(letter, cast)
    note_told(telling=letter, told_by=ToldBy.PRINT, by=cast.amina)
    assert _is_outdated(letter)


def _a_week_later(letter: Telling, cast: Cast) -> Gathering:
    current = Gathering.objects.get(pk=letter.gathering_id)
    assert current.starts_at
    assert current.ends_at
    later = [at + timedelta(days=7) for at in (current.starts_at, current.ends_at)]
    return gatherings.move(gathering=current, starts_at=later[0], ends_at=later[1], by=cast.amina)


def _is_outdated(letter: Telling) -> bool:
    row = next(
        each for each in to_tell(Gathering.objects.get(pk=letter.gathering_id)) if each.telling == letter
    )
    return row.is_outdated
