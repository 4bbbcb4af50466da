"""Files that aren't read: each with a sentence that says how to mend it."""

import zipfile
from io import BytesIO

import pytest

from imbizo.base.documents.errors import NotRead
from imbizo.base.documents.word_review import package, read, write
from imbizo.base.documents.word_review.errors import Broken, HasMacros, Locked, OtherKind, TooLarge
from tests.base.documents.word_files import changed, draft, paragraph, word_file, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
ENTITY = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + DOCUMENT.format(
    "<w:p>&x;</w:p>"
)
LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    + DOCUMENT.format("<w:p>&c;</w:p>")
)


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        pytest.param(
            OLE + "EncryptedPackage".encode("utf-16-le"), Locked, "locked with a password", id="locked"
        ),
        pytest.param(OLE, OtherKind, "an older Word file (.doc)", id="doc"),
        pytest.param(rb"{\rtf1 Dear Nomsa}", OtherKind, "a rich text file (.rtf)", id="rtf"),
        pytest.param(b"%PDF-1.7", OtherKind, "a PDF", id="pdf"),
        pytest.param(b"Dear Nomsa", OtherKind, "a file of another kind", id="text"),
        pytest.param(b"", OtherKind, "a file of another kind", id="nothing"),
        pytest.param(b"PK\x03\x04 and then nothing", Broken, "damaged", id="cut off"),
        pytest.param(zipped({"a.txt": b"a"}), OtherKind, "a file of another kind", id="zip"),
        pytest.param(
            zipped({"content.xml": b"", "META-INF/manifest.xml": b""}), OtherKind, "(.odt)", id="odt"
        ),
        pytest.param(word_file("</w:p>"), Broken, "damaged", id="broken XML"),
        pytest.param(
            changed(word_file(""), word__document=ENTITY.encode()), Broken, "damaged", id="entities"
        ),
        pytest.param(changed(word_file(""), word__document=LAUGHS.encode()), Broken, "damaged", id="laughs"),
        pytest.param(changed(word_file(""), word__document=None), Broken, "damaged", id="without text"),
    ],
)
def test_what_is_no_word_document_is_refused(content: bytes, error: type[NotRead], words: str) -> None:
    with pytest.raises(error) as refused:
        read(content)
    assert words in str(refused.value)


def test_macros_are_refused() -> None:
    with zipfile.ZipFile(BytesIO(word_file(paragraph("A")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with pytest.raises(HasMacros):
        read(zipped({**files, "word/vbaProject.bin": b"\0"}))


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PART", 10_000)
    with pytest.raises(TooLarge):
        read(word_file(paragraph(" " * 20_000)))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    content = word_file(paragraph("A" * 50_000))
    size = len(zipfile.ZipFile(BytesIO(content)).read("word/document.xml")).to_bytes(4, "little")
    with pytest.raises(Broken):
        read(content.replace(size, (100).to_bytes(4, "little")))


def test_a_file_of_many_members_is_refused() -> None:
    with pytest.raises(TooLarge):
        read(zipped({f"{number}.xml": b"" for number in range(package.MAX_MEMBERS + 1)}))


def test_a_huge_file_is_refused_unopened() -> None:
    with pytest.raises(TooLarge):
        read(b"PK" + b"\0" * package.MAX_FILE)


def test_what_isnt_text_is_not_unpacked() -> None:
    with zipfile.ZipFile(BytesIO(word_file(paragraph("A")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    bomb = zipped({**files, "word/media/image1.png": b"\0" * (package.MAX_PARTS + 1)})
    assert read(bomb).sections[0].text == "A"


def test_a_link_out_of_the_package_leads_nowhere() -> None:
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://x/comments" Target="../../../../etc/passwd"/></Relationships>'
    )
    content = changed(word_file(paragraph("A")), **{"word___rels__document.xml.rels": None})
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/_rels/document.xml.rels"] = links.encode()
    assert read(zipped(files)).remarks == ()


def test_a_file_in_words_strict_form_is_read() -> None:
    strict = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main"
    }
    [(usual, other)] = strict.items()
    document = DOCUMENT.format(paragraph("A")).replace(usual, other)
    assert read(changed(word_file(""), word__document=document.encode())).sections[0].text == "A"


def test_every_byte_cut_off_is_refused_or_read() -> None:
    content = write(draft())
    for size in range(0, len(content), 997):
        with pytest.raises(NotRead):
            read(content[:size])
