"""Date polls: made, asked, voted, closed, settled. Section 6 of the rules."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.actors.models import ContactPoint
from imbizo.actors.operations.consent import record_basis
from imbizo.actors.states import Basis, Purpose
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import DatePoll, Gathering, Vote, Voter
from imbizo.convening.operations import poll_asking
from imbizo.convening.operations import polls as operations
from imbizo.convening.operations.votes import vote
from imbizo.convening.queries import poll_page
from imbizo.convening.states import PollState
from imbizo.desk.models import Notification
from imbizo.messaging.models import Message
from tests.cast import Cast
from tests.convening.inviting import person
from tests.convening.making import keep_no_quiet_hours, make_gathering, make_person
from tests.convening.polling import asked, day, last_text, make_poll, option, said, says, voter


def seen(cast: Cast, poll: DatePoll) -> poll_page.Page:
    return poll_page.page(
        cast.amina, DatePoll.objects.select_related("gathering", "programme").get(pk=poll.pk)
    )


def test_dates_get_their_letters_in_order(cast: Cast) -> None:
    spans = [(day(n), day(n) + timedelta(hours=6)) for n in (2, 0, 1)]
    poll = make_poll(cast, options=spans)
    assert [(each.letter, each.starts_at) for each in poll.options.all()] == [
        ("A", day(0)),
        ("B", day(1)),
        ("C", day(2)),
    ]


@pytest.mark.parametrize("dates", [1, 13])
def test_a_poll_has_two_to_twelve_dates(cast: Cast, dates: int) -> None:
    with pytest.raises(BadAnswer):
        make_poll(cast, dates=dates)


def test_the_same_date_twice_is_refused(cast: Cast) -> None:
    with pytest.raises(BadAnswer):
        make_poll(cast, options=[(day(0), day(1)), (day(0), day(1)), (day(2), day(3))])


@pytest.mark.parametrize("days", [-1, 30])
def test_the_deadline_lies_ahead_and_before_the_last_date(cast: Cast, days: int) -> None:
    with pytest.raises(BadAnswer) as refused:
        make_poll(cast, closes_at=timezone.now() + timedelta(days=days))
    assert refused.value.field == "closes_at"


def test_a_form_sent_twice_makes_one_poll(cast: Cast) -> None:
    given: dict[str, Any] = {
        "id": new_id(),
        "closes_at": day(-3),
        "gathering": make_gathering(cast, starts_at=None),
    }
    assert make_poll(cast, **given) == make_poll(cast, **given)


def test_a_gathering_has_one_poll(cast: Cast) -> None:
    poll = make_poll(cast)
    with pytest.raises(NotNow):
        make_poll(cast, gathering=poll.gathering)


def test_another_partner_can_t_make_one(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        operations.make_poll(gathering=make_gathering(cast), options=[], closes_at=day(0), by=cast.thandi)


def test_voters_get_the_question_by_sms_with_a_link_once(cast: Cast) -> None:
    thandi = person(cast)
    poll = asked(cast, make_poll(cast, thandi))
    poll_asking.ask_voters(poll=poll, by=cast.amina)
    text = Message.objects.get(recipient_id=thandi.pk).text
    assert text.startswith("Ubambano: which day suits you for Workshop in Ceres?\nA ")
    assert "for example: A yes, B no. Or answer here: http://testserver/open/poll/" in text


def test_the_question_goes_out_in_the_voter_s_language(cast: Cast) -> None:
    thandi = person(cast, language="fr")
    asked(cast, make_poll(cast, thandi))
    assert Message.objects.get(recipient_id=thandi.pk).language == "fr"


def test_where_others_read_a_number_only_neutral_words_go(cast: Cast) -> None:
    thandi = person(cast)
    ContactPoint.objects.filter(actor=thandi).update(is_unsafe=True)
    asked(cast, make_poll(cast, thandi))
    message = Message.objects.get(recipient_id=thandi.pk)
    assert (message.is_neutral, "open/poll" in message.text, "Ceres" in message.text) == (True, False, False)


def test_who_can_t_be_written_to_is_told_to_the_asker(cast: Cast) -> None:
    keep_no_quiet_hours(cast.programme)
    nobody = make_person(cast, "Sipho Dlamini")
    poll = make_poll(cast, nobody)
    assert poll_asking.ask_voters(poll=poll, by=cast.amina) == {voter(poll, nobody).pk: "no_basis"}


def test_a_poll_without_voters_says_so(cast: Cast) -> None:
    poll = make_poll(cast)
    with pytest.raises(NotReady):
        poll_asking.ask_voters(poll=poll, by=cast.amina)
    assert seen(cast, poll).verdict == "Nobody is asked yet. Add voters, then ask them."


def test_voters_added_later_are_asked_and_the_others_not_again(cast: Cast) -> None:
    first, second = person(cast), person(cast, "Sipho Dlamini")
    poll = asked(cast, make_poll(cast, first))
    assert operations.add_voters(poll=poll, actors=[first, second], by=cast.amina) == 1
    poll_asking.ask_voters(poll=poll, by=cast.amina)
    assert [Message.objects.filter(recipient_id=each.pk).count() for each in (first, second)] == [1, 1]


def test_most_yes_wins(cast: Cast) -> None:
    people = [person(cast, f"Voter {name}") for name in "ABC"]
    poll = make_poll(cast, *people)
    says(poll, people[0], A="yes", B="yes")
    says(poll, people[1], A="no", B="yes")
    assert seen(cast, poll).verdict.startswith("Date B is ahead: ")


def test_the_absence_of_a_must_have_person_breaks_a_tie(cast: Cast) -> None:
    mayor, other = person(cast, "Mayor Adams"), person(cast)
    poll = make_poll(cast, mayor, other, required={mayor.pk})
    says(poll, mayor, A="no", B="yes")
    says(poll, other, A="yes", B="no")
    page = seen(cast, poll)
    assert [row.option.letter for row in page.rows if row.is_best] == ["B"]
    assert next(row.absent for row in page.rows if row.option.letter == "A") == "Mayor Adams"


def test_where_dates_stay_equal_a_person_picks(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="yes", C="yes")
    assert seen(cast, poll).verdict == "Dates A, C stand equal. Choose one of them."
    operations.choose_option(option=option(poll, "C"), by=cast.amina)
    assert Gathering.objects.get().starts_at == day(2)


def test_a_date_refused_by_all_can_t_be_chosen(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="no", B="no", C="no")
    with pytest.raises(BadAnswer):
        operations.choose_option(option=option(poll, "A"), by=cast.amina)
    assert seen(cast, poll).verdict == "No date suits anybody who answered. Offer other dates."


def test_without_a_vote_no_date_is_ahead(cast: Cast) -> None:
    poll = make_poll(cast, person(cast))
    assert seen(cast, poll).verdict == "Nobody has voted yet, so no date is ahead."


def test_taking_a_date_away_keeps_the_other_votes_and_its_own(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="yes", B="if_needed")
    operations.withdraw_option(option=option(poll, "A"), by=cast.amina)
    assert (said(poll, thandi), seen(cast, poll).verdict[:6]) == ({"A": "yes", "B": "if_needed"}, "Date B")
    operations.restore_option(option=option(poll, "A"), by=cast.amina)
    assert seen(cast, poll).verdict[:6] == "Date A"


def test_a_date_added_later_gets_the_next_letter(cast: Cast) -> None:
    poll = make_poll(cast)
    operations.withdraw_option(option=option(poll, "C"), by=cast.amina)
    made = operations.add_option(poll=poll, starts_at=day(9), ends_at=day(10), by=cast.amina)
    assert made.letter == "D"


def test_a_vote_can_be_changed_until_the_poll_closes(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="yes", B="no")
    says(poll, thandi, A="no")
    assert (said(poll, thandi), Vote.objects.count()) == ({"A": "no", "B": "no"}, 2)


def test_a_late_vote_is_told_the_date(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="yes")
    operations.choose_option(option=option(poll, "A"), by=cast.amina)
    with pytest.raises(NotNow) as refused:
        says(poll, thandi, B="yes")
    assert str(refused.value).startswith("The poll is closed. The date is ")


def test_a_vote_after_the_deadline_is_late_before_the_clock_strikes(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    with pytest.raises(NotNow):
        vote(
            voter=voter(poll, thandi),
            answers={option(poll, "A").pk: "yes"},
            via="page",
            at=poll.closes_at,
        )


def test_the_clock_closes_at_the_deadline_and_tells_who_leads(cast: Cast) -> None:
    poll = make_poll(cast)
    assert [
        operations.close_due(poll.closes_at - timedelta(seconds=1)),
        operations.close_due(poll.closes_at),
    ] == [0, 1]
    assert DatePoll.objects.get().state == PollState.CLOSED
    assert list(Notification.objects.exclude(verb="join").values_list("verb", "member")) == [
        ("close", cast.bo.pk)
    ]


def test_only_the_silent_are_reminded_and_once(cast: Cast) -> None:
    silent, quick = person(cast), person(cast, "Sipho Dlamini")
    poll = asked(cast, make_poll(cast, silent, quick))
    says(poll, quick, A="yes")
    DatePoll.objects.update(asked_at=timezone.now() - timedelta(days=5))
    now = poll.closes_at - timedelta(days=1)
    assert [poll_asking.remind_due(now), poll_asking.remind_due(now)] == [1, 0]
    assert [Message.objects.filter(recipient_id=each.pk).count() for each in (silent, quick)] == [2, 1]
    assert last_text(silent).startswith("Ubambano: we still need to hear from you.")


def test_nobody_is_reminded_long_before_the_deadline(cast: Cast) -> None:
    poll = asked(cast, make_poll(cast, person(cast)))
    assert poll_asking.remind_due(poll.closes_at - timedelta(days=3)) == 0


def test_choosing_sets_the_gathering_s_date_and_the_voters_get_word(cast: Cast) -> None:
    thandi = person(cast)
    record_basis(actors=[thandi], purpose=Purpose.SERVICE, basis=Basis.LEGITIMATE_INTEREST, by=cast.amina)
    poll = asked(cast, make_poll(cast, thandi))
    says(poll, thandi, B="yes")
    operations.choose_option(option=option(poll, "B"), by=cast.amina)
    gathering, found = Gathering.objects.get(), DatePoll.objects.get()
    assert (gathering.starts_at, found.state, found.chosen) == (day(1), PollState.SETTLED, option(poll, "B"))
    assert last_text(thandi).startswith("Ubambano: the date of Workshop in Ceres is ")


def test_a_settled_poll_can_be_opened_again(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="yes")
    operations.choose_option(option=option(poll, "A"), by=cast.amina)
    operations.reopen_poll(poll=poll, closes_at=timezone.now() + timedelta(days=2), by=cast.amina)
    says(poll, thandi, B="yes")
    operations.choose_option(option=option(poll, "B"), by=cast.amina)
    assert Gathering.objects.get().starts_at == day(1)


def test_a_later_deadline_opens_a_closed_poll(cast: Cast) -> None:
    poll = operations.close_poll(poll=make_poll(cast), by=cast.amina)
    changes = {"closes_at": timezone.now() + timedelta(days=3)}
    assert operations.change_poll(poll=poll, changes=changes, by=cast.amina).state == PollState.OPEN


def test_a_voter_who_is_taken_away_takes_the_votes_along(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="yes")
    operations.remove_voter(voter=voter(poll, thandi), by=cast.amina)
    assert (Voter.objects.count(), Vote.objects.count()) == (0, 0)


def test_a_vote_by_telephone_is_noted_by_staff_of_the_convening_partner_alone(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    answers = {option(poll, "A").pk: "yes"}
    noted = vote(voter=voter(poll, thandi), answers=answers, via="phone", by=cast.amina)
    assert (noted.via, said(poll, thandi)) == ("phone", {"A": "yes"})
    with pytest.raises(NotAllowed):
        vote(voter=voter(poll, thandi), answers=answers, via="phone", by=cast.thandi)


def test_holidays_and_sundays_lie_beside_their_dates(cast: Cast) -> None:
    christmas = day(0).replace(year=day(0).year + 1, month=12, day=25)
    poll = make_poll(cast, options=[(christmas, christmas + timedelta(hours=2)), (day(0), day(1))])
    row = next(row for row in seen(cast, poll).rows if row.option.starts_at == christmas)
    assert "public_holiday" in [mark.kind for mark in row.marks]


def test_names_of_voters_are_for_those_who_may_know_who_is_invited(cast: Cast) -> None:
    poll = make_poll(cast, person(cast))
    found = DatePoll.objects.select_related("gathering", "programme").get(pk=poll.pk)
    assert poll_page.page(cast.thandi, found).lines == []


def test_a_gathering_that_has_begun_keeps_its_date(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    says(poll, thandi, A="yes")
    Gathering.objects.update(state="open")
    with pytest.raises(NotNow):
        operations.choose_option(option=option(poll, "A"), by=cast.amina)
