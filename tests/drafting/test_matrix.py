"""The matrix of comments as a page, a Word table and a workbook, and the work list with a press to undo."""

from io import BytesIO

import pytest
from django.urls import reverse

from imbizo.drafting.exports.matrix import Matrix
from imbizo.drafting.operations.comments import Said, comment_as_reader
from imbizo.drafting.states import CommentKind
from tests.cast import Cast, signed_in
from tests.drafting.circulated import make_circulation, reader, section
from tests.drafting.making import make_comment, make_document, make_section

pytestmark = pytest.mark.django_db


def test_the_matrix_is_a_word_table(cast: Cast) -> None:
    import docx

    circulation = make_circulation(cast)
    comment_as_reader(reader=reader(circulation), said=Said(text="Meet monthly."))
    url = reverse("drafting:matrix-file", args=["winelands", circulation.publication.document_id, "docx"])
    table = docx.Document(BytesIO(signed_in(cast.amina).get(url).getvalue())).tables[0]
    assert [cell.text for cell in table.rows[1].cells][4:6] == ["Meet monthly.", "open"]


def test_a_press_accepts_and_a_press_undoes(cast: Cast) -> None:
    circulation = make_circulation(cast)
    about = section(circulation.publication.document)
    said = Said(kind=CommentKind.REPLACE, replacement="monthly", section=about, start=23, end=32)
    comment = comment_as_reader(reader=reader(circulation), said=said)
    client = signed_in(cast.amina)
    client.post(reverse("drafting:comment-apply", args=["winelands", comment.pk]))
    assert "monthly" in section(about.document).text
    client.post(reverse("drafting:comment-undecide", args=["winelands", comment.pk]))
    assert "quarterly" in section(about.document).text


def test_the_matrix_is_read_page_by_page_and_keeps_its_numbers(cast: Cast) -> None:
    document = make_document(cast)
    for number in range(1, 33):
        make_comment(make_section(document), text=f"Comment {number}.")
    url = reverse("drafting:matrix", args=["winelands", document.pk])
    second = signed_in(cast.amina).get(url, {"page": "2"}).content.decode()
    assert ("31 to 32 of 32" in second, "Comment 30." in second, "Comment 31." in second) == (
        True,
        False,
        True,
    )
    assert ">31</a></th>" in second


def test_a_comment_that_comes_while_the_matrix_is_drawn_is_the_last(cast: Cast) -> None:
    document = make_document(cast)
    make_comment(make_section(document))
    matrix = Matrix.of(document, cast.amina)
    assert matrix.row(make_comment(make_section(document))).number == 2
