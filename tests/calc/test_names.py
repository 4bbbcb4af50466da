import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import names


@pytest.mark.parametrize(
    ("raw", "title", "given_names", "surname"),
    [
        ("Kabongo, Rudzani", "", "Rudzani", "Kabongo"),
        ("Mr Thandeka Sithole", "Mr", "Thandeka", "Sithole"),
        ("Cllr. Precious Davids", "Cllr", "Precious", "Davids"),
        ("Ald. Rochelle Jacobs", "Ald.", "Rochelle", "Jacobs"),
        ("Pastor Yusuf Moyo", "Pastor", "Yusuf", "Moyo"),
        ("Rev. Dr T.J. Moyo", "Rev. Dr", "T.J.", "Moyo"),
        ("Imam Joao dos Santos", "Imam", "Joao", "dos Santos"),
        ("AMINA MAHLANGU", "", "Amina", "Mahlangu"),
        ("amina mahlangu", "", "Amina", "Mahlangu"),
        ("  Abdi  September ", "", "Abdi", "September"),
        ("van der Merwe, Jean-Claude", "", "Jean-Claude", "van der Merwe"),
        ("NDIVHUWO VAN DER MERWE", "", "Ndivhuwo", "van der Merwe"),
        ("ROCHELLE LE ROUX", "", "Rochelle", "Le Roux"),
        ("Merwe, Jan van der", "", "Jan", "van der Merwe"),
        ("V/D Merwe, Piet", "", "Piet", "van der Merwe"),
        ("dos Santos", "", "", "dos Santos"),
        ("JOHAN O'RYAN", "", "Johan", "O'Ryan"),
        ("MCGREGOR, JOHN", "", "John", "McGregor"),
        ("Mr Y. dos Santos", "Mr", "Y.", "dos Santos"),
        ("Moyo TJ", "", "TJ", "Moyo"),
        ("TJ MOYO", "", "TJ", "Moyo"),
        ("MOYO Tendai", "", "Tendai", "Moyo"),
        ("Thandeka SITHOLE", "", "Thandeka", "Sithole"),
        ("Mr Botha", "Mr", "", "Botha"),
        ("Mama Thandi", "Mama", "Thandi", ""),
        ("Abdi", "", "Abdi", ""),
        ("Pastor", "", "Pastor", ""),
        ("Moyo, Prince", "", "Prince", "Moyo"),
        ("Chief Albert Luthuli", "Chief", "Albert", "Luthuli"),
        ("Ben Moyo", "", "Ben", "Moyo"),
        ("Sithole, Thandeka, Mrs", "Mrs", "Thandeka", "Sithole"),
        ("Sithole (Mrs), Thandeka", "Mrs", "Thandeka", "Sithole"),
        ("Mr.Thandeka Sithole", "Mr", "Thandeka", "Sithole"),
        ("محمد علي", "", "محمد", "علي"),
        ("😀 Abdi", "", "😀", "Abdi"),
        ("Thandi Nkosi MBA", "", "Thandi", "Nkosi"),
        ("5 Ndlovu", "", "5", "Ndlovu"),
        ("", "", "", ""),
    ],
)
def test_a_name_comes_apart_as_its_bearer_would_say(
    raw: str, title: str, given_names: str, surname: str
) -> None:
    name = names.parse(raw)
    assert (name.title, name.given, name.surname) == (title, given_names, surname)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kabongo, Rudzani", "RUDZANI KABONGO"),
        ("van der Merwe, Jean-Claude", "Jean Claude Vandermerwe"),
        ("José O'Ryan", "Jose O’Ryan"),
        ("T.J. Moyo", "Moyo, TJ"),
        ("Dr Amina Mahlangu", "Mrs Amina Mahlangu"),
    ],
)
def test_two_ways_to_write_a_name_have_one_key(one: str, other: str) -> None:
    assert names.parse(one).key == names.parse(other).key


def test_the_name_in_quotes_is_what_the_person_is_known_as() -> None:
    name = names.parse('Thandeka "Thandi" Sithole')
    assert (name.known_as, name.display) == ("Thandi", "Thandeka Sithole")


def test_a_generation_is_kept_apart_from_the_surname() -> None:
    name = names.parse("Botha Jnr, Piet")
    assert (name.surname, name.suffix, name.display) == ("Botha", "Jr", "Piet Botha Jr")


@pytest.mark.parametrize(
    ("raw", "expected"), [("T. Moyo", True), ("J-C Moyo", True), ("Ed Moyo", False), ("Moyo", False)]
)
def test_initials_are_told_from_names(raw: str, expected: bool) -> None:
    assert names.parse(raw).is_initials is expected


def test_names_in_columns_of_their_own_are_put_together() -> None:
    name = names.from_parts(title="mrs", given="THANDI (Thandeka)", surname="Dr VAN WYK")
    assert (name.display, name.known_as) == ("Mrs Dr Thandi van Wyk", "Thandeka")


@pytest.mark.parametrize(
    ("parts", "display"),
    [
        ({"given": "Sipho Nkosi"}, "Sipho Nkosi"),
        ({"surname": "Botha"}, "Botha"),
        ({"surname": "Mr Piet Botha"}, "Mr Piet Botha"),
        ({"title": "Manager", "given": "Sipho", "surname": "Nkosi"}, "Manager Sipho Nkosi"),
        ({"given": None, "surname": None}, ""),
    ],
)
def test_a_missing_part_is_no_obstacle(parts: dict[str, str], display: str) -> None:
    assert names.from_parts(**parts).display == display


@pytest.mark.parametrize(
    "raw", ["a" * 10_000, "a " * 5_000, "," * 10_000, "(" * 10_000, "Mr " * 3_000, '"' * 9_999]
)
def test_a_name_of_ten_thousand_characters_is_read(raw: str) -> None:
    assert len(names.parse(raw).display) <= 10_000


@given(st.text(max_size=200))
def test_any_text_is_a_name_and_its_display_reads_back_to_one(raw: str) -> None:
    name = names.parse(raw)
    assert names.parse(name.display).display is not None
