"""Files of references as databases and reference managers write them, well and badly."""

import io
import json

import pytest

from imbizo.calc.references import Reference, ReferenceType
from imbizo.evidence.errors import Unreadable
from imbizo.evidence.imports import Taken, read_references

RIS = """Export of a database

TY  - JOUR
AU  - Misago, Jean Pierre
AU  - Landau, Loren
TI  - Disorder in the valley
T2  - Politikon
PY  - 2009
VL  - 36
IS  - 3
SP  - 45
EP  - 67
DO  - https://doi.org/10.1000/ABC
UR  - https://example.org/a;jsessionid=1
KW  - violence
migration
AB  - It says
  why.
ER  -
"""
BIBTEX = r"""
@string{pol = "Politikon"}
@article{misago, title = {Disorder in the {V}alley of M\"uller}, author = {Misago, Jean Pierre and Loren B. Landau and
 {Statistics South Africa}}, journal = pol # { Quarterly}, year = 2009, pages = {45--67}, doi = {10.1000/abc}}
"""
PUBMED = """PMID- 123
TI  - Disorder in the
      valley.
FAU - Misago, Jean Pierre
DP  - 2009 May 3
JT  - Politikon
LID - 10.1000/abc [doi]
LA  - eng

PMID- 124
TI  - Another.
"""
ENDNOTE = (
    "%0 Journal Article\n%A Misago, Jean Pierre\n%T Disorder\n%J Politikon\n%D 2009\n\n%0 Thesis\n%T Order\n"
)
ENDNOTE_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><xml><records><record><ref-type name="Journal Article">17</ref-type>'
    "<contributors><authors><author><style>Misago, Jean Pierre</style></author></authors></contributors>"
    "<titles><title><style>Disorder</style></title></titles><dates><year>2009</year></dates></record></records></xml>"
)
CSL = [{"type": "report", "title": "Findings", "issued": {"date-parts": [[2009, 5]]}, "author": [
    {"family": "Misago", "given": "J. P."}, {"literal": "HSRC"}]}]  # fmt: skip


def read(text: str, encoding: str = "utf-8") -> Taken:
    return read_references(text.encode(encoding))


def told(taken: Taken) -> list[tuple[int, bool, str]]:
    """The problems: place, whether left out, and how the sentence begins."""
    return [
        (problem.place, problem.is_left_out, problem.sentence.split(":")[0]) for problem in taken.problems
    ]


def ris(**fields: str) -> str:
    lines = "\n".join(f"{tag}  - {value}" for tag, value in ({"TI": "Disorder"} | fields).items())
    return f"TY  - JOUR\n{lines}\nER  - \n"


