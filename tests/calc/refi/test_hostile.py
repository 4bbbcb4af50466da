"""Files that want to do harm, and files that came to harm."""

import stat
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from imbizo.calc.refi import Limits, Reason, read_codebook, read_project
from imbizo.calc.refi.errors import (
    BrokenFileError,
    DoctypeError,
    EncryptedError,
    NoProjectError,
    NotRefiError,
    TooLargeError,
)
from tests.calc.refi.packages import (
    HOUSE,
    TEXT,
    WATER,
    findings,
    one_text,
    package,
    qde,
    quotes,
    read_quotes,
    selection,
)
from tests.calc.refi.packages import text_source as source

ENTITIES = (
    '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


def with_doctype(encoding: str) -> bytes:
    text = qde("<Description>&b;&c;</Description>").replace("?>", f"?><!-- x -->{ENTITIES}", 1)
    return text.replace('encoding="utf-8"', f'encoding="{encoding}"').encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"])
def test_document_types_are_refused_in_every_encoding(encoding: str) -> None:
    with pytest.raises(DoctypeError):
        read_project(package({"project.qde": with_doctype(encoding)}))


def test_a_codebook_with_a_document_type_is_refused() -> None:
    with pytest.raises(DoctypeError):
        read_codebook(b'<!DOCTYPE CodeBook SYSTEM "http://example.org/x.dtd"><CodeBook/>')


def test_markup_hidden_in_another_encoding_is_no_markup() -> None:
    with pytest.raises(NotRefiError):
        read_codebook(b'<?xml version="1.0" encoding="utf-7"?>+ADw-!DOCTYPE x+AD4-<CodeBook/>')


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"<html/>", b'<CodeBook xmlns="x"/>'])
def test_other_files_are_no_projects(data: bytes) -> None:
    with pytest.raises(NotRefiError):
        read_project(data)


@pytest.mark.parametrize("data", [b"PK\x03\x04 rubbish", one_text("x")[:200]])
def test_damaged_packages_say_so(data: bytes) -> None:
    with pytest.raises(BrokenFileError):
        read_project(data)


def test_damaged_xml_says_where() -> None:
    with pytest.raises(BrokenFileError, match="line 1"):
        read_codebook(b"<CodeBook><Codes></CodeBook>")


def test_a_package_without_a_project() -> None:
    with pytest.raises(NoProjectError):
        read_project(package({"letter.txt": "Dear all"}))


def test_a_file_packed_beyond_belief_is_a_bomb() -> None:
    data = package({"project.qde": qde(source()), f"Sources/{TEXT}.txt": bytes(8 << 20)})
    with pytest.raises(TooLargeError) as refused:
        read_project(data)
    assert refused.value.limit == "ratio"


def test_bytes_are_counted_as_they_are_unpacked() -> None:
    with pytest.raises(TooLargeError) as refused:
        read_project(one_text("word " * 500), limits=Limits(total=2000))
    assert refused.value.limit == "bytes"


def test_too_many_files_are_refused() -> None:
    data = package({f"{number}.txt": "" for number in range(12)})
    with pytest.raises(TooLargeError) as refused:
        read_project(data, limits=Limits(members=10))
    assert refused.value.limit == "members"


def test_a_large_file_is_left_out_and_the_rest_is_read() -> None:
    found = read_project(one_text("word " * 500), limits=Limits(file=1000))[1]
    assert [(each.reason, each.names) for each in found] == [(Reason.LARGE_FILE, ("Interview",))]


def test_films_beyond_the_limit_are_left_out_and_texts_come() -> None:
    film = f'<VideoSource guid="{HOUSE}" name="Film" path="internal://film.mp4"/></Sources>'
    project = qde(source(selection(0, 5)).replace("</Sources>", film))
    data = package({"project.qde": project, f"Sources/{TEXT}.txt": "Water", "Sources/film.mp4": bytes(5000)})
    read, found = read_project(data, limits=Limits(total=3000))
    assert (quotes(read), [each.reason for each in found]) == (["Water"], [Reason.LARGE_FILE])


def test_a_locked_package_says_so() -> None:
    locked = one_text("x").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )
    with pytest.raises(EncryptedError):
        read_project(locked)


