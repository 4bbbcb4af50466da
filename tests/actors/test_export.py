"""The register as a file: what is in it, for whom, and that no cell runs."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from imbizo.actors.exports import escaped, folded
from imbizo.actors.operations import add_affiliation, add_contact, create_list
from imbizo.messaging.operations import suppress
from imbizo.messaging.states import SuppressionReason
from imbizo.thread.models import AuditEntry
from tests.actors.register import MOBILE, official, organisation, person
from tests.cast import Cast, member_in, signed_in

PEOPLE = "/p/winelands/people/"


def sent(client: Client, kind: str, **asked: Any) -> bytes:
    return b"".join(client.get(f"{PEOPLE}export/{kind}/", asked))


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def card(client: Client, **asked: Any) -> list[str]:
    return sent(client, "vcf", **asked).decode().replace("\r\n ", "").split("\r\n")


def test_a_csv_holds_whom_the_member_sees(cast: Cast) -> None:
    person(cast.amina)
    official(cast.amina)
    assert [row["Name"] for row in table(sent(signed_in(cast.thandi), "csv"))] == ["Lindiwe Mokoena"]


def test_a_csv_is_filtered_as_the_list_was(cast: Cast) -> None:
    person(cast.amina)
    official(cast.amina)
    assert [row["Surname"] for row in table(sent(signed_in(cast.amina), "csv", q="moyo"))] == ["Moyo"]


def test_a_csv_begins_with_the_mark_that_excel_needs(cast: Cast) -> None:
    assert sent(signed_in(cast.amina), "csv").startswith(b"\xef\xbb\xbf")


def test_a_name_that_is_a_formula_does_not_run_in_a_csv(cast: Cast) -> None:
    organisation(cast.amina, "=HYPERLINK(1)")
    assert table(sent(signed_in(cast.amina), "csv"))[0]["Name"] == "'=HYPERLINK(1)"


def test_numbers_are_absent_for_a_role_that_does_not_see_them(cast: Cast) -> None:

    add_contact(actor=official(cast.amina), channel="sms", raw=MOBILE, by=cast.amina)
    officer = member_in(cast, "monitoring_officer")
    assert "Mobile" not in table(sent(signed_in(officer), "csv"))[0]


def test_a_file_says_who_is_not_to_be_written_to(cast: Cast) -> None:
    number = add_contact(actor=person(cast.amina), channel="sms", raw=MOBILE, by=cast.amina)
    suppress(
        programme=cast.programme, addresses=[("sms", number.address)], reason=SuppressionReason.STOP, by=None
    )
    assert table(sent(signed_in(cast.amina), "csv"))[0]["Do not write to"] == "'+27601234567"


def test_a_workbook_holds_text_and_no_formula(cast: Cast) -> None:
    openpyxl = pytest.importorskip("openpyxl")

    add_contact(actor=organisation(cast.amina, "=1+1"), channel="sms", raw=MOBILE, by=cast.amina)
    sheet = openpyxl.load_workbook(io.BytesIO(sent(signed_in(cast.amina), "xlsx"))).active
    cells = {cell.value: cell.data_type for cell in sheet[2] if cell.value}
    assert (cells["'=1+1"], cells["+27601234567"], set(cells.values())) == ("s", "s", {"s"})


def test_a_card_says_who_it_is_and_how_to_reach_them(cast: Cast) -> None:
    holder = person(cast.amina, "Nomsa", "O'Brien; Dube", title="Pastor", language="xh")
    add_contact(actor=holder, channel="sms", raw=MOBILE, by=cast.amina, is_preferred=True)
    add_affiliation(person=holder, organisation=organisation(cast.amina), by=cast.amina, position="Chair")
    lines = card(signed_in(cast.amina), q="nomsa")
    assert [line for line in lines if not line.startswith(("UID:", "REV:"))] == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:individual",
        "FN:Pastor Nomsa O'Brien\\; Dube",
        "N:O'Brien\\; Dube;Nomsa;;Pastor;",
        "ORG:Langeberg Council",
        "TITLE:Chair",
        "LANG:xh",
        'TEL;VALUE=uri;TYPE="text,voice";PREF=1:tel:+27601234567',
        "END:VCARD",
        "",
    ]


def test_a_card_warns_whoever_rings(cast: Cast) -> None:
    holder = person(cast.amina)
    add_contact(actor=holder, channel="sms", raw=MOBILE, by=cast.amina, is_unsafe=True, safe_when="after six")
    assert "NOTE:Not always safe. after six" in card(signed_in(cast.amina))


def test_lines_of_a_card_are_folded_at_75_octets_and_never_inside_a_character() -> None:
    line = "FN:" + "🌻é" * 40
    pieces = folded(line).split("\r\n")
    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_a_value_in_a_card_is_escaped() -> None:
    assert escaped("a,b;c\\d\r\ne\x00") == "a\\,b\\;c\\\\d\\ne"


def test_an_export_is_written_down_without_the_name_that_was_searched_for(cast: Cast) -> None:
    person(cast.amina)
    sent(signed_in(cast.amina), "csv", q="moyo", form="person")
    entry = AuditEntry.objects.get(verb="export")
    assert entry.changes == {
        "form": [None, "csv"], "count": [None, 1], "filter": [None, {"form": "person", "q": "…"}],
    }  # fmt: skip


def test_a_list_is_taken_out_by_itself(cast: Cast) -> None:
    kept = create_list(name="People", conditions={"form": "person"}, by=cast.amina)
    person(cast.amina)
    organisation(cast.amina)
    data = b"".join(signed_in(cast.amina).get(f"{PEOPLE}lists/{kept.pk}/export/csv/"))
    assert [row["Name"] for row in table(data)] == ["Tendai Moyo"]


def test_an_unknown_form_of_file_is_not_there(cast: Cast) -> None:
    assert signed_in(cast.amina).get(f"{PEOPLE}export/exe/").status_code == 404


def test_an_area_team_member_takes_nothing_out(cast: Cast) -> None:

    member = member_in(cast, "area_team_member")
    assert signed_in(member).get(f"{PEOPLE}export/csv/").status_code == 403
