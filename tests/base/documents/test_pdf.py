"""PDFs, as another program reads them."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext_lazy

from imbizo.base.documents import charts, pdf, qr
from imbizo.base.documents.errors import BadPicture, NotMade
from tests.parts.poppler import Poppler

STYLE = pdf.ROOT / "base/documents/typst/style.typ"
THEN = datetime(2026, 8, 14, 7, tzinfo=UTC)
WORDS = [
    "#panic()",
    "*bold*",
    "$x^2$",
    "@ref",
    r"\back\#",
    "`raw`",
    "<label>",
    "//comment",
    "#{1+1}",
    "ndiyabulela",
    "waxaan",
    "größer",
]
EVERYTHING = """
#import "/base/documents/typst/style.typ": *
#show: paper.with(programme: data.programme)
= #data.title
#lede(data.lede)
#facts((("Paid", data.paid), ("Missing", data.missing)))
#ruled(("Name", "Came"), data.rows, widths: (1fr, auto))
#notice(data.lede)
#checkbox(data.task, ticked: true)
#pictured("chart", data.alt, width: 100mm)
#picture("code", "To check this paper", width: 25mm)
#signatures(((name: data.signs, title: "Chair"),))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of templates with our style, and one app without templates."""
    style = tmp_path / "base/documents/typst/style.typ"
    style.parent.mkdir(parents=True)
    style.write_text(STYLE.read_text())
    (tmp_path / "app" / "typst").mkdir(parents=True)
    return tmp_path


def render(root: Path, source: str, **data: Any) -> bytes:
    """The PDF of a template with that source."""
    (root / "app/typst/sheet.typ").write_text(source)
    return pdf.render("app/sheet", data, language="en", title="A sheet", timestamp=THEN, root=root)


def written(root: Path, text: str) -> bytes:
    style = '#import "/base/documents/typst/style.typ": *\n#show: paper\n'
    return render(root, f"{style}#data.text", text=text)


@cache
def chart() -> bytes:
    drawn = charts.bars(
        [{"Place": "Ceres", "Came": 9}], title="X", label="Place", value="Came", language="en"
    )
    assert drawn
    return drawn.png(scale=1)


def everything(root: Path) -> bytes:
    (root / "app/typst/all.typ").write_text(EVERYTHING)
    data = {
        "programme": "Cape Winelands",
        "title": "Workshop in Ceres",
        "lede": gettext_lazy("Save"),
        "paid": Decimal("12.50"),
        "missing": None,
        "rows": [["Witzenberg", 0], ["Drakenstein", None], *[["Filler", 1]] * 60],
        "task": "Book the hall",
        "alt": "Nine came to Ceres",
        "signs": "Nomvula Jacobs",
    }
    images = {"chart": chart(), "code": qr.svg("https://imbizo.example.org/v/1")}
    return pdf.render("app/all", data, language="xh", title="Workshop", images=images, root=root)


def test_a_document_says_what_it_is(root: Path, poppler: Poppler) -> None:
    made = everything(root)
    info = poppler.info(made)
    told = (info["Title"], info["Author"], info["Tagged"], info["Page size"], info["JavaScript"])
    assert told == ("Workshop", "Cape Winelands", "yes", "595.276 x 841.89 pts (A4)", "no")
    assert re.findall(rb"/Lang ?\(([^)]*)\)", made) == [b"xh-ZA"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_every_font_is_embedded_and_can_be_searched(root: Path, poppler: Poppler) -> None:
    fonts = poppler.fonts(everything(root))
    assert [(font.embedded, font.unicode) for font in fonts] == [(True, True)] * len(fonts)


def test_every_part_of_the_style_can_be_read_out(root: Path, poppler: Poppler) -> None:
    text = poppler.text(everything(root))
    first = text.split("\f")[0]
    assert "12.50" in first
    assert re.search(r"Witzenberg\s+0\s+Drakenstein\s+–", first)
    assert "☑" in text
    assert "Nomvula Jacobs\nChair" in text
    assert "Iphepha 1 kwa-3" in first


def test_the_headings_of_a_table_come_again_on_each_page(root: Path, poppler: Poppler) -> None:
    pages = poppler.text(everything(root)).split("\f")
    assert ["Name" in page for page in pages[:2]] == [True, True]


def test_what_people_write_is_never_markup(root: Path, poppler: Poppler) -> None:
    assert poppler.text(written(root, " ".join(WORDS))).split()[: len(WORDS)] == WORDS


def test_text_from_right_to_left_keeps_its_letters(root: Path, poppler: Poppler) -> None:
    assert "مرحبا" in poppler.text(written(root, "مرحبا"))


def test_emoji_cost_no_other_word(root: Path, poppler: Poppler) -> None:
    # Drawn only where the machine has a font for them.
    words = poppler.text(written(root, "before 😀 after")).split()
    assert [word for word in words if word.isalpha()][:2] == ["before", "after"]


def test_a_word_longer_than_a_line_is_broken_and_not_cut(root: Path, poppler: Poppler) -> None:
    word = "abcdefghij" * 30
    made = poppler.text(written(root, word))
    assert made.split("Page 1")[0].replace("\n", "") == word


def test_control_characters_are_left_out(root: Path, poppler: Poppler) -> None:
    assert poppler.text(written(root, "be\x07fo\ud800re\x00")).split()[0] == "before"


def test_a_character_that_no_font_draws_costs_the_claim_and_not_the_document(
    root: Path, poppler: Poppler
) -> None:
    made = written(root, "before \U000f0000 after")
    assert poppler.info(made)["Tagged"] == "yes"
    assert b"pdfuaid" not in made


def test_the_same_arguments_and_time_give_the_same_bytes(root: Path) -> None:
    assert written(root, "once") == written(root, "once")


@pytest.mark.parametrize(
    "source",
    [
        '#set document(title: "x")\n#read("/../../../etc/passwd")',
        '#set document(title: "x")\n#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0": *',
        "#panic(sys.inputs.data)",
        "= A document without title",
    ],
)
def test_a_template_that_fails_is_told_in_our_words(root: Path, source: str) -> None:
    with pytest.raises(NotMade, match="Nothing was lost"):
        render(root, source, secret="Nomvula")


@pytest.mark.parametrize("name", ["app/none", "../app/sheet", "sheet"])
def test_a_template_that_does_not_exist_is_a_mistake_of_ours(root: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        pdf.render(name, {}, language="en", title="x", root=root)


SECRET = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="/etc/x.png" width="9"/></svg>'
)


@pytest.mark.parametrize(
    "picture", [b"", b"GIF89a", b"MZ\x90", b"\x89PNG\r\n\x1a\nnot really", b"<svg", SECRET]
)
def test_what_is_no_picture_or_asks_for_another_file_is_refused(root: Path, picture: bytes) -> None:
    (root / "app/typst/sheet.typ").write_text(
        '#import "/base/documents/typst/style.typ": *\n#show: paper\n#picture("logo", "The logo")'
    )
    with pytest.raises(BadPicture, match="“logo”"):
        pdf.render("app/sheet", {}, language="en", title="x", images={"logo": picture}, root=root)


def test_the_error_names_the_picture() -> None:
    assert str(BadPicture("logo")) == "The picture “logo” can't be read. Please use a PNG, JPEG or SVG file."


def test_a_picture_without_words_is_refused(root: Path) -> None:
    (root / "app/typst/sheet.typ").write_text(
        '#import "/base/documents/typst/style.typ": *\n#show: paper\n#picture("code", "")'
    )
    with pytest.raises(NotMade):
        pdf.render("app/sheet", {}, language="en", title="x", images={"code": qr.svg("x")}, root=root)
