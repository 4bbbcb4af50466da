"""Votes that come by SMS and on the light page."""

from datetime import timedelta

import pytest
from django.test import Client

from imbizo.convening.operations import polls as operations
from imbizo.convening.queries.polls import option_words
from imbizo.programmes.models import Programme
from tests.cast import Cast
from tests.convening.inviting import person, writes
from tests.convening.polling import asked, day, last_text, make_poll, option, page_of, posts, said, says


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A yes, B no", {"A": "yes", "B": "no"}),
        ("1 3", {"A": "yes", "B": "no", "C": "yes"}),
        ("a ja b nee c miskien", {"A": "yes", "B": "no", "C": "if_needed"}),
        ("none", {"A": "no", "B": "no", "C": "no"}),
    ],
)
def test_a_vote_by_sms_is_kept_and_repeated_back(cast: Cast, text: str, kept: dict[str, str]) -> None:
    thandi = person(cast)
    poll = asked(cast, make_poll(cast, thandi))
    writes(cast, thandi, text)
    assert said(poll, thandi) == kept
    assert last_text(thandi).startswith("Thank you. We noted: A ")


def test_what_can_t_be_read_is_asked_again_with_an_example(cast: Cast) -> None:
    thandi = person(cast)
    poll = asked(cast, make_poll(cast, thandi))
    writes(cast, thandi, "Yes")
    assert said(poll, thandi) == {}
    assert last_text(thandi).endswith("Please write for example: A yes, B no")


def test_a_vote_by_sms_after_the_choice_is_told_the_date(cast: Cast) -> None:
    thandi = person(cast)
    poll = asked(cast, make_poll(cast, thandi))
    says(poll, thandi, A="yes")
    operations.choose_option(option=option(poll, "A"), by=cast.amina)
    writes(cast, thandi, "B yes")
    assert said(poll, thandi) == {"A": "yes"}
    assert (
        last_text(thandi)
        == f"The poll is closed. The date is {option_words(option(poll, 'A'), cast.programme)}."
    )


def test_letters_stay_when_a_date_is_taken_away(cast: Cast) -> None:
    thandi = person(cast)
    poll = asked(cast, make_poll(cast, thandi))
    operations.withdraw_option(option=option(poll, "A"), by=cast.amina)
    writes(cast, thandi, "C yes")
    assert said(poll, thandi) == {"C": "yes"}


def test_the_page_takes_a_vote_and_shows_it_again(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    url = page_of(poll, thandi)
    assert posts(url, A="yes", B="if_needed").status_code == 302
    assert said(poll, thandi) == {"A": "yes", "B": "if_needed"}
    assert 'value="if_needed" id="id_B_1" checked' in Client().get(url).content.decode()


def test_the_page_is_light_and_names_nobody(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi, dates=12)
    page = Client().get(page_of(poll, thandi)).content
    assert len(page) < 30_000
    assert (b"Thandi" in page, b"<script" in page) == (False, False)


def test_a_voter_abroad_sees_the_programme_s_day_and_its_zone(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.programme.pk).update(time_zone="Pacific/Auckland")
    thandi = person(cast)
    late = day(0).replace(hour=20)
    poll = make_poll(cast, thandi, options=[(late, late + timedelta(hours=1)), (day(3), day(4))])
    page = Client().get(page_of(poll, thandi)).content.decode()
    assert "Pacific/Auckland, UTC+1" in page
    assert f"{late + timedelta(days=1):%-d} " in page


def test_an_empty_vote_is_sent_back_with_a_sentence(cast: Cast) -> None:
    thandi = person(cast)
    response = posts(page_of(make_poll(cast, thandi), thandi))
    assert "Say of at least one date whether it suits you." in response.content.decode()


def test_a_closed_page_tells_so(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    url = page_of(poll, thandi)
    operations.close_poll(poll=poll, by=cast.amina)
    page = Client().get(url).content.decode()
    assert "You will hear which date was chosen." in page
    assert "<form" not in page.split("<main")[1]


def test_a_guessed_link_opens_nothing(cast: Cast) -> None:
    assert Client().get("/open/poll/guessedguessedguessed/").status_code == 404


def test_a_voter_asked_no_longer_finds_the_page_closed(cast: Cast) -> None:
    thandi = person(cast)
    poll = make_poll(cast, thandi)
    url = page_of(poll, thandi)
    operations.remove_voter(voter=poll.voters.get(), by=cast.amina)
    assert Client().get(url).status_code == 404
