"""Words set apart: marked, copied or typed; they stay on their words when the text is corrected."""

import pytest
from django.urls import reverse

from imbizo.base.errors import DomainError
from imbizo.evidence.errors import OutsideText
from imbizo.evidence.models import Excerpt
from imbizo.evidence.operations import coding, excerpts, texts
from imbizo.evidence.operations.coding import Words
from imbizo.evidence.queries import seeing
from imbizo.evidence.rules.texts import Stretch
from imbizo.evidence.states import CodingState
from imbizo.thread.queries import where_from
from tests.cast import Cast, signed_in
from tests.evidence.making import make_codebook, make_source


def test_marked_words_keep_their_place_page_and_source(cast: Cast) -> None:
    source = make_source(cast, text="One page.\nShop owners pay twice.", pages=[0, 10])
    made = excerpts.set_apart(source=source, at=Stretch(9, 21), by=cast.amina)
    assert (made.quote, made.start, made.page) == ("Shop owners", 10, "2")
    assert [each.id for each in where_from(made, cast.amina)] == [source.pk]


def test_an_emoji_before_them_shifts_nothing(cast: Cast) -> None:
    source = make_source(cast, text="😀 pay twice")
    assert excerpts.set_apart(source=source, at=Stretch(2, 5), by=cast.amina).quote == "pay"


def test_without_a_script_the_words_are_copied(cast: Cast) -> None:
    source = make_source(cast)
    address = reverse("evidence:source-excerpt", args=[cast.programme.slug, source.pk])
    client = signed_in(cast.amina)
    form_id = client.get(address).context["form"]["id"].value()
    client.post(address, {"id": form_id, "quote": "Nobody  answers them."})
    assert (Excerpt.objects.get().start, Excerpt.objects.get().quote) == (23, "Nobody answers them.")


def test_words_that_the_text_lacks_are_refused(cast: Cast) -> None:
    with pytest.raises(OutsideText):
        excerpts.set_quote_apart(source=make_source(cast), quote="Nobody pays.", by=cast.amina)


def test_words_from_paper_have_their_page_and_no_place(cast: Cast) -> None:
    source = make_source(cast, text="")
    made = excerpts.set_quote_apart(source=source, quote="As printed.", page="xii", by=cast.amina)
    assert (made.start, made.quote, made.page) == (None, "As printed.", "xii")


def test_a_text_that_was_corrected_meanwhile_is_refused(cast: Cast) -> None:
    with pytest.raises(OutsideText):
        excerpts.set_apart(source=make_source(cast), at=Stretch(0, 4), seen="another", by=cast.amina)


def test_codings_and_excerpts_stay_on_their_words_when_the_text_is_corrected(cast: Cast) -> None:
    source = make_source(cast)
    _book, (code,) = make_codebook(cast, "Cost")
    words = Words(source.text, 12, 21, source=source)
    (coded,) = coding.code_words(words=words, codes=[code], by=cast.amina)
    kept = excerpts.set_apart(source=source, at=Stretch(12, 21), by=cast.amina)
    gone = excerpts.set_apart(source=source, at=Stretch(23, 43), by=cast.amina)
    lost = texts.write_text(source=source, text="In 2009 the shop owners pay twice.", by=cast.amina)
    for row in (coded, kept, gone):
        row.refresh_from_db()
    assert (coded.quote, coded.state, kept.quote, kept.start) == (
        "pay twice",
        CodingState.STANDING,
        "pay twice",
        24,
    )
    assert (lost, gone.is_orphaned, gone.quote) == (1, True, "Nobody answers them.")


def test_an_orphan_is_listed_and_finds_its_place_again(cast: Cast) -> None:
    source = make_source(cast)
    made = excerpts.set_apart(source=source, at=Stretch(23, 43), by=cast.amina)
    texts.write_text(source=source, text="Shop owners pay twice.", by=cast.amina)
    address = reverse("evidence:source-versions", args=[cast.programme.slug, source.pk])
    assert signed_in(cast.amina).get(address).context["orphans"] == [made]
    made.refresh_from_db()
    excerpts.change_excerpt(
        excerpt=made, changes={"quote": "pay twice", "page": "", "note": ""}, by=cast.amina
    )
    assert (made.is_orphaned, made.start) == (False, 12)


def test_an_excerpt_that_was_used_stays(cast: Cast) -> None:
    _book, (code,) = make_codebook(cast, "Cost")
    made = excerpts.set_apart(source=make_source(cast), at=Stretch(12, 21), by=cast.amina)
    coding.code_excerpt(excerpt=made, codes=[code], by=cast.amina)
    with pytest.raises(DomainError):
        excerpts.remove_excerpt(excerpt=made, by=cast.amina)


def test_an_excerpt_that_was_not_used_goes(cast: Cast) -> None:
    made = excerpts.set_apart(source=make_source(cast), at=Stretch(12, 21), by=cast.amina)
    excerpts.remove_excerpt(excerpt=made, by=cast.amina)
    assert Excerpt.objects.count() == 0


def test_nothing_marked_and_nothing_written_is_told_at_the_field(cast: Cast) -> None:
    source = make_source(cast)
    address = reverse("evidence:source-excerpt", args=[cast.programme.slug, source.pk])
    client = signed_in(cast.amina)
    answer = client.post(address, {"id": client.get(address).context["form"]["id"].value(), "quote": ""})
    assert (list(answer.context["form"].errors), Excerpt.objects.count()) == (["quote"], 0)


def test_the_text_of_a_source_is_not_read_with_each_of_its_excerpts(cast: Cast) -> None:
    excerpts.set_apart(source=make_source(cast), at=Stretch(0, 21), by=cast.amina)
    assert "text" in seeing.excerpts(cast.amina).get().source.get_deferred_fields()
