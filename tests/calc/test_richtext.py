"""Rich texts: what Trix gives, what else may come, the canonical form and plain text."""

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.richtext import (
    Block,
    Citation,
    Highlight,
    Kind,
    Look,
    Mark,
    Place,
    RichText,
    Run,
    SectionReference,
    Shape,
    from_plain,
    offset_map,
    parse,
    plain_text,
    safe_href,
    to_html,
    to_trix_html,
)
from tests.richtexts import blocks, rich_texts

SOURCE = uuid.UUID("0190f3a0-0000-7000-8000-000000000001")


def attachment(values: object, inner: str = "") -> str:
    return f"<figure data-trix-attachment='{json.dumps(values)}' class=\"attachment\">{inner}</figure>"


def shapes_and_words(html: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.plain) for block in parse(html).blocks]


def test_trix_lines_are_line_breaks_and_its_empty_lines_part_paragraphs() -> None:
    assert shapes_and_words("<div>One<br>two<br><br>three<br><br><br>four</div>") == [
        ("paragraph", 0, "One\ntwo"),
        ("paragraph", 0, "three"),
        ("paragraph", 0, "four"),
    ]


def test_every_block_of_trix_is_read() -> None:
    html = (
        "<h1>Aim</h1><div>Text</div><blockquote>Said</blockquote><pre>x  =\n  1</pre>"
        "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"
    )
    assert shapes_and_words(html) == [
        ("heading", 1, "Aim"),
        ("paragraph", 0, "Text"),
        ("quote", 1, "Said"),
        ("code", 0, "x  =\n  1"),
        ("bullet", 1, "a"),
        ("numbered", 2, "b"),
        ("bullet", 1, "c"),
    ]


def test_marks_and_links_of_trix_are_read() -> None:
    html = '<div>a <strong>b<em>c</em></strong><del>d</del> <a href="https://example.org/x">e</a></div>'
    assert parse(html).blocks[0].content == (
        Run("a "),
        Run("b", Look(frozenset({Mark.BOLD}))),
        Run("c", Look(frozenset({Mark.BOLD, Mark.ITALIC}))),
        Run("d", Look(frozenset({Mark.STRUCK}))),
        Run(" "),
        Run("e", Look(href="https://example.org/x")),
    )


def test_citations_and_references_keep_their_identity_and_not_their_words() -> None:
    cited = attachment(
        {"contentType": "application/vnd.imbizo.citation", "id": str(SOURCE)}, "De Doorns, 12 May"
    )
    see = attachment({"contentType": "application/vnd.imbizo.section", "id": str(SOURCE)}, "section 4.2")
    assert parse(f"<div>Said{cited}, see {see}.</div>").blocks[0].content == (
        Run("Said"),
        Citation(SOURCE),
        Run(", see "),
        SectionReference(SOURCE),
        Run("."),
    )


def test_the_atoms_of_a_text_come_in_their_order() -> None:
    html = f'<p>a<span data-citation="{SOURCE}"></span></p><p><span data-section="{SOURCE}"></span></p>'
    assert parse(html).atoms == (Citation(SOURCE), SectionReference(SOURCE))


@pytest.mark.parametrize(
    "values",
    [
        {"contentType": "image/png", "id": str(SOURCE)},
        {"contentType": "application/vnd.imbizo.citation", "id": "7"},
        {"contentType": "application/vnd.imbizo.citation"},
        ["no object"],
    ],
)
def test_other_attachments_give_their_words(values: object) -> None:
    assert plain_text(parse(f"<div>{attachment(values, 'a picture')}</div>")) == "a picture"


