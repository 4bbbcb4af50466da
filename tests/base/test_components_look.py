"""The tags of every page: moments, icons, badges, initials, and a message that can be taken back."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation

from imbizo.base.notices import say_done, undo_address
from imbizo.base.templatetags.look import initials, language_choices, when

THIS_YEAR = timezone.localdate().year


def _drawn(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


def test_a_moment_reads_as_day_date_and_hour_in_the_zone_of_the_programme() -> None:
    moment = dt.datetime(2020, 7, 26, 7, 0, tzinfo=dt.UTC)
    with timezone.override(ZoneInfo("Africa/Johannesburg")):
        assert when(moment) == "Sun 26 July 2020, 09:00"


def test_the_year_is_left_out_when_it_is_this_one() -> None:
    day = dt.date(THIS_YEAR, 7, 26)
    assert when(day) == f"{day:%a} 26 July"


def test_a_moment_late_on_the_last_day_of_the_year_belongs_to_the_next_here() -> None:
    moment = dt.datetime(2020, 12, 31, 23, 0, tzinfo=dt.UTC)
    with timezone.override(ZoneInfo("Africa/Johannesburg")):
        assert when(moment) == "Fri 1 January 2021, 01:00"


def test_a_moment_is_said_in_the_language_of_the_reader() -> None:
    with translation.override("af"):
        assert when(dt.date(2020, 7, 26)) == "So 26 Julie 2020"


def test_no_moment_is_an_empty_text() -> None:
    assert when(None) == ""


def test_an_icon_is_hidden_from_screen_readers_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in _drawn('{% icon "users" %}')
    assert 'role="img" aria-label="People &amp; offices"' in _drawn(
        '{% icon "users" label="People & offices" %}'
    )


def test_an_icon_that_isnt_in_the_sprite_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="unicorn"):
        _drawn('{% icon "unicorn" %}')


@pytest.mark.parametrize(("state", "css"), [("ok", "state-badge ok"), ("withdrawn", "state-badge")])
def test_a_badge_has_the_colours_of_its_state(state: str, css: str) -> None:
    html = _drawn("{% state_badge state word %}", state=state, word="a<b")
    assert (html.startswith(f'<span class="{css}">'), html.endswith("a&lt;b</span>")) == (True, True)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amina Petersen", "AP"),
        ("amina.p@example.org", "AP"),
        ("Bo", "B"),
        ("Nomsa van der Merwe", "NM"),
        ("", ""),
    ],
)
def test_initials_of_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_staff_choose_among_the_languages_that_are_whole() -> None:
    with translation.override("xh"):
        choices = [(choice.name, choice.is_current) for choice in language_choices(whole=True)]
    assert choices == [("English", False), ("Afrikaans", False), ("isiXhosa", True)]


@pytest.mark.parametrize("address", ["/people/undo/1/", ""])
def test_a_message_carries_the_address_that_takes_it_back(address: str) -> None:
    request = RequestFactory().get("/")
    setattr(request, "_messages", CookieStorage(request))  # noqa: B010  # What the middleware sets, unknown to types.
    say_done(request, "Merged.", undo=address)
    assert [undo_address(message) for message in get_messages(request)] == [address]
