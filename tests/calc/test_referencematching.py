from dataclasses import replace

import pytest

from imbizo.calc.referencematching import Ground, Pair, duplicates, groups
from imbizo.calc.references import Reference

ONE = Reference(
    title="Towards tolerance, law, and dignity: addressing violence against foreign nationals",
    authors=("Misago, Jean Pierre", "Landau, Loren"),
    year=2009,
)
SHORT = replace(ONE, title="Introduction", container="Politikon")


def ground(one: Reference, other: Reference) -> Ground | None:
    """Why the two are thought to be one work."""
    found = duplicates([one, other])
    return found[0].ground if found else None


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (replace(ONE, authors=("Misago, J.P.",)), Ground.SAME_TITLE),
        (replace(ONE, title=ONE.title.upper() + ".", year=2010), Ground.SAME_TITLE),
        (replace(ONE, title=ONE.title.replace("addressing", "adressing")), Ground.ALIKE_TITLE),
        (replace(ONE, title="Towards tolerance, law and dignity"), Ground.ALIKE_TITLE),
        (replace(ONE, year=None, authors=()), Ground.SAME_TITLE),
    ],
)
def test_records_of_one_work_are_found(other: Reference, expected: Ground) -> None:
    assert ground(ONE, other) == expected


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, year=2012),
        replace(ONE, authors=("Crush, Jonathan",)),
        replace(ONE, title=ONE.title + " 2"),
        replace(ONE, title="Tolerance and dignity in law"),
        replace(ONE, title=""),
    ],
)
def test_two_works_are_left_apart(other: Reference) -> None:
    assert ground(ONE, other) is None


def test_one_doi_is_one_work_whatever_the_titles_say() -> None:
    one, other = replace(ONE, doi="10.1000/a"), Reference(title="Vers la tolérance", doi="10.1000/a")
    assert ground(one, other) == Ground.SAME_DOI


def test_a_title_as_general_as_introduction_needs_all_else_to_agree() -> None:
    assert ground(SHORT, replace(SHORT, doi="10.1000/b")) == Ground.SAME_TITLE
    assert ground(SHORT, replace(SHORT, container="Transformation")) is None


def test_a_subtitle_that_only_one_has_needs_the_same_author() -> None:
    assert ground(ONE, Reference(title="Towards tolerance, law and dignity", year=2009)) is None


def test_records_of_one_work_are_grouped() -> None:
    pairs = [
        Pair(0, 3, Ground.SAME_DOI, 1.0),
        Pair(3, 7, Ground.SAME_TITLE, 1.0),
        Pair(1, 2, Ground.SAME_DOI, 1.0),
    ]
    assert groups(pairs) == [(0, 3, 7), (1, 2)]


def test_hundreds_of_records_of_one_work_come_into_one_group() -> None:
    assert groups(duplicates([ONE] * 400)) == [tuple(range(400))]


def test_no_references_have_no_duplicates() -> None:
    assert duplicates([]) == []
