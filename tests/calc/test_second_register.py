"""Another office's register, invented: Afrikaans headers, names in two columns, other towns, other bodies, as a CSV."""

import pytest

from imbizo.calc import emails, matching, names, optouts, organisations, phones, tabular, texttables
from imbizo.calc.fields import Field
from imbizo.calc.languages import languages
from imbizo.calc.optouts import Channel
from imbizo.calc.sectors import Kind, Sector, Sphere, sector
from imbizo.calc.tabular import Layout, Row

REGISTER = """\
OVERBERG ROLSPELERS - VERTROULIK;;;;;;;;;;;;
;;;;;;;;;;;;
Nr;Voornaam;Van;Instansie;Hoedanigheid;Selfoonnr;Werkfoon;E-posadres;Dorp;Sektor;Taal;Paspoortnommer;Opmerkings
1;Zola;Mbeki;SAPD Caledon;Kaptein;0821110001;;zola@example.org;Caledon;Polisie;Xhosa;;
2;Kaptein Z.;MBEKI;South African Police Service Caledon;Bevelvoerder;27821110001;;;Caledon;;;;
3;Hettie;van Zyl;ODM;;082 111 0002 / 083 111 0002;028 425 1111;hettie@example.org;Bredasdorp;Distrik;Afr;;
4;HETTIE;VAN ZYL;Overberg Distriksmunisipaliteit;;;;HETTIE@EXAMPLE.ORG;Bredasdorp;;Afr/Eng;;moenie bel nie
5;José;Fernandes;Mosambiekse Vereniging Grabouw;;258841234567;;jose@example,org;Grabouw;Migrante;Port;A01234567;
6;Jose;Fernandes;Mozambican Assoc. Grabouw;;;;;Grabouw;;;;
7;Ds. Piet;Uys;Elim Predikante Broederkring;Sekretaris;2,7821E+10;;;Elim;Kerk;Afr;;
8;Piet;Uys;Elim Ministers' Fraternal;Sekretaris;082 111 0007;;;Elim;;;;
9;Sara;Jantjies;Villiersdorp Boerevereniging;;0811110009;;;Villiersdorp;Landbou;Afr;;
10;S.;Jantjies;Villiersdorp Farmers Assoc;;;;;Villiersdorp;;;;
11;Sara;Jantjies;Grabouw GPF;;0821110011;;;Grabouw;;;;
12;Anna;Uys;Binnelandse Sake;;0821110012;;;Caledon;Nasionale departement;;;weet nie of sy nog daar werk nie
13;Anna;Uys;Departement van Binnelandse Sake;Klerk;0821110012;;;Caledon;;;;
14;Koos;Adonis;Theewaterskloof Munisipaliteit;;0821110014;;;Grabouw;;;;
15;Mnr Jannie;Adonis;Theewaterskloof LM;;0821110014;;;Grabouw;;;;
16;Nandi;Dube;Genadendal Jeugnetwerk;;021/5550016;;;Genadendal;;;;
17;Nandi;Dube;Swellendam Adv. Office;;0821110017;;;Swellendam;NRO;;;geen SMS asb
"""


@pytest.fixture(scope="module")
def cells() -> list[list[str]]:
    return texttables.rows(REGISTER.encode("cp1252"))


@pytest.fixture(scope="module")
def layout(cells: list[list[str]]) -> Layout:
    return tabular.understand(cells, region="ZA")


@pytest.fixture(scope="module")
def people(cells: list[list[str]], layout: Layout) -> dict[int, Row]:
    return {row.number - 3: row for row in tabular.records(cells, layout)}


def numbers(row: Row) -> list[str]:
    values = (*row.values.get(Field.MOBILE, ()), *row.values.get(Field.PHONE, ()))
    return [phone.e164 for value in values for phone in phones.parse(value, region="ZA") if phone.e164]


def candidates(people: dict[int, Row]) -> list[matching.Candidate]:
    known = organisations.resolve(row.text(Field.ORGANISATION) for row in people.values())
    return [
        matching.Candidate(
            number,
            names.from_parts(given=row.text(Field.GIVEN_NAME), surname=row.text(Field.SURNAME)),
            (known[row.text(Field.ORGANISATION)],),
            frozenset(numbers(row)),
            frozenset(email.address for email in emails.parse(row.text(Field.EMAIL)) if email.address),
            row.text(Field.PLACE),
        )
        for number, row in people.items()
    ]


def test_its_columns_are_understood(layout: Layout) -> None:
    assert [column.field for column in layout.columns] == [
        Field.IGNORE, Field.GIVEN_NAME, Field.SURNAME, Field.ORGANISATION, Field.POSITION, Field.MOBILE, Field.PHONE,
        Field.EMAIL, Field.PLACE, Field.SECTOR, Field.LANGUAGE, Field.FORBIDDEN, Field.NOTES,
    ]  # fmt: skip


def test_its_duplicates_are_found_and_no_others(people: dict[int, Row]) -> None:
    found = {(suggestion.first, suggestion.second) for suggestion in matching.suggest(candidates(people))}
    assert found == {(1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (12, 13)}


def test_its_shared_number_is_flagged(people: dict[int, Row]) -> None:
    assert matching.shared_numbers(candidates(people)) == [matching.SharedNumber("+27821110014", (14, 15))]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (2, ["+27821110001"]), (3, ["+27821110002", "+27831110002", "+27284251111"]), (5, ["+258841234567"]), (7, []),
        (9, ["+27811110009"]), (16, ["+27215550016"]),
    ],
)  # fmt: skip
def test_its_numbers_are_right(person: int, expected: list[str], people: dict[int, Row]) -> None:
    assert numbers(people[person]) == expected


def test_its_refusals_are_seen_and_no_others(people: dict[int, Row]) -> None:
    found = {n: optouts.optouts(row.text(Field.NOTES)) for n, row in people.items()}
    assert {number: refused for number, refused in found.items() if refused} == {
        4: {Channel.PHONE},
        17: {Channel.SMS},
    }


def test_its_sectors_are_understood(people: dict[int, Row]) -> None:
    told = {
        row.text(Field.SECTOR): sector(row.text(Field.SECTOR))
        for row in people.values()
        if row.text(Field.SECTOR)
    }
    assert told == {
        "Polisie": Sector(Kind.GOVERNMENT, Sphere.NATIONAL),
        "Distrik": Sector(Kind.GOVERNMENT, Sphere.DISTRICT),
        "Migrante": Sector(Kind.MIGRANT_LED, Sphere.NONE),
        "Kerk": Sector(Kind.FAITH, Sphere.NONE),
        "Landbou": Sector(Kind.ORGANISED_AGRICULTURE, Sphere.NONE),
        "Nasionale departement": Sector(Kind.GOVERNMENT, Sphere.NATIONAL),
        "NRO": Sector(Kind.CIVIL_SOCIETY, Sphere.NONE),
    }


def test_its_languages_are_understood(people: dict[int, Row]) -> None:
    assert [languages(people[number].text(Field.LANGUAGE)) for number in (1, 4, 5)] == [
        ("xh",),
        ("af", "en"),
        ("pt",),
    ]
