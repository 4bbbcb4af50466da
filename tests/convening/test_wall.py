"""What is new reaches the facilitator once, and the wall only what was let through."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.convening.models import Input
from imbizo.convening.operations import moderating
from imbizo.convening.queries import feed
from imbizo.convening.queries.inputs import for_showing
from imbizo.convening.states import InputState
from imbizo.thread.operations import issue_public_link
from tests.cast import Cast, signed_in
from tests.convening.saying import Hall, heard, make_hall, slip


def _shown(hall: Hall, **filters: Any) -> Any:
    return for_showing(Input.objects.filter(gathering=hall.gathering, **filters))


def _waiting(hall: Hall, cursor: feed.Cursor) -> feed.News:
    return feed.news(hall.gathering, _shown(hall, state=InputState.WAITING), cursor)


def _let_through(cast: Cast, hall: Hall, *said: Input) -> None:
    ids = [each.pk for each in said]
    moderating.decide(gathering=hall.gathering, ids=ids, to=InputState.SHOWN, by=cast.amina)


def _url(hall: Hall, name: str) -> str:
    return reverse(f"convening:{name}", args=[hall.gathering.programme.slug, hall.gathering.pk])


def test_what_comes_in_is_news(cast: Cast) -> None:
    hall = make_hall(cast)
    cursor = feed.now_read(hall.gathering)
    said = heard(hall)
    assert _waiting(hall, cursor).rows == [said]


def test_what_was_read_is_no_news(cast: Cast) -> None:
    hall = make_hall(cast)
    said = Input.objects.get(pk=heard(hall).pk)
    now = feed.now_read(hall.gathering)
    after = feed.Cursor(said.touched_at + timedelta(seconds=6), now.anonymous)
    assert _waiting(hall, after).rows == []


def test_what_another_facilitator_decided_leaves_the_page(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    cursor = feed.now_read(hall.gathering)
    _let_through(cast, hall, said)
    assert _waiting(hall, cursor).gone == [str(said.pk)]


def test_a_slip_is_news_though_its_instant_is_the_hour(cast: Cast) -> None:
    hall = make_hall(cast)
    cursor = feed.now_read(hall.gathering)
    said = slip(hall)
    news = _waiting(hall, cursor)
    assert (news.rows, news.is_anew) == ([said], True)


def test_a_slip_that_was_read_is_no_news(cast: Cast) -> None:
    hall = make_hall(cast)
    slip(hall)
    news = _waiting(hall, feed.now_read(hall.gathering))
    assert (news.rows, news.is_anew) == ([], False)


def test_slips_come_in_no_order(cast: Cast) -> None:
    hall = make_hall(cast)
    cursor = feed.now_read(hall.gathering)
    slips = [slip(hall, f"Words {number}") for number in range(6)]
    assert list(_waiting(hall, cursor).rows) == sorted(slips, key=lambda each: each.pk)


def test_more_than_a_page_comes_at_once_and_the_rest_next(cast: Cast) -> None:
    hall = make_hall(cast)
    cursor = feed.now_read(hall.gathering)
    for number in range(feed.MOST + 5):
        heard(hall, f"Words {number}")
    first = _waiting(hall, cursor)
    second = _waiting(hall, first.cursor)
    known = {row.pk for row in (*first.rows, *second.rows)}
    assert (first.is_more, second.is_more, len(known)) == (True, False, feed.MOST + 5)


def test_more_than_a_page_of_one_instant_is_read_to_the_end(cast: Cast) -> None:
    hall = make_hall(cast)
    cursor = feed.now_read(hall.gathering)
    for number in range(feed.MOST + 5):
        heard(hall, f"Words {number}")
    Input.objects.update(touched_at=timezone.now())
    first = _waiting(hall, cursor)
    second = _waiting(hall, feed.Cursor.read(str(first.cursor)))
    assert len({row.pk for row in (*first.rows, *second.rows)}) == feed.MOST + 5


def test_what_was_being_written_while_the_page_was_drawn_is_news(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    assert _waiting(hall, feed.now_read(hall.gathering)).rows == [said]


def test_a_cursor_survives_an_address(cast: Cast) -> None:
    cursor = feed.Cursor(timezone.now(), "wa03")
    assert feed.Cursor.read(str(cursor)) == cursor


def test_what_is_no_cursor_begins_now() -> None:
    assert timezone.now() - feed.Cursor.read("yesterday").since < timedelta(minutes=1)


def test_nothing_is_on_the_wall_before_it_is_let_through(cast: Cast) -> None:
    hall = make_hall(cast)
    heard(hall)
    slip(hall)
    assert feed.on_wall(hall.gathering) == []


def test_the_wall_shows_what_was_let_through_with_its_translation(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, "Sifuna amanzi.", language="xh")
    heard(hall, "Still waiting")
    moderating.translate(said=said, language="en", text="We need water.", by=cast.bo)
    _let_through(cast, hall, said)
    page = signed_in(cast.amina).get(_url(hall, "wall")).content.decode()
    assert ["Sifuna amanzi." in page, "We need water." in page, "Still waiting" in page] == [
        True,
        True,
        False,
    ]


def test_what_is_kept_off_again_leaves_the_wall(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    _let_through(cast, hall, said)
    moderating.decide(gathering=hall.gathering, ids=[said.pk], to=InputState.HELD, by=cast.amina)
    assert feed.on_wall(hall.gathering) == []


def test_the_wall_answers_a_look_with_nothing_where_nothing_has_changed(cast: Cast) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    mark = feed.wall_mark(hall.gathering)
    assert client.get(_url(hall, "wall"), {"mark": mark}).status_code == 204


def test_the_wall_is_drawn_anew_once_a_slip_is_let_through(cast: Cast) -> None:
    hall = make_hall(cast)
    said, before = slip(hall), feed.wall_mark(hall.gathering)
    _let_through(cast, hall, said)
    assert feed.wall_mark(hall.gathering) != before


def test_a_laptop_without_an_account_shows_the_wall_by_its_link(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, "On the wall")
    _let_through(cast, hall, said)
    token = issue_public_link(hall.gathering, purpose="wall", days=2, by=cast.amina)
    page = Client().get(reverse("convening:open-wall", args=[token]))
    assert (page.status_code, "On the wall" in page.content.decode()) == (200, True)


def test_a_guessed_link_opens_no_wall(cast: Cast) -> None:
    assert Client().get(reverse("convening:open-wall", args=["guessed"])).status_code == 404


def test_the_wall_names_neither_table_nor_speaker(cast: Cast) -> None:
    hall = make_hall(cast)
    _let_through(cast, hall, heard(hall))
    assert "Table 1" not in signed_in(cast.amina).get(_url(hall, "wall")).content.decode()


def test_the_facilitators_page_gets_its_news_by_cursor(cast: Cast) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    cursor = feed.now_read(hall.gathering)
    heard(hall, "Just now")
    answer = client.get(_url(hall, "inputs-news"), {"state": "waiting", "since": str(cursor)})
    assert "Just now" in answer.content.decode()


def test_news_cost_few_queries_whatever_has_come(cast: Cast, django_assert_max_num_queries: Any) -> None:
    hall = make_hall(cast)
    cursor = feed.now_read(hall.gathering)
    for number in range(40):
        heard(hall, f"Words {number}")
    with django_assert_max_num_queries(4):
        _waiting(hall, cursor)
