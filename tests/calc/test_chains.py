"""Chains of records that point at one other, and rings of them."""

import pytest

from imbizo.calc.chains import closes_ring, follow
from imbizo.calc.errors import LoopError


def test_a_chain_is_followed_to_its_end() -> None:
    assert follow("a", {"a": "b", "b": "c", "x": "a"}) == ("a", "b", "c")


def test_a_ring_is_named_without_what_leads_to_it() -> None:
    with pytest.raises(LoopError, match=r"in a ring: b, c$") as error:
        follow("a", {"a": "b", "b": "c", "c": "b"})
    assert error.value.ring == ("b", "c")


@pytest.mark.parametrize(("to", "closes"), [("a", True), ("x", True), ("b", False)])
def test_a_link_that_comes_back_closes_a_ring(to: str, closes: bool) -> None:
    assert closes_ring("a", to, {"x": "y", "y": "a"}) is closes
