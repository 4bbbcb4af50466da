"""What the journey's head says of the register."""

from imbizo.actors.operations import add_actor
from imbizo.desk.queries import register_line
from tests.cast import Cast, member_in


def test_an_empty_register_is_told_in_one_sentence(cast: Cast) -> None:
    assert register_line(cast.amina) == "Nobody is in the register yet."


def test_a_register_is_told_by_its_sizes(cast: Cast) -> None:
    add_actor(form="organisation", name="Traders", by=cast.amina)
    assert register_line(cast.amina) == "In the register: 0 people, 1 organisation."


def test_whoever_may_not_see_the_register_hears_nothing_of_it(cast: Cast) -> None:
    assert register_line(member_in(cast, "reference_group_member")) == ""
