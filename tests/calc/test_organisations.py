import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import organisations
from imbizo.calc.organisations import parse, resolve, same, sector_of_organisation, similar
from imbizo.calc.orggroups import groups
from imbizo.calc.sectors import UNKNOWN, Kind, Sector, Sphere

SPELLINGS = [
    [
        "SAPS Ceres",
        "S.A.P.S. Ceres",
        "South African Police Service Ceres",
        "Ceres Police Station",
        "SAPD Ceres",
    ],
    ["CWDM", "Cape Winelands DM", "Cape Winelands District Municipality"],
    [
        "Somali Assoc Paarl",
        "Somali Association Paarl",
        "Paarl Somali Community Association",
        "Somali Comm. Assoc Paarl",
    ],
    ["De Doorns CoC", "De Doorns Chamber of Commerce", "De Doorns Sakekamer"],
    ["Paarl CPF", "Paarl Community Policing Forum", "Community Police Forum, Paarl"],
    ["Saron Min. Fraternal", "Saron Ministers' Fraternal", "Saron Ministers’ Fraternal"],
    ["Montagu Youth Netw.", "Montagu Youth Network", "Montagu Jeugnetwerk"],
    ["Gouda Adv Office", "Gouda Advice Office"],
    ["Ashton Farmers Assoc", "Ashton Farmers' Association", "Ashton Boerevereniging"],
    [
        "Human Rights Comm.",
        "SAHRC",
        "South African Human Rights Commission",
        "SA Human Rights Commission (SAHRC)",
    ],
    ["CGE", "Commission for Gender Equality"],
    ["DHA", "Department of Home Affairs", "Home Affairs", "Dept. of Home Affairs", "Binnelandse Sake"],
    ["DSD WC", "Dept Social Development", "Western Cape Department of Social Development"],
    ["Zim workers Ceres", "Ceres Zimbabwean Farmworkers' Committee"],
    [
        "Langeberg Municipality",
        "Langeberg Local Municipality",
        "Langeberg Muni",
        "Langeberg LM",
        "Munisipaliteit Langeberg",
    ],
    ["Dept of Health", "DOH", "Western Cape Department of Health and Wellness"],
    ["Garden Route DM", "GRDM", "Garden Route District Municipality"],
    ["Lawyers for Human Rights", "LHR"],
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_the_spellings_of_one_organisation_agree(spellings: list[str]) -> None:
    first = parse(spellings[0])
    assert [name for name in spellings if not same(first, parse(name))] == []


def test_the_spellings_of_different_organisations_do_not_agree() -> None:
    firsts = [parse(spellings[0]) for spellings in SPELLINGS]
    assert len({organisation.key for organisation in firsts}) == len(SPELLINGS)


@pytest.mark.parametrize(
    ("one", "other"),
    [("DSD WC", "DSD Gauteng"), ("Ceres CPF", "Wolseley CPF"), ("Ward 5 Committee", "Ward 6 Committee"), ("", ""),
     ("SAPS Ceres", "Ceres CPF"), ("Paarl Youth Network", "Paarl Women Network"), ("Ashton", "Montagu")],
)  # fmt: skip
def test_different_organisations_are_not_similar(one: str, other: str) -> None:
    assert similar(parse(one), parse(other)) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stellenbosh Municipality", "Stellenbosch Municipality"),
        ("Paarl Legal Centre", "Paarl Legal"),
        ("Witzenberg Justice Coalition", "WJC"),
        ("WJC", "Witzenberg Justice Coalition"),
        ("Franschhoek Rugby Club", "Fransch Rugby Club"),
        ("Home Affairs", "DHA"),
    ],
)
def test_a_slip_an_acronym_or_an_abbreviation_is_similar(one: str, other: str) -> None:
    assert similar(parse(one), parse(other)) is True


