"""Text taken from PDFs: whole, scanned, locked, broken, hostile."""

import pytest

from imbizo.base.documents.errors import BrokenFile, LockedFile, OversizedFile, ReadingStopped
from imbizo.base.documents.reading import assembled, pdf, pdf_pages, read, shapes
from tests.parts import papers

SENTENCE = "The municipality answers what was said, and the district hears of it. "
PARAGRAPHS = f"= Migration\n\n{SENTENCE * 4}\n\n- wages\n- houses\n\n{SENTENCE * 3}"
CUT = "#set text(hyphenate: true)\n#block(width: 27mm)[All of the internationalisation.]"
SCANNED = (
    "Scanned: this file holds pictures of its 3 pages and no text. "
    "Attach a text, or have the words recognised (OCR) and bring it again."
)
FURNITURE = "#set page(header: [Draft 2 of the report], footer: context [Page #counter(page).display()])\n"


def chapters(pages: int) -> str:
    return "#pagebreak()\n".join(f"Chapter {page} is here.\n\nIt ends.\n" for page in range(1, pages + 1))


def test_lines_become_the_paragraphs_that_were_written() -> None:
    text = read(papers.typeset(PARAGRAPHS), "report.pdf").text
    assert text == "\n\n".join(
        ["Migration", (SENTENCE * 4).strip(), "• wages\n• houses", (SENTENCE * 3).strip()]
    )


def test_a_cut_word_is_closed_up_where_it_stands_whole_elsewhere() -> None:
    text = read(papers.typeset(f"{CUT}\n\nIt was internationalisation."), "a.pdf").text
    assert text == "All of the internationalisation.\n\nIt was internationalisation."


def test_a_cut_word_that_stands_nowhere_else_keeps_its_hyphen() -> None:
    assert read(papers.typeset(CUT), "a.pdf").text == "All of the inter-nationalisation."


def test_what_is_repeated_on_every_page_is_left_out_and_named() -> None:
    towns = ["Ceres", "Wellington", "Worcester", "Robertson", "Montagu"]
    source = "#pagebreak()\n".join(f"Words of {town}.\n" for town in towns)
    paper = read(papers.typeset(FURNITURE + source), "a.pdf")
    assert paper.text == "\n\n".join(f"Words of {town}." for town in towns)
    assert paper.notes == (
        "Left out because it is repeated on the pages: “Draft 2 of the report”, “Page 1”.",
    )


def test_a_heading_that_stands_on_two_pages_stays() -> None:
    source = "#set page(header: [Draft])\nOne.\n#pagebreak()\nTwo."
    assert read(papers.typeset(source), "a.pdf").text == "Draft\n\nOne.\n\nDraft\n\nTwo."


def test_each_page_tells_where_it_begins() -> None:
    paper = read(papers.typeset("Ékhaya 🏠 one.\n#pagebreak()\nTwo.\n#pagebreak()\nThree."), "a.pdf")
    assert [paper.text[start:].split(".")[0].strip() for start in paper.pages][1:] == ["Two", "Three"]
    assert paper.page_of(paper.text.index("Two")) == 2


def test_the_title_and_language_are_taken() -> None:
    paper = read(papers.typeset(PARAGRAPHS, "Where people come from"), "a.pdf")
    assert (paper.title, paper.language) == ("Where people come from", "en")


def test_a_title_that_a_program_wrote_gives_way_to_the_largest_letters() -> None:
    assert read(papers.typeset(PARAGRAPHS, "Microsoft Word - final2.docx"), "a.pdf").title == "Migration"


def test_a_scan_is_told_and_how_to_mend_it() -> None:
    paper = read(papers.scanned(3), "scan.pdf")
    assert (paper.text, paper.scanned, paper.is_scan) == ("", (1, 2, 3), True)
    assert paper.notes == (SCANNED,)


