"""Answering with a file."""

import io

import pytest

from imbizo.base.files import saved, shown


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Workshop in Ceres.pdf", 'attachment; filename="workshop-in-ceres.pdf"'),
        ("Draft v1.2.docx", 'attachment; filename="draft-v1-2.docx"'),
        ("Budget 2025/26.pdf", 'attachment; filename="budget-2025-26.pdf"'),
        ("What next/.pdf", 'attachment; filename="what-next.pdf"'),
        ("README", 'attachment; filename="readme"'),
        ("«…».csv", 'attachment; filename="document.csv"'),
    ],
)
def test_a_file_has_a_name_that_can_be_saved_anywhere(name: str, told: str) -> None:
    assert saved(b"x", name, kind="text/plain")["Content-Disposition"] == told


def test_a_file_to_read_opens_in_the_browser() -> None:
    answer = shown(b"x", "letter.pdf")
    assert (answer["Content-Disposition"], answer["Content-Type"]) == (
        'inline; filename="letter.pdf"',
        "application/pdf",
    )


def test_no_copy_of_a_file_stays_on_the_way() -> None:
    assert saved(b"x", "people.csv")["Cache-Control"] == "no-store"


def test_what_was_brought_keeps_the_kind_that_was_found() -> None:
    assert saved(b"x", "scan.jpg", kind="application/octet-stream")["Content-Type"] == (
        "application/octet-stream"
    )


def test_an_open_file_is_sent_whole_with_its_length() -> None:
    answer = saved(io.BytesIO(b"twelve bytes"), "a.pdf")
    assert (b"".join(answer), answer["Content-Length"]) == (b"twelve bytes", "12")


def test_pieces_go_out_as_they_are_made() -> None:
    assert list(saved(iter([b"one", b"two"]), "a.csv")) == [b"one", b"two"]
