"""Charts: what they draw, and the table that says the same."""

import re
from base64 import b64decode
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from imbizo.base.documents import charts

PLACES: list[dict[str, object]] = [
    {"Place": "Ceres", "Came": 1234},
    {"Place": "Paarl & <b>Wellington</b>", "Came": None},
    {"Place": "Robertson", "Came": 0},
]


def drawn(rows: list[dict[str, object]], *, language: str = "en", group: str | None = None) -> charts.Chart:
    chart = charts.bars(rows, title="Who came", label="Place", value="Came", group=group, language=language)
    assert chart
    return chart


def texts(chart: charts.Chart) -> list[str]:
    return [
        element.text or "" for element in ET.fromstring(chart.svg()).iter("{http://www.w3.org/2000/svg}text")
    ]


def test_the_table_says_what_the_chart_shows_and_tells_missing_from_zero() -> None:
    chart = drawn(PLACES)
    assert (chart.headings, chart.rows) == (
        ("Place", "Came"),
        (("Ceres", "1,234"), ("Paarl & <b>Wellington</b>", "–"), ("Robertson", "0")),
    )


def test_the_drawing_has_each_label_and_number_in_the_order_of_the_rows() -> None:
    assert texts(drawn(PLACES)) == [
        "Ceres",
        "Paarl & <b>Wellington</b>",
        "Robertson",
        "1,234",
        "–",
        "0",
        "Who came",
        "Came",
    ]


def test_the_words_beside_the_picture_say_all_of_it() -> None:
    assert drawn(PLACES).alt == "Who came. Ceres: 1,234; Paarl & <b>Wellington</b>: –; Robertson: 0"


def test_groups_stand_side_by_side_in_the_table() -> None:
    rows: list[dict[str, object]] = [
        {"Place": place, "Sex": sex, "Came": came}
        for place, sex, came in [("Ceres", "Women", 3), ("Ceres", "Men", 2), ("Paarl", "Women", 0)]
    ]
    chart = drawn(rows, group="Sex")
    assert (chart.headings, chart.rows) == (
        ("Place", "Women", "Men"),
        (("Ceres", "3", "2"), ("Paarl", "0", "–")),
    )
    assert chart.alt == "Who came. Ceres: Women 3, Men 2; Paarl: Women 0, Men –"


def test_two_rows_of_one_name_stay_two_bars() -> None:
    chart = drawn([{"Place": "Ceres", "Came": 1}, {"Place": "Ceres", "Came": 2}])
    assert texts(chart)[:4] == ["Ceres", "Ceres", "1", "2"]


def test_a_long_label_is_broken_into_lines_and_then_cut() -> None:
    chart = drawn([{"Place": "very long name " * 12, "Came": 1}])
    lines = re.findall(r"<tspan[^>]*>([^<]*)</tspan>", chart.svg())
    assert (len(lines), lines[-1][-1]) == (3, "…")


def test_names_that_mean_something_to_the_renderer_are_only_names() -> None:
    chart = charts.bars(
        [{"a.b[0]:Q": "x", "c|d": 1}], title="T", label="a.b[0]:Q", value="c|d", language="en"
    )
    assert chart
    assert texts(chart) == ["x", "1", "T", "c|d"]


@pytest.mark.parametrize("rows", [[], [{"Place": "Ceres", "Came": None}]])
def test_without_a_number_there_is_no_chart(rows: list[dict[str, object]]) -> None:
    assert charts.bars(rows, title="T", label="Place", value="Came", language="en") is None


def test_more_groups_than_colours_are_refused() -> None:
    rows: list[dict[str, object]] = [
        {"Place": "Ceres", "Group": str(number), "Came": number} for number in range(5)
    ]
    with pytest.raises(ValueError, match="at most 4 groups"):
        drawn(rows, group="Group")


def test_numbers_are_written_as_the_language_does() -> None:
    assert drawn([{"Place": "Ceres", "Came": Decimal("1234.5")}], language="fr").rows[0][1] == "1\u202f234,5"


def test_an_image_of_a_page_holds_the_drawing_and_fetches_nothing() -> None:
    kind, _, drawing = drawn(PLACES).data_uri().partition(",")
    svg = b64decode(drawing).decode()
    assert kind == "data:image/svg+xml;base64"
    assert re.findall(r'(?:href|src)="|url\((?!#)|<script|<style|style=|<image', svg) == []


def test_a_document_gets_a_png_as_large_as_it_asks() -> None:
    chart = drawn(PLACES)
    widths = [int.from_bytes(chart.png(scale=scale)[16:20]) for scale in (1, 2)]
    assert widths[1] == pytest.approx(2 * widths[0], abs=2)
