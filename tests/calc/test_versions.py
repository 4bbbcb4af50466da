"""Documents compared section by section."""

from imbizo.calc.richtext import parse
from imbizo.calc.tracked import tracked_html
from imbizo.calc.versions import Fate, VersionPart, compare_versions

Parts = list[VersionPart[str]]


def _parts(**texts: str) -> Parts:
    return [
        VersionPart(key, str(at), 1, key.upper(), parse(text))
        for at, (key, text) in enumerate(texts.items(), 1)
    ]


def _fates(old: Parts, new: Parts) -> list[tuple[str, str]]:
    return [(part.newest.id, part.fate.value) for part in compare_versions(old, new).parts]


def test_each_section_is_told_by_what_became_of_it() -> None:
    old, new = _parts(a="One.", b="Two.", c="Three."), _parts(a="One.", c="Four.", d="Five.")
    assert _fates(old, new) == [("a", "same"), ("b", "taken_out"), ("c", "changed"), ("d", "added")]


def test_a_heading_alone_is_a_change() -> None:
    old, new = VersionPart("a", "1", 1, "Old", parse("")), VersionPart("a", "1", 1, "New", parse(""))
    assert compare_versions([old], [new]).parts[0].fate is Fate.CHANGED


def test_as_few_sections_as_can_be_are_told_as_moved() -> None:
    old, new = _parts(a="1", b="2", c="3", d="4"), _parts(d="4", a="1", b="2", c="3")
    assert [part.new.id for part in compare_versions(old, new).parts if part.new and part.is_moved] == ["d"]


def test_sections_that_only_have_another_number_are_not_among_the_changes() -> None:
    comparison = compare_versions(_parts(a="1", b="2"), _parts(b="2"))
    assert [part.is_renumbered for part in comparison.parts] == [False, True]
    assert [part.fate for part in comparison.touched] == [Fate.TAKEN_OUT]


def test_a_section_put_below_another_has_moved() -> None:
    old = _parts(a="1", b="2")
    new = [old[0], VersionPart("b", "1.1", 2, "B", old[1].text, parent="a")]
    assert [part.is_moved for part in compare_versions(old, new).parts] == [False, True]


def test_what_goes_along_with_its_chapter_has_not_moved() -> None:
    old = [*_parts(a="1", b="2"), VersionPart("b1", "2.1", 2, "B1", parse("3"), parent="b")]
    new = [old[1], old[2], old[0]]
    assert [part.newest.id for part in compare_versions(old, new).parts if part.is_moved] == ["b"]


def test_the_words_added_and_taken_out_are_counted() -> None:
    comparison = compare_versions(_parts(a="We meet often."), _parts(a="We meet once a month."))
    assert (comparison.words_inserted, comparison.words_deleted) == (3, 1)


def test_changes_are_drawn_with_what_was_added_and_taken_out() -> None:
    words = compare_versions(_parts(a="We meet often."), _parts(a="We meet monthly.")).parts[0].words
    assert tracked_html(words) == "<p>We meet <del>often</del><ins>monthly</ins>.</p>"


def test_paragraphs_that_were_joined_show_the_end_that_went() -> None:
    words = compare_versions(_parts(a="<p>One two.</p><p>Three four.</p>"), _parts(a="One two. Three four."))
    assert "<del>¶</del>" in tracked_html(words.parts[0].words)


def test_only_the_blocks_that_changed_can_be_shown() -> None:
    old, new = _parts(a="<p>Same.</p><p>Old words.</p>"), _parts(a="<p>Same.</p><p>New words.</p>")
    words = compare_versions(old, new).parts[0].words
    assert tracked_html(words, only_changed=True) == "<p><del>Old</del><ins>New</ins> words.</p>"
