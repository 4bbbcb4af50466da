"""What people made of a Word file: tracked changes and comments on the right words, nothing lost unsaid."""

from datetime import UTC, datetime

import pytest

from imbizo.base.documents.word_review import Place, Suggestion, read
from tests.base.documents.word_files import (
    changes,
    deleted,
    inserted,
    paragraph,
    run,
    word_file,
)

THEN = datetime(2026, 8, 14, 7, tzinfo=UTC)
HEADING = paragraph("Purpose", "heading1") + paragraph("Below", "heading2")
BREAK, GONE = inserted(), deleted()


def texts(body: str) -> list[str]:
    return [section.text for section in read(word_file(body)).sections]


def comment(identifier: int, text: str, by: str = "Thandi", mark: str = "") -> str:
    named = f' w14:paraId="{mark}"' if mark else ""
    return (
        f'<w:comment w:id="{identifier}" w:author="{by}" w:date="2026-08-14T07:00:00Z">'
        f"<w:p{named}>{run(text)}</w:p></w:comment>"
    )


def held(words: str, identifier: int = 0) -> str:
    return (
        f'<w:commentRangeStart w:id="{identifier}"/>{words}<w:commentRangeEnd w:id="{identifier}"/>'
        f'<w:r><w:commentReference w:id="{identifier}"/></w:r>'
    )


def test_replaced_words_are_one_suggestion() -> None:
    body = paragraph(run("The ") + deleted("parties") + inserted("municipalities") + run(" meet."))
    [told] = read(word_file(body)).suggestions
    expected = Suggestion("Thandi", THEN, 0, Place.TEXT, 4, 11, "parties", "municipalities")
    assert told == expected


def test_the_text_is_what_it_was_before_the_changes() -> None:
    assert texts(paragraph(run("The ") + deleted("parties") + inserted("towns"))) == ["The parties"]


def test_changes_in_several_places_are_several_suggestions() -> None:
    body = paragraph(deleted("One") + run(" two ") + inserted("three"))
    assert changes(read(word_file(body))) == [("Thandi", "One", ""), ("Thandi", "", "three")]


def test_changes_of_two_people_in_one_place_are_two() -> None:
    body = paragraph(run("The ") + deleted("parties", by="Bo") + inserted("towns", by="Farid"))
    assert changes(read(word_file(body))) == [("Bo", "parties", ""), ("Farid", "", "towns")]


@pytest.mark.parametrize(
    ("body", "text", "suggested"),
    [
        pytest.param(
            paragraph("A") + paragraph(inserted("New"), end=BREAK) + paragraph("B"),
            "A\nB",
            (1, "", "\nNew"),
            id="a paragraph of its own",
        ),
        pytest.param(
            paragraph("A", end=BREAK) + paragraph(inserted("New")) + paragraph("B"),
            "A\nB",
            (1, "", "\nNew"),
            id="typed after another, as Word does",
        ),
        pytest.param(
            paragraph("A") + paragraph(inserted("Last"), end=BREAK), "A", (1, "", "\nLast"), id="the last"
        ),
        pytest.param(
            paragraph(inserted("First"), end=BREAK) + paragraph("A"), "A", (0, "", "First\n"), id="the first"
        ),
        pytest.param(
            paragraph("A") + paragraph(deleted("Old"), end=GONE) + paragraph("B"),
            "A\nOld\nB",
            (1, "\nOld", ""),
            id="a paragraph deleted",
        ),
        pytest.param(
            paragraph("A") + paragraph(deleted("Old"), end=GONE),
            "A\nOld",
            (1, "\nOld", ""),
            id="the last deleted",
        ),
        pytest.param(
            paragraph(deleted("Old"), end=GONE) + paragraph("A"),
            "Old\nA",
            (0, "Old\n", ""),
            id="the first deleted",
        ),
        pytest.param(paragraph("A", end=GONE) + paragraph("B"), "A\nB", (1, "\n", ""), id="joined"),
        pytest.param(paragraph("A", end=BREAK) + paragraph("B"), "AB", (1, "", "\n"), id="split"),
    ],
)
def test_ends_of_paragraphs_change_too(body: str, text: str, suggested: tuple[int, str, str]) -> None:
    returned = read(word_file(body))
    [one] = returned.suggestions
    assert (returned.sections[0].text, (one.start, one.quote, one.replacement)) == (text, suggested)


def test_empty_paragraphs_shift_nothing() -> None:
    body = paragraph("A") + paragraph("") + paragraph("") + paragraph(run("B ") + inserted("C"))
    returned = read(word_file(body))
    assert (returned.sections[0].text, returned.suggestions[0].start) == ("A\nB", 3)


def test_doubled_spaces_shift_nothing() -> None:
    returned = read(word_file(paragraph(run("  A   b ") + deleted("c") + run("  d"))))
    [one] = returned.suggestions
    assert (returned.sections[0].text, one.start, one.quote) == ("A b c d", 4, "c")