def test_a_register_teaches_its_own_acronyms() -> None:
    found = resolve(["WJC", "Witzenberg Justice Coalition", "Hope House (HHX)", "HHX"])
    assert (found["WJC"].key, found["HHX"].key) == (found["Witzenberg Justice Coalition"].key, "hope house")


def test_an_acronym_that_fits_two_names_stands_for_neither() -> None:
    found = resolve(["WJC", "Witzenberg Justice Coalition", "Worcester Jazz Club"])
    assert found["WJC"].key == "wjc"


def test_a_programmes_other_spellings_come_first() -> None:
    found = resolve(["Die Huis"], extra_spellings={"Die Huis": "Hope House"})
    assert found["Die Huis"] == parse("Hope House")


def test_names_that_differ_by_a_slip_fall_in_one_group() -> None:
    names = ["Stellenbosh Rugby", "Stellenbosch Rugby", "Paarl Rugby", "Hope Legal", "Hope Legal Centre"]
    group = groups(map(parse, names))
    numbers = [group[parse(name).key] for name in names]
    assert (numbers[0] == numbers[1], numbers[3] == numbers[4], len(set(numbers))) == (True, True, 3)


def test_a_file_of_many_names_still_finds_neighbours() -> None:
    names = [f"Wo{chr(97 + n // 26)}{chr(97 + n % 26)}qzester Rugby" for n in range(100)] + [
        "Worcester Rugby",
        "Worcestar Rugby",
    ]
    group = groups(map(parse, names))
    assert group[parse("Worcester Rugby").key] == group[parse("Worcestar Rugby").key]


@pytest.mark.parametrize(
    ("name", "kind", "sphere"),
    [
        ("SAPS Ceres", Kind.GOVERNMENT, Sphere.NATIONAL),
        ("DSD WC", Kind.GOVERNMENT, Sphere.PROVINCIAL),
        ("National Department of Social Development", Kind.GOVERNMENT, Sphere.NATIONAL),
        ("Western Cape Department of Tourism", Kind.GOVERNMENT, Sphere.PROVINCIAL),
        ("National Department of Magic", Kind.GOVERNMENT, Sphere.NATIONAL),
        ("Overberg District Municipality", Kind.GOVERNMENT, Sphere.DISTRICT),
        ("Sol Plaatje District Municipality", Kind.GOVERNMENT, Sphere.DISTRICT),
        ("Langeberg Muni", Kind.GOVERNMENT, Sphere.LOCAL),
        ("SAHRC", Kind.CHAPTER9, Sphere.NONE),
        ("Paarl CPF", Kind.CIVIL_SOCIETY, Sphere.NONE),
        ("Somali Assoc Paarl", Kind.MIGRANT_LED, Sphere.NONE),
        ("Ashton Boerevereniging", Kind.ORGANISED_AGRICULTURE, Sphere.NONE),
        ("Saron Min. Fraternal", Kind.FAITH, Sphere.NONE),
        ("Tulbagh CoC", Kind.BUSINESS, Sphere.NONE),
        ("UNHCR", Kind.INTERNATIONAL, Sphere.NONE),
        ("Stellenbosch University", Kind.ACADEMIC, Sphere.NONE),
        ("Valley FM Radio", Kind.MEDIA, Sphere.NONE),
        ("Amakhosi Council", Kind.TRADITIONAL, Sphere.NONE),
    ],
)
def test_a_name_tells_its_kind_and_sphere(name: str, kind: Kind, sphere: Sphere) -> None:
    assert sector_of_organisation(name) == Sector(kind, sphere)


def test_a_name_that_tells_nothing_is_unknown() -> None:
    assert sector_of_organisation("Qwerty") == UNKNOWN


def test_a_bare_province_beside_department_stays_its_name() -> None:
    assert parse("Department Western Cape").key == "cape western"


@given(st.text(max_size=500))
def test_any_text_has_a_key_that_does_not_change_with_case(raw: str) -> None:
    assert organisations.parse(raw).key == organisations.parse(raw).key
    assert sector_of_organisation(raw) is not None