def test_an_attachment_that_is_no_json_gives_its_words() -> None:
    assert plain_text(parse('<div><figure data-trix-attachment="{">a picture</figure></div>')) == "a picture"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", ""),
        ("bare words", "bare words"),
        ("<div>a<script>alert(1)</script>b<style>p{}</style></div>", "ab"),
        ("<template><p>x</p><template>y</template>z</template>after", "after"),
        ("<svg/>after", "after"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<font color=red>red</font> <blink>x</blink>", "red x"),
        ("<p>a<p>b", "a\nb"),
        ("</div></ul>a</b>", "a"),
        ("<b>a<i>b</b>c</i>", "abc"),
        ("<div/>a<br/>b", "a\nb"),
        ("<b/>a<wbr>b<img src=x onerror=alert(1)>c", "abc"),
        ("a &lt;b&gt; &amp;&nbsp;c", "a <b> &\xa0c"),
        ("a\r\n  b\tc", "a b c"),
        ("a&nbsp; b &nbsp;c&nbsp;", "a b c"),
        ("a\x00\ufffcb\ufeff", "ab"),
        ("<h1>a<br><br>b</h1>", "a\nb"),
        ("<pre>\n\n</pre><pre>  </pre><div><br></div>", ""),
        ("<div>" * 300 + "deep" + "</div>" * 300, "deep"),
        (f'a<img data-citation="{SOURCE}">b', "a\ufffcb"),
        (f'a<span data-citation="{SOURCE}"/>b', "a\ufffcb"),
        (f'<figure data-trix-attachment="{"[" * 100_000}">deep</figure>', "deep"),
    ],
)
def test_any_html_gives_its_words(html: str, words: str) -> None:
    assert plain_text(parse(html)) == words


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://example.org", "https://example.org"),
        (" HTTP://example.org/\n", "HTTP://example.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("\x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("/p/here", ""),
        ("https:", ""),
        ("mailto:", ""),
        ("http://[", ""),
        ("https://example.org/" + "a" * 2000, ""),
        (None, ""),
    ],
)
def test_a_link_leads_only_where_it_is_safe(href: str | None, safe: str) -> None:
    assert safe_href(href) == safe


def test_an_unsafe_link_keeps_its_words() -> None:
    assert to_html(parse('<a href="javascript:x">here</a>')) == "<p>here</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<br>b</p><p>c</p>",
        "<h1>a</h1><h2>b</h2><h3>c</h3>",
        "<blockquote><p>a</p><p>b</p></blockquote><blockquote><blockquote><p>c</p></blockquote></blockquote>",
        "<ul><li>a<ol><li>b</li><li>c</li></ol><ul><li>d</li></ul></li></ul><ol><li>e</li></ol>",
        "<pre>  a\n\n&lt;b&gt;</pre><pre>c</pre>",
        '<p><a href="https://example.org/?a=1&amp;b=&quot;"><strong><em><del>x</del></em></strong></a></p>',
        f'<p>a<span data-citation="{SOURCE}"></span></p><p><span data-section="{SOURCE}"></span></p>',
    ],
)
def test_canonical_html_is_read_and_written_unchanged(html: str) -> None:
    assert to_html(parse(html)) == html


def test_trix_gets_paragraphs_as_it_would_have_written_them() -> None:
    html = "<div>a<br>b<br><br>c</div><blockquote>d<br><br>e</blockquote><ul><li>f</li><li>g</li></ul>"
    assert to_trix_html(parse(html)) == html


def test_trix_gets_atoms_as_attachments_with_their_words() -> None:
    text = RichText.of([Block((Citation(SOURCE), SectionReference(SOURCE)))])
    html = to_trix_html(text, label=lambda atom: f"<{type(atom).__name__}>")
    assert ("&lt;Citation&gt;" in html.replace("&amp;", "&"), parse(html)) == (True, text)


def test_a_page_begins_its_headings_where_it_says() -> None:
    assert to_html(parse("<h1>a</h1><h2>b</h2>"), heading_from=3) == "<h3>a</h3><h4>b</h4>"
    assert to_html(parse("<h3>a</h3>"), heading_from=6) == "<h6>a</h6>"


