"""Poppler tells what a PDF of ours holds."""

import subprocess

import pytest
import typst

from tests.parts.poppler import Image, Poppler

SOURCE = """
#set document(title: "Proceedings: Ceres", author: "Imbizo")
#set text(lang: "en")
= Water and housing
Nomsa said: “Enough.”
#pagebreak()
= Work
#figure(image(bytes((255, 0, 0, 0, 255, 0)), format: (encoding: "rgb8", width: 2, height: 1), alt: "Red, green"))
"""


@pytest.fixture(scope="module")
def document() -> bytes:
    """Two tagged pages."""
    made = typst.compile(SOURCE.encode(), format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


def test_the_text_is_read_page_by_page(poppler: Poppler, document: bytes) -> None:
    pages = [page.split() for page in poppler.text(document).split("\f")]
    assert pages == [["Water", "and", "housing", "Nomsa", "said:", "“Enough.”"], ["Work"], []]


def test_title_pages_and_tags_are_told(poppler: Poppler, document: bytes) -> None:
    told = poppler.info(document)
    assert (told["Title"], told["Pages"], told["Tagged"]) == ("Proceedings: Ceres", "2", "yes")


def test_fonts_are_embedded_and_can_be_read_out(poppler: Poppler, document: bytes) -> None:
    assert {(font.embedded, font.unicode) for font in poppler.fonts(document)} == {(True, True)}


def test_pictures_are_told_by_page_and_size(poppler: Poppler, document: bytes) -> None:
    assert poppler.images(document) == [Image(page=2, width=2, height=1)]


def test_what_is_no_pdf_is_refused(poppler: Poppler) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        poppler.info(b"Dear Nomsa")
