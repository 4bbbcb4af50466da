"""What is handed in as a register: clean, in another office's words, or not a register at all."""

import io
import zipfile

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from imbizo.actors.errors import BadFile
from imbizo.actors.models import Actor, ContactPoint, ImportBatch
from imbizo.actors.operations import imports
from imbizo.actors.states import BatchState
from tests.actors.registers import brought_in, checked, csv_of, fresh, uploaded, xlsx_of
from tests.cast import Cast, signed_in

HEADER = ("Name", "Cell", "E-mail")
ROW = ("Tendai Moyo", "060 000 1234", "tendai@example.org")


def names() -> list[str]:
    return list(Actor.objects.people().order_by("sort_name").values_list("name", flat=True))


def refusal(data: bytes, cast: Cast, name: str = "register.xlsx") -> str:
    batch = uploaded(data, cast.amina, name)
    assert (batch.state, batch.file.name) == (BatchState.REFUSED, "")
    assert not Actor.objects.exists()
    return batch.refusal


# Files that are taken


def test_the_register_of_an_afrikaans_office_comes_in(cast: Cast) -> None:
    header = ("Voornaam", "Van", "Selfoon", "E-pos", "Organisasie", "Dorp", "Opmerkings")
    row = (
        "José",
        "van der Merwe",
        "060 000 1234",
        "jose@example.org",
        "Ceres Boerevereniging",
        "Ceres",
        "moenie SMS stuur nie",
    )
    batch = brought_in(csv_of(header, row, delimiter=";", encoding="cp1252"), cast.amina)
    person = Actor.objects.people().get()
    assert (person.given_name, person.surname, person.contacts.count()) == ("José", "van der Merwe", 2)
    assert batch.counts["optouts"] == [2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_any_usual_encoding_comes_in(cast: Cast, encoding: str) -> None:
    brought_in(csv_of(HEADER, ("Renée Du Plessis", *ROW[1:]), encoding=encoding), cast.amina)
    assert names() == ["Renée Du Plessis"]


def test_titles_and_empty_rows_above_the_header_keep_the_sheets_own_row_numbers(cast: Cast) -> None:
    data = xlsx_of(People=[("THE REGISTER",), (), HEADER, (), ROW])
    assert list(brought_in(data, cast.amina, "r.xlsx").rows.values_list("number", flat=True)) == [5]


def test_the_sheet_that_says_it_is_superseded_is_not_the_one_proposed(cast: Cast) -> None:
    data = xlsx_of(old=[("superseded - do not use",), HEADER, ROW, ROW], now=[HEADER, ROW])
    assert uploaded(data, cast.amina, "r.xlsx").sheet == "now"


def test_a_formula_is_the_value_saved_with_it_and_nothing_without_one(cast: Cast) -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 0, '=CONCATENATE("Tendai"," Moyo")', None, "Tendai Moyo")
        sheet.write_formula(1, 1, "=Z99", None, "")
        sheet.write(1, 2, "tendai@example.org")
    brought_in(target.getvalue(), cast.amina, "r.xlsx")
    assert (names(), ContactPoint.objects.count()) == (["Tendai Moyo"], 1)


def test_a_cell_merged_over_rows_holds_for_each_of_them(cast: Cast) -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Name", "Organisation"))
        sheet.write_column(1, 0, ("Tendai Moyo", "Ashwin Adams"))
        sheet.merge_range(1, 1, 2, 1, "Ceres Advice Office")
    brought_in(target.getvalue(), cast.amina, "r.xlsx")
    bodies = Actor.objects.people().values_list("affiliations__organisation__name", flat=True)
    assert list(bodies) == ["Ceres Advice Office", "Ceres Advice Office"]


def test_people_with_only_a_phone_or_only_an_address_are_people(cast: Cast) -> None:
    brought_in(csv_of(HEADER, ("Tendai", "0600001234", ""), ("", "", "ashwin@example.org")), cast.amina)
    assert names() == ["ashwin@example.org", "Tendai"]


@pytest.mark.parametrize(
    "name", ["O'Brien Nkosi", "محمد علي", "Thandi 🌻 Moyo", "Ng\u0169g\u0129 wa Thiong'o"]
)
def test_names_of_every_kind_come_in(cast: Cast, name: str) -> None:
    brought_in(csv_of(HEADER, (name, *ROW[1:])), cast.amina)
    assert names() == [name]


def test_a_name_of_ten_thousand_letters_is_an_error_of_its_row_alone(cast: Cast) -> None:
    batch = brought_in(csv_of(HEADER, ("x" * 10_000, "0600001235", ""), ROW), cast.amina)
    assert (names(), batch.counts["error"]) == (["Tendai Moyo"], 1)