def test_names_that_lead_out_of_the_package_are_left_out() -> None:
    path = "internal://../../etc/passwd"
    files: dict[str, bytes | str] = {"project.qde": qde(source(path=path)), "../../etc/passwd": "root"}
    assert findings(package(files)) == [
        (Reason.MISSING_FILE, "TextSource", ("Interview",), 1),
        (Reason.UNSAFE_FILE, "file", ("../../etc/passwd",), 1),
    ]


def test_links_to_other_files_are_left_out() -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", qde(source()))
        link = ZipInfo(f"Sources/{TEXT}.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert [found[0] for found in findings(buffer.getvalue())] == [Reason.MISSING_FILE, Reason.UNSAFE_FILE]


def test_a_package_in_the_package_is_listed_and_not_opened() -> None:
    data = package({"project.qde": qde(""), "Sources/inner.qdpx": one_text("x")})
    assert findings(data) == [(Reason.EXTRA_FILE, "file", ("Sources/inner.qdpx",), 1)]


def test_codes_nested_without_end_are_cut() -> None:
    deep = f'<Code guid="{HOUSE}" name="x">' * 100 + "</Code>" * 100
    codebook, found = read_codebook(f"<CodeBook><Codes>{deep}</Codes></CodeBook>".encode())
    level, codes = 0, codebook.codes
    while codes:
        level, codes = level + 1, codes[0].codes
    assert level == 60
    assert [each.reason for each in found][:2] == [Reason.TOO_DEEP, Reason.GUID_TWICE]


def test_characters_that_xml_forbids_become_replacements() -> None:
    codebook, _ = read_codebook(
        f'<CodeBook><Codes><Code guid="{HOUSE}" name="a&#1;b\x02"/></Codes></CodeBook>'.encode()
    )
    assert codebook.codes[0].name == "a\ufffdb\ufffd"


def test_capitals_backslashes_and_folders_make_no_difference() -> None:
    path = f"internal://{TEXT.upper()}.TXT"
    files: dict[str, bytes | str] = {
        "Export\\Project.QDE": qde(source(selection(0, 5), path=path)),
        f"Export\\sources\\{TEXT}.txt": "Water",
    }
    assert read_quotes(package(files)) == ["Water"]


def test_paths_with_escaped_characters_are_found() -> None:
    project = qde(source(selection(0, 5), path="internal://Onderhoud%20caf%C3%A9.txt"))
    assert read_quotes(package({"project.qde": project, "sources/Onderhoud café.txt": "Water"})) == ["Water"]


def test_a_project_under_another_name_is_found_and_told() -> None:
    found = findings(package({"deep/My study.qde": qde("")}))
    assert found == [(Reason.PROJECT_ELSEWHERE, "Project", ("deep/My study.qde",), 1)]


def test_codes_people_and_notes_that_arent_there_are_told() -> None:
    unknown = "99999999-9999-4999-8999-999999999999"
    data = one_text("Water", selection(0, 5, code=unknown), f'<NoteRef targetGUID="{unknown}"/>')
    assert findings(data) == [
        (Reason.UNKNOWN_CODE, "Coding", ("Interview",), 1),
        (Reason.UNKNOWN_TARGET, "NoteRef", (unknown,), 1),
    ]


def test_a_text_that_isnt_there_takes_its_selections_with_it() -> None:
    data = package({"project.qde": qde(source(selection(0, 5), selection(1, 3)))})
    assert [(each[0], each[3]) for each in findings(data)] == [(Reason.NO_TEXT, 2), (Reason.MISSING_FILE, 1)]


def test_ids_in_braces_and_capitals_are_the_same() -> None:
    data = one_text("Water", selection(0, 5, code=f"{{{WATER.upper()}}}"))
    assert (read_quotes(data), findings(data)) == (["Water"], [])


def test_another_namespace_is_told() -> None:
    data = qde("", attributes='xmlns="urn:QDA-XML:project:2.0"').encode()
    assert findings(data) == [(Reason.NAMESPACE, "Project", ("urn:QDA-XML:project:2.0",), 1)]


def test_drawings_and_unknown_elements_are_listed() -> None:
    graphs = f'<Graphs><Graph guid="{HOUSE}" name="Network 1"/></Graphs><Weights/>'
    assert findings(qde(graphs).encode()) == [
        (Reason.GRAPH, "Graph", ("Network 1",), 1),
        (Reason.UNKNOWN_ELEMENT, "Project", ("Weights",), 1),
    ]
