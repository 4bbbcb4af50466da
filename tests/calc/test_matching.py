import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import matching, names, organisations
from imbizo.calc.matching import Candidate, Reason, SharedNumber


def person(
    number: int, name: str, organisation: str = "", *, phone: str = "", email: str = "", place: str = ""
) -> Candidate:
    orgs = (organisations.parse(organisation),) if organisation else ()
    phones = frozenset({phone} if phone else ())
    return Candidate(number, names.parse(name), orgs, phones, frozenset({email} if email else ()), place)


def pairs(*people: Candidate) -> list[tuple[object, object]]:
    return [(suggestion.first, suggestion.second) for suggestion in matching.suggest(people)]


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ("Kabongo, Rudzani", "Mr RUDZANI KABONGO", {Reason.SAME_NAME}),
        ("Ndlovu Ashwin", "Ashwin Ndlovu", {Reason.SAME_NAME}),
        ("T. Moyo", "Tendai Moyo", {Reason.INITIALS}),
        ("J-C van der Merwe", "Jean-Claude van der Merwe", {Reason.INITIALS}),
        ("Mohamed Hassan", "Mohammed Hassan", {Reason.SIMILAR_NAME}),
        ("Thandi Sithole", "Thandi Sitole", {Reason.SIMILAR_NAME}),
        ("Jean Claude Botha", "Jean C. Botha", {Reason.SIMILAR_NAME}),
        ("Thandi Rose Sithole", "Rose Sithole", {Reason.SIMILAR_NAME}),
        ("Thandeka", "Thandeka Sithole", {Reason.SIMILAR_NAME}),
        ("Piet Botha", "Piet Botha Jnr", {Reason.SIMILAR_NAME}),
        ("Mr Botha", "Mnr Botha", {Reason.INITIALS}),
        ("Mr Botha", "Piet Botha", {Reason.INITIALS}),
    ],
)
def test_similar_names_at_one_organisation_are_suggested_with_their_reasons(
    one: str, other: str, reasons: set[Reason]
) -> None:
    (suggestion,) = matching.suggest([person(1, one, "SAPS Ceres"), person(2, other, "S.A.P.S. Ceres")])
    assert set(suggestion.reasons) == reasons | {Reason.SAME_ORGANISATION}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Johan Botha", "Jan Botha"),
        ("Jean Claude Botha", "Jean Paul Botha"),
        ("T. Moyo", "Sipho Moyo"),
        ("Thandi Sithole", "Thandi Nkosi"),
        ("Piet Botha Snr", "Piet Botha Jnr"),
        ("Sipho", "Thandeka Sithole"),
        ("T. Moyo", "T. Mayo"),
        ("", ""),
        ("😀", "😀"),
    ],
)
def test_different_people_on_one_number_at_one_organisation_are_not_suggested(one: str, other: str) -> None:
    first = person(1, one, "SAPS Ceres", phone="+27821234567")
    assert pairs(first, person(2, other, "SAPS Ceres", phone="+27821234567")) == []


def test_one_name_in_two_organisations_is_two_people() -> None:
    assert pairs(person(1, "Sipho Nkosi", "SAPS Ceres"), person(2, "Sipho Nkosi", "Ceres CPF")) == []


def test_one_name_in_two_organisations_with_one_number_is_one_person_for_sure() -> None:
    one, other = (
        person(n, "Sipho Nkosi", org, phone="+27821234567")
        for n, org in ((1, "SAPS Ceres"), (2, "Ceres CPF"))
    )
    (suggestion,) = matching.suggest([one, other])
    assert (suggestion.sure, suggestion.reasons) == (True, (Reason.SAME_NUMBER, Reason.SAME_NAME))


def test_a_couple_with_one_number_is_a_household() -> None:
    couple = [person(1, "Mr J. Botha", phone="+27821234567"), person(2, "Mrs J. Botha", phone="+27821234567")]
    assert matching.suggest(couple) == []


@pytest.mark.parametrize(("titles", "found"), [(("Mr", "Dr"), 1), (("Mrs", "Mr"), 0)])
def test_initials_with_one_number_are_suggested_unless_the_titles_forbid(
    titles: tuple[str, str], found: int
) -> None:
    two = [person(n, f"{title} J. Botha", email="botha@example.org") for n, title in enumerate(titles)]
    assert len(matching.suggest(two)) == found


