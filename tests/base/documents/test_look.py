"""One look: the pages' colours are the documents', and no template turns text into code."""

import re
from pathlib import Path

import pytest

from imbizo.base.documents import look, pdf

THEME = (pdf.ROOT / "base/static/base/theme.css").read_text()
STYLE = (pdf.ROOT / "base/documents/typst/style.typ").read_text()
TEMPLATES = sorted(pdf.ROOT.glob("**/*.typ"))
OURS = {
    "ink": look.INK,
    "ink-2": look.INK_2,
    "line": look.LINE,
    "act": look.ACT,
    "act-soft": look.ACT_SOFT,
    "warn": look.WARN,
    "warn-soft": look.WARN_SOFT,
}


def test_documents_have_the_light_colours_of_the_pages() -> None:
    theme = dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", THEME))
    assert {name: theme[name] for name in [*OURS, "card"]} == OURS | {"card": look.CARD}


def test_the_style_of_pdfs_has_the_same_colours() -> None:
    style = dict(re.findall(r'^#let ([\w-]+) = rgb\("(#\w+)"\)', STYLE, re.MULTILINE))
    assert {name.replace("-colour", ""): colour for name, colour in style.items()} == OURS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_turns_text_into_code_or_reads_other_files(template: Path) -> None:
    code = re.sub(r"//.*", "", template.read_text())
    assert re.findall(r"\b(?:eval|read|plugin)\(|@preview|@local", code) == []


@pytest.mark.parametrize(
    ("language", "tag"), [("en", "en-ZA"), ("xh", "xh-ZA"), ("fr-cd", "fr-CD"), ("pt", "pt")]
)
def test_a_language_has_the_tag_of_where_it_is_spoken(language: str, tag: str) -> None:
    assert look.language_tag(language) == tag
