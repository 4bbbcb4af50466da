"""What no page of ours asks for, and somebody sends all the same."""

import pytest

from imbizo.outreach.errors import NotReady
from imbizo.outreach.operations.campaigns import send_test
from imbizo.outreach.operations.campaigns.trying import MOST_AN_HOUR
from tests.cast import Cast, signed_in
from tests.outreach.letters import arrives, where
from tests.outreach.people import campaign, fresh_number

BASE = "/p/winelands/messages/"


def test_a_search_with_a_null_byte_finds_what_stands_around_it(cast: Cast) -> None:
    found = where(arrives(cast, "Hello", address="+27601234567"))
    page = signed_in(cast.amina).get(f"{BASE}inbox/", {"q": "601\x00234567"})
    assert [each.pk for each in page.context["page"]] == [found.pk]


def test_a_name_with_a_null_byte_is_searched_without_it(cast: Cast) -> None:
    found = where(arrives(cast, "Hello"))
    page = signed_in(cast.amina).get(f"{found.get_absolute_url()}whose/", {"q": "Nom\0sa"})
    assert (page.status_code, page.context["written"]) == (200, "Nomsa")


@pytest.mark.parametrize("language", ["xx", "%00", "a-language-that-is-far-too-long"])
def test_a_language_that_nobody_speaks_is_not_there(cast: Cast, language: str) -> None:
    address, client = f"{campaign(cast.amina).get_absolute_url()}text/{language}/", signed_in(cast.amina)
    statuses = [client.get(address).status_code, client.get(f"{address}costs/").status_code]
    statuses += [
        client.post(f"{address}{page}/", {"speaker": "x"}).status_code for page in ("preview", "checked")
    ]
    assert statuses == [404, 404, 404, 404]


def test_what_is_being_written_stands_in_no_address(cast: Cast) -> None:
    address = where(arrives(cast)).get_absolute_url()
    assert signed_in(cast.amina).get(f"{address}size/", {"text": "secret"}).status_code == 405


def test_tests_to_oneself_are_no_way_round_the_second_pair_of_eyes(cast: Cast) -> None:
    made = campaign(cast.amina)
    for _each in range(MOST_AN_HOUR):
        send_test(campaign=made, language="en", channel="sms", number=fresh_number(), by=cast.amina)
    with pytest.raises(NotReady):
        send_test(campaign=made, language="en", channel="sms", number=fresh_number(), by=cast.amina)
