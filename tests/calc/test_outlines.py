"""Numbers of sections from their tree."""

from imbizo.calc.outlines import Leaf, chased, numbered, within


def _numbers(*leaves: Leaf[str]) -> dict[str, str]:
    return {each.id: each.number for each in numbered(leaves)}


def test_numbers_follow_from_the_tree() -> None:
    rows = [
        Leaf("b", None, 2),
        Leaf("a", None, 1),
        Leaf("b2", "b", 2),
        Leaf("b1", "b", 1),
        Leaf("c", "b1", 1),
    ]
    assert _numbers(*rows) == {"a": "1", "b": "2", "b1": "2.1", "c": "2.1.1", "b2": "2.2"}


def test_the_order_is_that_of_reading() -> None:
    rows = [Leaf("b", None, 2), Leaf("a1", "a", 1), Leaf("a", None, 1)]
    assert [(each.id, each.depth) for each in numbered(rows)] == [("a", 1), ("a1", 2), ("b", 1)]


def test_of_equal_positions_the_first_given_comes_first() -> None:
    assert _numbers(Leaf("a", None, 1), Leaf("b", None, 1)) == {"a": "1", "b": "2"}


def test_what_stands_below_nothing_known_stands_at_the_top() -> None:
    assert _numbers(Leaf("a", "gone", 1), Leaf("b", None, 2)) == {"a": "1", "b": "2"}


def test_a_ring_is_shown_at_the_top_and_not_lost() -> None:
    assert _numbers(Leaf("x", None, 1), Leaf("a", "b", 1), Leaf("b", "a", 1)) == {
        "x": "1",
        "a": "2",
        "b": "3",
    }


def test_all_that_stands_below_a_section_is_found() -> None:
    rows = [Leaf("a", None, 1), Leaf("a1", "a", 1), Leaf("a11", "a1", 1), Leaf("b", None, 2)]
    assert within(rows, "a") == {"a", "a1", "a11"}


def test_a_section_that_was_joined_twice_is_chased_to_where_it_went() -> None:
    assert chased("a", {"a": "b", "b": "c"}) == "c"


def test_a_ring_of_joinings_ends() -> None:
    assert chased("a", {"a": "b", "b": "a"}) == "b"
