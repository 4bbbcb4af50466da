"""The pages of spending and of rules open, empty and filled."""

import pytest

from tests.cast import Cast, signed_in

NAMES = ["spending", "rules", "budget-line-add", "help-number-add", "call-lists", "call-list-add"]
PATHS = {
    "spending": "spending/",
    "rules": "rules/",
    "budget-line-add": "spending/lines/add/",
    "help-number-add": "rules/help/add/",
    "call-lists": "calls/",
    "call-list-add": "calls/add/",
}


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_page_opens(cast: Cast, name: str) -> None:
    page = signed_in(cast.amina).get(f"/p/winelands/messages/{PATHS[name]}")
    assert page.status_code == 200