def test_moved_words_are_taken_out_and_put_in() -> None:
    body = paragraph(deleted("One ") + run("two ") + inserted("One"))
    body = body.replace("w:del ", "w:moveFrom ").replace("w:del>", "w:moveFrom>")
    body = body.replace("w:ins ", "w:moveTo ").replace("w:ins>", "w:moveTo>")
    assert changes(read(word_file(body))) == [("Thandi", "One ", ""), ("Thandi", "", "One")]


def test_a_change_of_a_title_is_on_the_title() -> None:
    body = paragraph("Aim", "heading1") + paragraph(
        run("Our ") + deleted("aim") + inserted("purpose"), "heading1"
    )
    [told] = read(word_file(body)).suggestions
    assert (told.section, told.place, told.start, told.quote) == (1, Place.TITLE, 4, "aim")


def test_a_new_heading_is_words_suggested_and_said_to_be() -> None:
    returned = read(
        word_file(
            paragraph("Aim", "heading1") + paragraph("A") + paragraph(inserted("New"), "heading1", BREAK)
        )
    )
    assert (len(returned.sections), changes(returned)) == (1, [("Thandi", "", "\nNew")])
    assert returned.left_out == ("1 new heading was taken as words suggested for the section above it.",)


def test_what_one_inserted_and_another_deleted_is_said_to_be_left_out() -> None:
    body = paragraph(run("A") + inserted("x").replace(run("x"), deleted("x", by="Bo")))
    returned = read(word_file(body))
    assert (returned.suggestions, returned.left_out) == (
        (),
        ("1 insertion that somebody deleted again was left out.",),
    )


def test_changes_of_looks_are_said_to_be_left_out() -> None:
    looks = '<w:b/><w:rPrChange w:id="1" w:author="Bo"><w:rPr/></w:rPrChange>'
    told = read(word_file(paragraph(run("A", looks)))).left_out
    assert told == ("1 tracked change of looks only (bold, style, spacing) was left out.",)


def test_a_comment_hangs_on_words_of_the_text_before_changes() -> None:
    body = paragraph(inserted("Now ") + run("the ") + held(run("parties")) + run(" meet"))
    [told] = read(word_file(body, comments=comment(0, "Who?"))).remarks
    assert (told.author, told.text, told.at, told.start, told.end, told.quote) == (
        "Thandi",
        "Who?",
        THEN,
        4,
        11,
        "parties",
    )


def test_a_comment_on_inserted_words_quotes_them() -> None:
    body = paragraph(run("A ") + held(inserted("new")) + run(" b"))
    [told] = read(word_file(body, comments=comment(0, "Good"))).remarks
    assert (told.start, told.end, told.quote) == (2, 2, "new")


def test_a_comment_over_two_paragraphs_quotes_both() -> None:
    body = paragraph(run("A ") + '<w:commentRangeStart w:id="0"/>' + run("b")) + paragraph(
        run("c") + '<w:commentRangeEnd w:id="0"/>' + run(" d")
    )
    [told] = read(word_file(body, comments=comment(0, "?"))).remarks
    assert (told.start, told.end, told.quote) == (2, 5, "b\nc")


def test_a_comment_over_two_sections_stays_with_the_first() -> None:
    body = paragraph("One", "heading1") + paragraph('<w:commentRangeStart w:id="0"/>' + run("a"))
    body += paragraph("Two", "heading1") + paragraph(run("b") + '<w:commentRangeEnd w:id="0"/>')
    [told] = read(word_file(body, comments=comment(0, "?"))).remarks
    assert (told.section, told.quote) == (0, "a")


def test_answers_belong_to_their_comment() -> None:
    said = comment(0, "Why?", mark="0000000A") + comment(1, "Because.", by="Bo", mark="0000000B")
    threads = '<w15:commentEx w15:paraId="0000000A" w15:done="1"/>'
    threads += '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/>'
    body = paragraph(held(held(run("A"), 1), 0))
    [told] = read(word_file(body, comments=said, commentsExtended=threads)).remarks
    assert (told.text, told.resolved, [(each.author, each.text) for each in told.replies]) == (
        "Why?",
        True,
        [("Bo", "Because.")],
    )


def test_a_comment_on_nothing_is_on_the_document_and_said_to_be() -> None:
    returned = read(word_file(paragraph("A"), comments=comment(0, "All in all, good.")))
    assert [(each.section, each.text) for each in returned.remarks] == [(None, "All in all, good.")]
    assert returned.left_out == ("1 comment that hangs on no words was taken as one on the whole document.",)


def test_a_date_that_is_none_is_none() -> None:
    said = comment(0, "?").replace("2026-08-14T07:00:00Z", "0-00-00T00:00:00Z")
    [told] = read(word_file(paragraph(held(run("A"))), comments=said)).remarks
    assert told.at is None


def test_words_keep_their_true_time_where_word_tells_it() -> None:
    space = 'xmlns:du="http://schemas.microsoft.com/office/word/2023/wordml/word16du"'
    change = inserted("x").replace("w:date=", f'{space} du:dateUtc="2026-08-14T05:00:00Z" w:date=')
    [told] = read(word_file(paragraph(run("A") + change))).suggestions
    assert told.at == datetime(2026, 8, 14, 5, tzinfo=UTC)
