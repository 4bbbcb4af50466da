"""Rich text in a plain text field."""

from imbizo.calc.plainediting import shown_plain, typed_over
from imbizo.calc.richtext import parse, to_html

CITED = '<span data-citation="019a0000-0000-7000-8000-000000000001"></span>'
HTML = (
    f"<h1>Aims</h1><p>The <strong>parties</strong> meet {CITED} often.</p><ul><li>one</li><li>two</li></ul>"
)
BEFORE = parse(HTML)
SHOWN = "Aims\n\nThe parties meet [1] often.\n\none\n\ntwo"


def test_blocks_are_lines_and_atoms_are_numbers() -> None:
    assert shown_plain(BEFORE) == SHOWN


def test_what_was_not_touched_comes_back_as_it_was() -> None:
    assert to_html(typed_over(BEFORE, SHOWN.replace("\n", "\r\n"))) == HTML


def test_words_that_stay_keep_how_they_are_set() -> None:
    typed = SHOWN.replace("meet", "shall meet")
    assert to_html(typed_over(BEFORE, typed)) == HTML.replace("meet", "shall meet")


def test_an_atom_is_taken_out_with_its_number_and_other_numbers_are_words() -> None:
    typed = SHOWN.replace(" [1]", "").replace("one", "one [7]")
    assert to_html(typed_over(BEFORE, typed)) == HTML.replace(f" {CITED}", "").replace("one", "one [7]")


def test_a_line_added_is_a_paragraph() -> None:
    assert to_html(typed_over(BEFORE, f"{SHOWN}\n\nthree")) == f"{HTML}<p>three</p>"