def test_cells_that_look_like_formulas_stay_text(cast: Cast) -> None:
    brought_in(csv_of(("Name", "Organisation"), ("Tendai Moyo", "=cmd()")), cast.amina)
    assert Actor.objects.organisations().get().name == "=cmd()"


def test_numbers_of_documents_in_notes_are_cut_out(cast: Cast) -> None:
    others = [(f"Ashwin Adams{letter}", "met in May") for letter in "bcdefg"]
    brought_in(
        csv_of(("Name", "Notes"), ("Tendai Moyo", "ID 8001015009087, call first"), *others), cast.amina
    )
    assert Actor.objects.get(surname="Moyo").notes.get().text == "ID …, call first"


def test_a_sensitive_column_is_left_out(cast: Cast) -> None:
    brought_in(csv_of((*HEADER, "Nationality"), (*ROW, "Zimbabwean")), cast.amina)
    assert Actor.objects.people().get().notes.count() == 0


def test_a_sensitive_column_with_ground_and_purpose_becomes_a_note_for_the_partner_alone(cast: Cast) -> None:
    data = csv_of((*HEADER, "Nationality"), (*ROW, "Zimbabwean"))
    batch = checked(data, cast.amina, c3=("section 27(1)(a), consent", "interpreters"))
    imports.bring_in(batch=batch, keep_out=None, by=cast.amina)
    note = Actor.objects.people().get().notes.get()
    assert (note.text, note.sharing) == (
        "Nationality: Zimbabwean (section 27(1)(a), consent; interpreters)",
        "itself",
    )


# Files that are refused


def test_a_file_with_a_password_is_refused(cast: Cast) -> None:
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    assert "password" in refusal(locked, cast)


def test_a_broken_file_is_refused(cast: Cast) -> None:
    assert "broken" in refusal(xlsx_of(People=[HEADER, ROW])[:900], cast)


@pytest.mark.parametrize("data", [b" \n\n ", xlsx_of(Sheet=[])], ids=["csv", "xlsx"])
def test_an_empty_file_is_refused(cast: Cast, data: bytes) -> None:
    assert "nothing in this file" in refusal(data, cast)


@pytest.mark.parametrize("data", [b"%PDF-1.7 and so on", b"\x89PNG\r\n\x1a\n\0\0", b"a\0b\0\0\0c" * 50])
def test_what_is_no_spreadsheet_is_refused(cast: Cast, data: bytes) -> None:
    assert "isn't a spreadsheet" in refusal(data, cast)


def test_a_file_without_a_usable_column_is_refused(cast: Cast) -> None:
    assert "No column" in refusal(csv_of(("Rainfall", "Depth"), (1, 2), (3, 4)), cast)


def test_a_sheet_of_more_than_two_hundred_thousand_rows_is_refused(cast: Cast) -> None:
    assert "200,000 rows" in refusal(b"Name\n" + b"Tendai Moyo\n" * 200_001, cast, "r.csv")


def bomb(payload: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(name, payload)
    return target.getvalue()


def test_a_zip_bomb_is_refused_unopened(cast: Cast) -> None:
    assert "unpack" in refusal(bomb(b"0" * 80_000_000), cast)


def test_a_cell_in_the_farthest_corner_is_refused_before_it_fills_memory(cast: Cast) -> None:
    corner = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert "200,000 rows" in refusal(bomb(corner), cast)


def test_a_file_beyond_the_limit_is_refused_by_its_size(cast: Cast, settings: LazySettings) -> None:
    settings.UPLOAD_LIMIT = 1_000_000
    with pytest.raises(BadFile, match="larger than 1 MB"):
        imports.upload(file=ContentFile(b"x" * 1_000_001, name="r.csv"), by=cast.amina)


def test_the_upload_page_says_at_the_field_that_a_file_is_too_large(
    cast: Cast, settings: LazySettings
) -> None:
    settings.UPLOAD_LIMIT = 1_000_000
    url = reverse("actors:import-new", args=["winelands"])
    page = signed_in(cast.amina).post(url, {"file": ContentFile(b"x" * 1_000_001, name="r.csv")})
    assert "larger than 1 MB" in page.content.decode()


def test_a_file_that_breaks_the_reader_is_not_tried_for_ever(cast: Cast) -> None:
    batch = uploaded(csv_of(HEADER, ROW), cast.amina)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.READING, counts={"attempts": 3})
    assert imports.begin_reading(batch=fresh(batch)) is False
    assert fresh(batch).state == BatchState.REFUSED


def test_the_file_is_gone_once_it_is_brought_in(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        batch = checked(csv_of(HEADER, ROW), cast.amina)
        kept = batch.file.name or ""
        imports.bring_in(batch=batch, keep_out=None, by=cast.amina)
    assert (fresh(batch).file.name, default_storage.exists(kept)) == ("", False)