def test_ris_is_read_with_what_stands_above_it_left_aside() -> None:
    (reference,) = read(RIS).references
    assert reference == Reference(
        ReferenceType.ARTICLE,
        "Disorder in the valley",
        ("Misago, Jean Pierre", "Landau, Loren"),
        2009,
        "Politikon",
        "36",
        "3",
        "45-67",
        doi="10.1000/abc",
        url="https://example.org/a;jsessionid=1",
        abstract="It says why.",
        keywords=("violence", "migration"),
        raw=reference.raw,
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_ris_is_read_whatever_wrote_it(encoding: str) -> None:
    taken = read(ris(TI="Café é").replace("\n", "\r\n"), encoding)
    assert [one.title for one in taken.references] == ["Café é"]


@pytest.mark.parametrize("year", ["20l3", "in press", "n.d.", "2011-2013"])
def test_a_year_that_can_not_be_read_is_left_empty_with_a_sentence(year: str) -> None:
    taken = read(ris(PY=year))
    assert [one.year for one in taken.references] == [None]
    assert [problem.sentence for problem in taken.problems] == [
        f"The year “{year}” can’t be read and was left empty; fill it in."
    ]


def test_a_year_as_the_format_writes_it_is_read() -> None:
    assert read(ris(Y1="2013/05//")).references[0].year == 2013


def test_ris_without_spaces_or_ends_is_mended_and_told() -> None:
    taken = read("TY - JOUR\nTI- One\nTY  -  BOOK\nT1 - Two\nER -\n")
    assert [(one.title, one.type) for one in taken.references] == [
        ("One", ReferenceType.ARTICLE),
        ("Two", ReferenceType.BOOK),
    ]
    assert told(taken) == [
        (1, False, "The end of this entry is missing; what stands before the next one was taken.")
    ]


def test_an_entry_with_neither_title_nor_doi_is_left_out_and_listed() -> None:
    taken = read(ris() + "TY  - JOUR\nAU  - Nobody\nER  - \n")
    assert (len(taken.references), taken.left_out) == (1, 1)
    assert told(taken) == [(4, True, "Left out")]


def test_bibtex_is_read_with_accents_strings_and_names() -> None:
    (reference,) = read(BIBTEX).references
    assert (reference.title, reference.container, reference.pages, reference.year) == (
        "Disorder in the Valley of Müller",
        "Politikon Quarterly",
        "45-67",
        2009,
    )
    assert reference.authors == ("Misago, Jean Pierre", "Landau, Loren B.", "Statistics South Africa")


def test_a_bibtex_entry_with_a_bracket_open_is_left_out_and_the_others_taken() -> None:
    taken = read("@book{a, title={One}}\n@book{b, title={Two {x}, year=2009}\n@book{c, title={Three}}\n")
    assert [one.title for one in taken.references] == ["One", "Three"]
    assert told(taken) == [(2, True, "Left out")]


def test_a_bibtex_key_that_stands_twice_costs_nothing() -> None:
    taken = read("@book{a, title={One}}\n@book{a, title={Two}}\n")
    assert [one.title for one in taken.references] == ["One", "Two"]
    assert told(taken) == [(2, False, "The key “a” stands in this file twice; both entries were taken.")]


def test_a_bibtex_field_that_stands_twice_is_told() -> None:
    taken = read("@book{a, title={One}, title={Other}}\n")
    assert [one.title for one in taken.references] == ["One"]
    assert told(taken) == [(1, False, "It has these fields twice")]


def test_pubmed_is_read() -> None:
    first, second = read(PUBMED).references
    assert (first.title, first.authors, first.year, first.doi, first.container) == (
        "Disorder in the valley",
        ("Misago, Jean Pierre",),
        2009,
        "10.1000/abc",
        "Politikon",
    )
    assert second.title == "Another"


def test_endnote_is_read() -> None:
    first, second = read(ENDNOTE).references
    assert (first.title, first.authors, first.year, first.type) == (
        "Disorder",
        ("Misago, Jean Pierre",),
        2009,
        ReferenceType.ARTICLE,
    )
    assert second.type is ReferenceType.THESIS


def test_the_xml_of_endnote_is_read() -> None:
    (one,) = read(ENDNOTE_XML).references
    assert (one.title, one.authors, one.year, one.type) == (
        "Disorder",
        ("Misago, Jean Pierre",),
        2009,
        ReferenceType.ARTICLE,
    )


def test_an_entity_of_the_xml_is_not_resolved() -> None:
    hostile = ENDNOTE_XML.replace("<xml>", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>')
    taken = read(hostile.replace("Disorder", "T&a;"))
    assert [one.title for one in taken.references] == ["T"]


def test_csl_is_read() -> None:
    (one,) = read(json.dumps(CSL)).references
    assert (one.title, one.authors, one.year, one.type) == (
        "Findings",
        ("Misago, J. P.", "HSRC"),
        2009,
        ReferenceType.REPORT,
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_is_read_by_its_headings(delimiter: str, encoding: str) -> None:
    rows = [["Titel", "Outeurs", "Jaar", "DOI"], ['"Café, of nie"', "Misago JP", "20l3", "doi:10.1000/A"]]
    taken = read("\n".join(delimiter.join(row) for row in rows), encoding)
    assert [(one.title, one.authors, one.year, one.doi) for one in taken.references] == [
        ("Café, of nie", ("Misago, JP",), None, "10.1000/a")
    ]
    assert told(taken)[0][:2] == (2, False)


def test_an_excel_file_is_read_below_its_title() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Our scan"],
        [],
        ["Title", "Year", "Authors"],
        ["Disorder", 2009, "Misago, J.; HSRC"],
        [None, 2010],
    ):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    taken = read_references(file.getvalue())
    assert [(one.title, one.year, one.authors) for one in taken.references] == [
        ("Disorder", 2009, ("Misago, J.", "HSRC"))
    ]
    assert told(taken) == [(5, True, "Left out")]


def test_a_list_of_dois_gives_references_whose_titles_are_to_be_filled_in() -> None:
    taken = read("10.1000/a\nhttps://doi.org/10.1000/B\n\ndoi: 10.1000/a\nnonsense\ndoi:10.1000/c\n")
    assert [one.doi for one in taken.references] == ["10.1000/a", "10.1000/b", "10.1000/c"]
    assert told(taken) == [
        (1, False, "Title to be filled in"),
        (2, False, "Title to be filled in"),
        (4, True, "Left out"),
        (5, True, "Left out"),
        (6, False, "Title to be filled in"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "nothing in this file"),
        (b"\xef\xbb\xbf \n", "nothing in this file"),
        (b"%PDF-1.7 x", "doesn’t hold references"),
        (b"Dear all,\nsee you on Monday.\n", "No column with titles"),
        (b"PK\x03\x04broken", "broken or cut short"),
        (b'[{"title": "One"', "damaged or cut short"),
        (b"<xml><records>", "damaged or cut short"),
    ],
)
def test_a_file_without_references_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_references(content)


def test_a_sign_that_no_database_holds_is_dropped() -> None:
    assert [one.title for one in read('[{"title": "One\\u0000 two\\ud800"}]').references] == ["One two"]


def test_a_long_file_of_bibtex_is_read_whole() -> None:
    entries = "".join(
        f"@book{{k{n}, title={{Ti{{t}}le {n}}}, author={{A and B}}, year=2009}}\n" for n in range(300)
    )
    assert len(read(entries).references) == 300


def test_a_per_cent_sign_in_bibtex_is_no_comment() -> None:
    (one,) = read(r"@book{a, title={50% of {Z}imbabweans, 20\% of caf\'es: {\o}re \& more}}").references
    assert one.title == "50% of Zimbabweans, 20% of cafés: øre & more"


def test_braces_a_thousand_deep_cost_nothing() -> None:
    deep = "{" * 5_000 + "x" + "}" * 5_000
    assert [one.title for one in read(f"@book{{a, title={{\\o {deep}}}}}").references] == [r"\o x"]