def test_a_paper_that_is_scanned_in_part_names_the_pages() -> None:
    paper = read(papers.bound(papers.typeset("Words."), papers.scanned(2)), "a.pdf")
    assert (paper.text, paper.scanned, paper.is_scan) == ("Words.", (2, 3), False)
    assert paper.notes[0].startswith("Scanned, so without text: pages 2–3.")


def test_an_empty_page_is_named() -> None:
    paper = read(papers.typeset("One.\n#pagebreak()\n#pagebreak()\nThree."), "a.pdf")
    assert paper.notes == ("There is no text on these pages: 2.",)


def test_a_task_sees_each_page_as_it_comes() -> None:
    seen: list[tuple[int, int]] = []
    read(papers.typeset(chapters(3)), "a.pdf", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_task_goes_on_where_it_stopped() -> None:
    pages = list(pdf_pages(papers.typeset(chapters(4)), first=3))
    assert [(page.number, page.total, page.lines[0].text[:9]) for page in pages] == [
        (3, 4, "Chapter 3"),
        (4, 4, "Chapter 4"),
    ]


def test_a_reader_may_stop_after_a_page() -> None:
    pages = pdf_pages(papers.typeset(chapters(4)))
    assert next(pages).number == 1
    pages.close()


def test_a_password_is_told() -> None:
    with pytest.raises(LockedFile, match="save it again without one"):
        read(papers.locked_pdf(papers.typeset("Secret.")), "a.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 5_000])
def test_a_broken_file_is_told(content: bytes) -> None:
    with pytest.raises(BrokenFile):
        read(content, "a.pdf")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_refused_with_a_sentence(share: float) -> None:
    content = papers.typeset(chapters(3))
    with pytest.raises(BrokenFile, match="cut short"):
        read(content[: int(len(content) * share)], "a.pdf")


def test_more_than_a_thousand_pages_are_refused_by_number() -> None:
    with pytest.raises(OversizedFile, match="1001 pages; at most 1,000"):
        read(papers.scanned(1_001), "a.pdf")


def test_a_reader_that_falls_over_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_MEMORY", 1_000_000)
    with pytest.raises(ReadingStopped, match="Page 1 of this file"):
        read(papers.typeset("One."), "a.pdf")


def test_a_page_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS_A_PAGE", 0.001)
    with pytest.raises(ReadingStopped):
        read(papers.typeset("One."), "a.pdf")


def test_lines_of_no_width_as_damaged_files_have_are_kept() -> None:
    lines = tuple(shapes.Line(text, 0.0, 0.0, bottom, 9.0) for text, bottom in (("One", 20.0), ("two", 10.0)))
    assert assembled([shapes.Page(1, 1, lines)]).text == "One\ntwo"


def test_a_sentence_goes_on_in_the_next_column_and_over_the_page() -> None:
    column = (shapes.Line("The end of it", 0, 100, 50, 9), shapes.Line("comes here and", 120, 220, 400, 9))
    pages = [shapes.Page(1, 2, column), shapes.Page(2, 2, (shapes.Line("there.", 0, 30, 400, 9),))]
    assert assembled(pages).text == "The end of it comes here and there."


def test_left_and_right_pages_may_repeat_different_words() -> None:
    def page(number: int) -> shapes.Page:
        head = "Migration" if number % 2 else "In the valley"
        words = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")[number - 1]
        lines = [
            (head, 500.0),
            (f"Here is {words}.", 300.0),
            (f"It ends with {words}.", 200.0),
            (f"{number}", 20.0),
        ]
        return shapes.Page(number, 10, tuple(shapes.Line(text, 0, 100, bottom, 9) for text, bottom in lines))

    paper = assembled(page(number) for number in range(1, 11))
    assert paper.text.startswith("Here is one.\n\nIt ends with one.\n\nHere is two.")
    assert paper.notes == (
        "Left out because it is repeated on the pages: “1”, “In the valley”, “Migration”.",
    )
