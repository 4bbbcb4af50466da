"""The table in the documents says what the code does."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from imbizo.programmes.exports import permission_table
from imbizo.programmes.rules import PERMISSION_WORDS
from imbizo.programmes.rules.joining import leaves_no_coordinator, may_add_to_partner, may_give_roles
from imbizo.programmes.states import Permission


def test_the_documents_are_up_to_date() -> None:
    call_command("permission_table", "--check", verbosity=0)


def test_a_stale_page_fails_the_check(tmp_path: Path) -> None:
    page = tmp_path / "permissions.md"
    page.write_text(permission_table() + "more")
    with pytest.raises(CommandError):
        call_command("permission_table", "--check", "--output", str(page))


def test_the_page_is_written_where_it_is_asked(tmp_path: Path) -> None:
    page = tmp_path / "permissions.md"
    call_command("permission_table", "--output", str(page), verbosity=0)
    assert page.read_text() == permission_table()


def test_every_permission_has_its_words() -> None:
    assert set(PERMISSION_WORDS) == set(Permission)


@pytest.mark.parametrize(
    ("permissions", "is_own", "has_members", "may"),
    [
        ({"members.invite"}, True, True, True),
        ({"members.manage"}, True, True, True),
        (set(), True, True, False),
        ({"members.manage"}, False, False, True),
        ({"members.manage"}, False, True, False),
        ({"members.invite"}, False, False, False),
    ],
)
def test_who_brings_people_into_a_partner(
    permissions: set[str], is_own: bool, has_members: bool, may: bool
) -> None:
    assert may_add_to_partner(permissions, is_own=is_own, has_members=has_members) is may


@pytest.mark.parametrize(
    ("permissions", "roles", "may"),
    [
        ({"members.invite"}, ["observer"], True),
        ({"members.invite"}, ["observer", "coordinator"], False),
        ({"members.manage"}, ["coordinator"], True),
    ],
)
def test_who_gives_which_roles(permissions: set[str], roles: list[str], may: bool) -> None:
    assert may_give_roles(permissions, roles) is may


@pytest.mark.parametrize(
    ("others", "none_left"), [([], True), ([["observer"]], True), ([["coordinator"]], False)]
)
def test_whether_a_coordinator_is_left(others: list[list[str]], none_left: bool) -> None:
    assert leaves_no_coordinator(others) is none_left