def test_one_name_at_a_body_and_at_its_local_office_is_suggested() -> None:
    (suggestion,) = matching.suggest(
        [person(1, "Sipho Nkosi", "SAPS"), person(2, "Nkosi, Sipho", "SAPS De Doorns")]
    )
    assert (suggestion.reasons, suggestion.sure) == ((Reason.SAME_NAME, Reason.SIMILAR_ORGANISATION), False)


def test_one_name_at_two_offices_of_a_body_is_two_people() -> None:
    assert pairs(person(1, "Sipho Nkosi", "SAPS Paarl"), person(2, "Sipho Nkosi", "SAPS Ceres")) == []


def test_provinces_that_disagree_make_two_organisations() -> None:
    assert pairs(person(1, "Sipho Nkosi", "DSD WC"), person(2, "Sipho Nkosi", "DSD Gauteng")) == []


def test_a_slip_in_the_organisation_is_weaker_than_none() -> None:
    (suggestion,) = matching.suggest(
        [person(1, "Sipho Nkosi", "Stellenbosh Rugby"), person(2, "Sipho Nkosi", "Stellenbosch Rugby")]
    )
    assert (suggestion.reasons, suggestion.sure) == ((Reason.SAME_NAME, Reason.SIMILAR_ORGANISATION), False)


def test_one_name_in_one_place_without_an_organisation_is_suggested() -> None:
    assert pairs(
        person(1, "Sipho Nkosi", place="Ceres"), person(2, "Sipho Nkosi", "SAPS Ceres", place="Ceres")
    ) == [(1, 2)]


def test_another_number_makes_a_pair_less_than_sure() -> None:
    two = [person(n, "Sipho Nkosi", "SAPS Ceres", phone=f"+2782123456{n}") for n in (1, 2)]
    (suggestion,) = matching.suggest(two)
    assert (suggestion.sure, Reason.DIFFERENT_NUMBER in suggestion.reasons) == (False, True)


def test_another_number_and_another_address_are_another_person() -> None:
    two = [
        person(n, "Sipho Nkosi", "SAPS Ceres", phone=f"+2782123456{n}", email=f"s{n}@example.org")
        for n in (1, 2)
    ]
    assert matching.suggest(two) == []


def test_initials_that_fit_two_people_are_suggested_for_neither() -> None:
    three = [
        person(n, name, "SAPS Ceres") for n, name in enumerate(("T. Moyo", "Tendai Moyo", "Thandeka Moyo"))
    ]
    assert matching.suggest(three) == []


def test_a_name_that_many_bear_in_one_organisation_is_never_sure() -> None:
    many = [person(n, "Sipho Nkosi", "Home Affairs") for n in range(5)]
    assert {suggestion.sure for suggestion in matching.suggest(many)} == {False}


def test_an_import_is_not_told_what_the_register_already_holds_twice() -> None:
    existing = [person(1, "Sipho Nkosi", "SAPS Ceres"), person(2, "Sipho Nkosi", "SAPS Ceres")]
    found = matching.suggest_new(existing, [person(3, "Nkosi, Sipho", "SAPS Ceres")])
    assert {(suggestion.first, suggestion.second) for suggestion in found} == {(1, 3), (2, 3)}


def test_a_crowded_organisation_still_finds_its_duplicates() -> None:
    crowd = [
        person(n, f"Sipho{chr(97 + n % 26)}{chr(97 + n // 26)} Nkosi", "Home Affairs") for n in range(200)
    ]
    found = pairs(
        *crowd, person(900, "Thandi Nkosi", "DHA"), person(901, "Nkosi, Thandi", "Department of Home Affairs")
    )
    assert (900, 901) in found


def test_a_number_with_quite_different_people_is_shared() -> None:
    people = [person(1, "Sipho Nkosi", phone="+27821234567"), person(2, "Ann Botha", phone="+27821234567")]
    assert matching.shared_numbers(people) == [SharedNumber("+27821234567", (1, 2))]


def test_a_number_of_one_person_twice_is_not_shared() -> None:
    assert matching.shared_numbers([person(n, "Sipho Nkosi", phone="+27821234567") for n in (1, 2)]) == []


@given(
    st.lists(
        st.tuples(
            st.text(max_size=20), st.sampled_from(["", "SAPS", "DHA"]), st.sampled_from(["", "+27821234567"])
        ),
        max_size=8,
    )
)
def test_any_people_are_compared_without_failing(rows: list[tuple[str, str, str]]) -> None:
    people = [person(n, name, org, phone=phone) for n, (name, org, phone) in enumerate(rows)]
    found = matching.suggest(people)
    assert all(0 < suggestion.score <= 100 and suggestion.first != suggestion.second for suggestion in found)