def test_highlights_are_drawn_across_runs_and_blocks() -> None:
    text = parse("<p>ab<b>cd</b></p><p>ef</p>")
    shown = to_html(text, highlights=[Highlight(1, 6, "one"), Highlight(3, 4, "two")])
    assert shown == (
        '<p>a<mark data-spans="one">b</mark><mark data-spans="one"><strong>c</strong></mark>'
        '<mark data-spans="one two"><strong>d</strong></mark></p><p><mark data-spans="one">e</mark>f</p>'
    )


def test_an_atom_under_a_highlight_is_drawn_in_it() -> None:
    text = RichText.of([Block((Run("a"), Citation(SOURCE)))])
    shown = to_html(text, draw=lambda atom: "[1]", highlights=[Highlight(1, 2, "x")])
    assert shown == '<p>a<mark data-spans="x">[1]</mark></p>'


def test_a_list_item_is_at_most_one_deeper_than_the_item_above() -> None:
    assert [
        level
        for _kind, level, _words in shapes_and_words(
            "<ul><ul><li>a</li><ul><ul><li>b</li></ul></ul></ul></ul>"
        )
    ] == [1, 2]


def test_a_line_break_looks_like_what_it_follows() -> None:
    bold = Look(frozenset({Mark.BOLD}))
    assert parse("<p><b>a</b><br><b>b</b></p>") == RichText((Block((Run("a\nb", bold),)),))


def test_code_has_no_marks_and_keeps_its_atoms() -> None:
    text = parse(f'<pre><b>a</b>\r\n<span data-citation="{SOURCE}"></span></pre>')
    assert text.blocks == (Block((Run("a\n"), Citation(SOURCE)), Shape(Kind.CODE)),)


def test_every_line_of_a_plain_text_is_a_paragraph() -> None:
    assert from_plain("\ufeffa\r\n\r\n b\rc") == parse("<p>a</p><p>b</p><p>c</p>")


def test_an_atom_is_one_code_point_of_plain_text() -> None:
    text = parse(f'<p>👩a<span data-citation="{SOURCE}"></span></p><p>b</p>')
    assert plain_text(text) == "👩a\ufffc\nb"


def test_places_and_offsets_name_each_other() -> None:
    places = offset_map(parse("<p>ab</p><p>c</p>"))
    assert [places.place(offset) for offset in range(5)] == [
        Place(0, 0), Place(0, 1), Place(0, 2), Place(1, 0), Place(1, 1),
    ]  # fmt: skip
    assert [places.offset(places.place(offset)) for offset in range(5)] == [0, 1, 2, 3, 4]


def test_an_empty_text_has_one_place() -> None:
    places = offset_map(RichText())
    assert (places.length, places.place(0), places.offset(Place(0, 0))) == (0, Place(0, 0), 0)


@given(rich_texts)
def test_what_is_written_reads_as_the_same_text(text: RichText) -> None:
    assert parse(to_html(text)) == text


@given(rich_texts)
def test_what_trix_is_given_reads_as_the_same_text(text: RichText) -> None:
    assert parse(to_trix_html(text)) == text


@given(rich_texts)
def test_normal_form_is_its_own_normal_form(text: RichText) -> None:
    assert RichText.of(text.blocks) == text


@given(st.lists(blocks, max_size=3))
def test_bringing_into_normal_form_loses_no_atom(some: list[Block]) -> None:
    before = [each for block in some for each in block.content if not isinstance(each, Run)]
    assert list(RichText.of(some).atoms) == before


@given(st.text())
def test_any_text_as_html_is_read_and_then_stable(html: str) -> None:
    text = parse(html)
    assert parse(to_html(text)) == text


@given(rich_texts)
def test_the_map_is_as_long_as_the_plain_text(text: RichText) -> None:
    assert offset_map(text).length == len(plain_text(text))


@given(rich_texts)
def test_plain_text_has_the_words_of_the_normal_form(text: RichText) -> None:
    simple = RichText.of(Block((Run(block.plain.replace("\ufffc", "x")),)) for block in text.blocks)
    assert plain_text(from_plain(plain_text(simple))) == plain_text(simple)
