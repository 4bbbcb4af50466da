"""The library: adding sources of each kind, files and their texts, searching, sharing, withdrawing."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imbizo.base.errors import DomainError, NotAllowed
from imbizo.evidence.models import Source, TextVersion
from imbizo.evidence.operations import sources, texts
from imbizo.evidence.queries import citing, seeing
from imbizo.evidence.rules.texts import Stretch, mark_of
from imbizo.evidence.states import SourceKind, TextState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from tests.cast import Cast, signed_in

PAPER: dict[str, Any] = {
    "title": "From foreign natives to native foreigners",
    "authors": ["Neocosmos, Michael"],
    "year": 2010,
    "publisher": "CODESRIA",
    "doi": "https://doi.org/10.2307/ABC",
}


def library(member: Membership, name: str = "sources", *rest: object, **query: str) -> str:
    return reverse(f"evidence:{name}", args=[member.programme.slug, *rest], query=query)


def paper(member: Membership, **changes: Any) -> Source:
    return sources.add_source(kind=SourceKind.LITERATURE, by=member, **(PAPER | changes))


def brought(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def word(*paragraphs: str) -> bytes:
    from docx import Document

    document, kept = Document(), io.BytesIO()
    for each in paragraphs:
        document.add_paragraph(each)
    document.save(kept)
    return kept.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with a line on each page; an empty text leaves the page empty."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects.append(font)
    for page in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({page}) Tj ET".encode() if page else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        box = b"/MediaBox [0 0 595 842]"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R %s %s /Contents %d 0 R >>" % (resources, box, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(pages))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_paper_is_cited_by_its_author_and_year(cast: Cast) -> None:
    made = paper(cast.amina)
    assert citing.line(made) == (
        "Neocosmos, M. (2010). From foreign natives to native foreigners. CODESRIA. https://doi.org/10.2307/abc"
    )
    assert citing.short(made) == "(Neocosmos, 2010)"


def test_a_form_sent_twice_makes_one_source(cast: Cast) -> None:
    first = paper(cast.amina)
    again = paper(cast.amina, id=first.pk, doi="10.2307/abc")
    assert (again.pk, Source.objects.count()) == (first.pk, 1)


def test_every_kind_is_added_on_its_page(cast: Cast) -> None:
    client = signed_in(cast.amina)
    given = {
        "literature": {"title": "A"}, "report": {"title": "B"}, "media": {"title": "C", "container": "The Herald"},
        "policy": {"title": "D", "sphere": "local", "standing": "adopted", "worked": "unknown"},
        "practice": {"title": "E", "sphere": "local", "standing": "in_use", "worked": "yes"},
        "interview": {"called": "a shop owner", "held_on": "2026-03-02", "consent": "none"},
    }  # fmt: skip
    for kind, fields in given.items():
        page = client.get(library(cast.amina, "source-add-kind", kind))
        form_id = page.context["form"]["id"].value()
        client.post(library(cast.amina, "source-add-kind", kind), fields | {"id": form_id})
    assert sorted(Source.objects.values_list("kind", flat=True)) == sorted(given)


def test_a_word_file_gives_its_text(cast: Cast) -> None:
    made = paper(cast.amina)
    texts.attach_file(source=made, file=brought("a.docx", word("Traders pay twice.")), by=cast.amina)
    made.refresh_from_db()
    assert (made.text, made.text_state, made.file_name) == ("Traders pay twice.", TextState.READ, "a.docx")


def test_a_pdf_keeps_its_pages(cast: Cast) -> None:
    made = paper(cast.amina)
    texts.attach_file(source=made, file=brought("a.pdf", pdf("One page.", "Another page.")), by=cast.amina)
    made.refresh_from_db()
    assert (made.text[made.pages[1] :], len(made.pages)) == ("Another page.", 2)


def test_a_password_is_said_on_the_page_and_the_file_kept(cast: Cast) -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    made = paper(cast.amina)
    texts.attach_file(source=made, file=brought("a.docx", locked), by=cast.amina)
    page = signed_in(cast.amina).get(made.get_absolute_url()).content.decode()
    assert (made.text_state, "This file has a password." in page) == (TextState.REFUSED, True)


def test_a_picture_is_refused_at_the_field(cast: Cast) -> None:
    made = paper(cast.amina)
    answer = signed_in(cast.amina).post(
        library(cast.amina, "source-attach", made.pk), {"file": brought("a.png", b"\x89PNG\r\n\x1a\n\0\0\1")}
    )
    assert list(answer.context["form"].errors) == ["file"]


def test_others_get_the_file_only_once_it_is_shared(cast: Cast) -> None:
    made = paper(cast.amina)
    texts.attach_file(source=made, file=brought("a.txt", b"Words."), by=cast.amina)
    url = library(cast.thandi, "source-file", made.pk)
    before = signed_in(cast.thandi).get(url).status_code
    sources.share_source(source=made, sharing=Sharing.ALL, by=cast.amina)
    after = signed_in(cast.thandi).get(url)
    assert (before, after["Content-Disposition"]) == (404, 'attachment; filename="a.txt"')


def test_others_change_nothing(cast: Cast) -> None:
    made = paper(cast.amina)
    with pytest.raises(NotAllowed):
        sources.withdraw_source(source=made, because="Because.", by=cast.thandi)


def test_words_inside_a_text_are_found_with_their_page(cast: Cast) -> None:
    made = paper(cast.amina)
    texts.attach_file(
        source=made, file=brought("a.pdf", pdf("Nothing here.", "Spaza licences.")), by=cast.amina
    )
    page = signed_in(cast.amina).get(library(cast.amina, q="licence")).content.decode()
    assert ("<mark>licences</mark>" in page, ">page 2</a>" in page) == (True, True)


def test_every_word_is_asked_for(cast: Cast) -> None:
    made = paper(cast.amina)
    texts.write_text(source=made, text="Spaza licences.", by=cast.amina)
    found = [
        len(signed_in(cast.amina).get(library(cast.amina, q=words)).context["table"].rows)
        for words in ("spaza licence", "spaza river")
    ]
    assert found == [1, 0]


def test_a_corrected_page_keeps_the_text_before(cast: Cast) -> None:
    made = paper(cast.amina)
    texts.set_text(source=made, text="First pgae.\nSecond page.", pages=[0, 12], by=cast.amina)
    texts.correct_leaf(
        source=made,
        leaf=Stretch(0, 12),
        seen=mark_of("First pgae.\n"),
        words="The first page.",
        by=cast.amina,
    )
    made.refresh_from_db()
    assert (made.text, made.pages) == ("The first page.\nSecond page.", [0, 16])
    assert TextVersion.objects.get().text == "First pgae.\nSecond page."


def test_a_correction_of_a_page_that_changed_is_refused_and_stays_typed(cast: Cast) -> None:
    made = paper(cast.amina)
    texts.set_text(source=made, text="As it is.", pages=[], by=cast.amina)
    given = {"text": "As I see it.", "because": "", "seen": "other"}
    answer = signed_in(cast.amina).post(library(cast.amina, "source-text-correct", made.pk, 1), given)
    form = answer.context["form"]
    assert (form["text"].value(), len(form.non_field_errors())) == ("As I see it.", 1)


def test_an_empty_text_is_refused(cast: Cast) -> None:
    with pytest.raises(DomainError):
        texts.write_text(source=paper(cast.amina), text=" \n ", by=cast.amina)


def test_the_list_leaves_as_ris(cast: Cast) -> None:
    paper(cast.amina)
    lines = (
        signed_in(cast.amina).get(library(cast.amina, "sources-ris")).content.decode("utf-8-sig").splitlines()
    )
    assert [line for line in lines if line.startswith("TI")] == [
        "TI  - From foreign natives to native foreigners"
    ]


def test_a_withdrawn_source_leaves_the_list_and_comes_back(cast: Cast) -> None:
    made = paper(cast.amina)
    client = signed_in(cast.amina)
    client.post(library(cast.amina, "source-withdraw", made.pk), {"because": "A double."})
    without = len(client.get(library(cast.amina)).context["table"].rows)
    client.post(library(cast.amina, "source-restore", made.pk))
    assert (without, len(client.get(library(cast.amina)).context["table"].rows)) == (0, 1)


def test_a_member_of_another_programme_sees_nothing(cast: Cast) -> None:
    paper(cast.amina)
    assert list(seeing.sources(cast.farid)) == []
