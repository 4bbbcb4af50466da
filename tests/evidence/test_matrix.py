"""The matrix: its numbers, what each of them opens, what stays closed, its files."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from python_calamine import CalamineWorkbook

from imbizo.actors.states import Kind
from imbizo.calc.synthesis import Dimension
from imbizo.evidence.models import Theme
from imbizo.evidence.operations import themes as operations
from imbizo.evidence.queries import matrix as reads
from tests.cast import Cast, signed_in
from tests.evidence.theming import held_in, said_at, speaker_of

pytestmark = pytest.mark.django_db
HERE = "/p/winelands/evidence/matrix/"


def _two_places(cast: Cast) -> Theme:
    """A theme of two sentences in Ceres and one in Paarl; in Worcester nobody spoke of it."""
    ceres, paarl = held_in(cast, "Ceres"), held_in(cast, "Paarl")
    held_in(cast, "Worcester")
    said = [said_at(ceres), said_at(ceres), said_at(paarl)]
    return operations.create_theme(title="Clinics", inputs=said, by=cast.amina)


def _by_sector(cast: Cast, business: int, faith: int) -> Theme:
    hall = held_in(cast, "Ceres")
    kinds = [Kind.BUSINESS] * business + [Kind.FAITH] * faith
    said = [said_at(hall, speaker=speaker_of(cast, hall, kind)) for kind in kinds]
    return operations.create_theme(title="Clinics", inputs=said, by=cast.amina)


def test_a_municipality_where_a_theme_was_not_raised_shows_zero(cast: Cast) -> None:
    _two_places(cast)
    found = reads.grid(cast.amina, Dimension.MUNICIPALITY)
    assert [each.label for each in found.columns] == ["Ceres", "Paarl", "Worcester"]
    assert [cell.inputs for cell in found.lines[0].cells if cell] == [2, 1, 0]


def test_a_number_opens_the_sentences_that_it_counts(cast: Cast) -> None:
    theme = _two_places(cast)
    found = reads.grid(cast.amina, Dimension.MUNICIPALITY)
    ids = reads.counted(found, theme=str(theme.pk), column=found.columns[0].key)
    answer = signed_in(cast.amina).get(HERE + f"sentences/?theme={theme.pk}&column={found.columns[0].key}")
    assert (len(ids or ()), answer.context["page"].paginator.count) == (2, 2)


def test_a_theme_of_which_nothing_was_said_stands_in_the_table_too(cast: Cast) -> None:
    operations.create_theme(title="Silence", by=cast.amina)
    found = reads.grid(cast.amina, Dimension.MUNICIPALITY)
    assert [(str(line.theme), line.total.inputs) for line in found.lines] == [("Silence", 0)]


def test_a_sector_of_fewer_than_five_is_not_named(cast: Cast) -> None:
    _by_sector(cast, business=8, faith=2)
    found = reads.grid(cast.amina, Dimension.SECTOR)
    assert "faith" not in [each.label for each in found.columns]


def test_a_sector_of_fewer_than_five_is_not_in_the_files(cast: Cast) -> None:
    _by_sector(cast, business=8, faith=2)
    client = signed_in(cast.amina)
    sheet = b"".join(client.get(HERE + "themes.xlsx?by=sector"))
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    tables = Document(BytesIO(client.get(HERE + "themes.docx?by=sector").content)).tables
    assert "faith" not in rows[0]
    assert "faith" not in [cell.text for cell in tables[0].rows[0].cells]


def test_the_sentences_of_a_sector_do_not_say_where_they_were_said(cast: Cast) -> None:
    theme = _by_sector(cast, business=8, faith=0)
    page = signed_in(cast.amina).get(HERE + f"sentences/?by=sector&theme={theme.pk}&column=named-business")
    assert "Workshop in Ceres" not in page.content.decode()


def test_a_number_that_is_not_in_the_table_opens_nothing(cast: Cast) -> None:
    theme = _by_sector(cast, business=8, faith=2)
    here = HERE + f"sentences/?by=sector&theme={theme.pk}&column=named-faith"
    assert signed_in(cast.amina).get(here).status_code == 404


def test_a_slip_counts_in_its_place_and_in_no_sector(cast: Cast) -> None:
    slip = said_at(held_in(cast, "Ceres"), is_anonymous=True, via="slip")
    operations.create_theme(title="Fear", inputs=[slip], by=cast.amina)
    assert [each.label for each in reads.grid(cast.amina, Dimension.SECTOR).columns] == ["not known"]


def test_the_matrix_costs_the_same_for_one_sentence_and_for_many(cast: Cast) -> None:
    hall, client = held_in(cast, "Ceres"), signed_in(cast.amina)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(HERE)
        return len(queries)

    operations.create_theme(title="One", inputs=[said_at(hall)], by=cast.amina)
    first = cost()
    for name in ("Two", "Three", "Four"):
        operations.create_theme(title=name, inputs=[said_at(hall) for _each in range(5)], by=cast.amina)
    assert cost() == first


def test_the_chart_stands_beside_its_table(cast: Cast) -> None:
    _two_places(cast)
    page = signed_in(cast.amina).get(HERE + "chart/")
    assert page.context["charts"][0].rows == (("Clinics", "3"),)
