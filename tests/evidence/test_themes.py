"""Themes: what stands in them, how they change, and what the thread says of it."""

import pytest

from imbizo.actors.states import Kind
from imbizo.base.errors import NotAllowed
from imbizo.convening.states import InputState
from imbizo.evidence import queries
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Theme
from imbizo.evidence.operations import themes as operations
from imbizo.evidence.queries import in_themes as reads
from imbizo.evidence.queries.theme_words import raised_words
from imbizo.evidence.states import ThemeState
from imbizo.programmes.states import Sharing
from imbizo.thread.models import Link
from tests.cast import Cast, signed_in
from tests.evidence.making import make_codebook, make_theme
from tests.evidence.theming import coded, held_in, said_at, speaker_of, table_of

pytestmark = pytest.mark.django_db


def test_a_theme_has_what_its_codes_bring_and_what_is_put_in_by_hand(cast: Cast) -> None:
    gathering = held_in(cast, "Ceres")
    by_code, by_hand, neither = said_at(gathering), said_at(gathering, "And a school."), said_at(gathering)
    _book, [code] = make_codebook(cast, "Health")
    coded(by_code, code, cast.amina)
    theme = operations.create_theme(title="Services", codes=[code], inputs=[by_hand], by=cast.amina)
    assert reads.inputs_of([theme], cast.amina).of[theme.pk] == {by_code.pk, by_hand.pk}
    assert neither.pk not in reads.sentences(theme, cast.amina)


def test_the_thread_says_what_informed_a_theme(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    _book, [code] = make_codebook(cast, "Health")
    theme = operations.create_theme(title="Services", codes=[code], inputs=[said], by=cast.amina)
    links = Link.objects.filter(record_id=theme.pk, relation="informs").order_by("source_kind")
    assert [link.source_id for link in links] == [said.pk, code.pk]


def test_a_theme_sent_twice_is_one(cast: Cast) -> None:
    first = operations.create_theme(title="Services", by=cast.amina)
    again = operations.create_theme(title="Services", by=cast.amina, id=first.pk)
    assert (again.pk, Theme.objects.count()) == (first.pk, 1)


def test_codings_of_a_round_that_is_open_bring_nothing_in(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    book, [code] = make_codebook(cast, "Health")
    within = book.rounds.create(programme=cast.programme, name="First")
    coded(said, code, cast.amina, round=within)
    theme = operations.create_theme(title="Services", codes=[code], by=cast.amina)
    assert reads.inputs_of([theme], cast.amina).of[theme.pk] == frozenset()


def test_a_sentence_that_was_joined_with_another_counts_as_that_one(cast: Cast) -> None:
    gathering = held_in(cast, "Ceres")
    kept = said_at(gathering)
    gone = said_at(gathering, "A clinic!", state=InputState.MERGED, merged_into=kept)
    theme = operations.create_theme(title="Services", inputs=[gone], by=cast.amina)
    members = reads.inputs_of([theme], cast.amina)
    assert members.of[theme.pk] == {kept.pk}
    assert members.known[kept.pk].people == 2


def test_taking_a_sentence_out_takes_its_link_too(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    theme = operations.create_theme(title="Services", inputs=[said], by=cast.amina)
    operations.take_out(theme=theme, inputs=[said], by=cast.amina)
    assert reads.sentences(theme, cast.amina) == set()
    assert not Link.objects.filter(record_id=theme.pk).exists()


def test_a_merged_theme_gives_all_it_has_and_keeps_its_thread(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"))
    old = operations.create_theme(title="Clinics", inputs=[said], by=cast.amina)
    into = operations.create_theme(title="Services", by=cast.amina)
    operations.merge_theme(theme=old, into=into, by=cast.amina)
    old.refresh_from_db()
    assert (old.state, old.merged_into) == (ThemeState.MERGED, into)
    assert reads.sentences(into, cast.amina) == {said.pk}
    assert Link.objects.filter(record_id=into.pk, source_id=old.pk, relation="merged_from").exists()


def test_a_grave_theme_stays_grave_in_the_one_it_goes_into(cast: Cast) -> None:
    old, into = make_theme(cast), make_theme(cast, title="Safety")
    operations.mark_grave(theme=old, because="Lives are at stake.", by=cast.amina)
    merged = operations.merge_theme(theme=old, into=into, by=cast.amina)
    assert (merged.is_grave, merged.grave_because) == (True, "Lives are at stake.")


def test_withdrawing_needs_a_reason_and_can_be_taken_back(cast: Cast) -> None:
    theme = make_theme(cast)
    with pytest.raises(NotReady):
        operations.withdraw_theme(theme=theme, because=" ", by=cast.amina)
    operations.withdraw_theme(theme=theme, because="Twice the same.", by=cast.amina)
    with pytest.raises(NotNow):
        operations.put_in(theme=theme, by=cast.amina)
    assert operations.bring_back(theme=theme, by=cast.amina).state == ThemeState.DRAFT


def test_only_the_partner_that_owns_a_theme_changes_it(cast: Cast) -> None:
    theme = make_theme(cast, sharing=Sharing.ALL)
    with pytest.raises(NotAllowed):
        operations.mark_grave(theme=theme, because="It is.", by=cast.thandi)


def test_a_theme_moves_up_and_stays_at_the_top(cast: Cast) -> None:
    first = operations.create_theme(title="First", by=cast.amina)
    second = operations.create_theme(title="Second", by=cast.amina)
    operations.shift_theme(theme=second, by_places=-1, by=cast.amina)
    operations.shift_theme(theme=second, by_places=-1, by=cast.amina)
    assert list(reads.live(cast.amina)) == [second, first]


def test_the_sentence_says_where_it_was_raised_and_by_whom_everywhere(cast: Cast) -> None:
    halls = [held_in(cast, name) for name in ("Ceres", "Paarl", "Worcester")]
    speakers = [speaker_of(cast, hall, Kind.BUSINESS) for hall in halls[:2] for _each in range(3)]
    said = [said_at(speaker.gathering, speaker=speaker) for speaker in speakers]
    theme = operations.create_theme(title="Licences", inputs=said, by=cast.amina)
    [card] = reads.cards(cast.amina)
    assert (card.theme, raised_words(card.raised, {})) == (
        theme,
        "Raised in 2 of 3 municipalities, by business in both.",
    )


def test_a_numbered_table_is_no_group(cast: Cast) -> None:
    gathering = held_in(cast, "Ceres")
    said = [said_at(gathering, table=table_of(gathering, name)) for name in ("Table 3", "Farm workers")]
    theme = operations.create_theme(title="Work", inputs=said, by=cast.amina)
    known = reads.inputs_of([theme], cast.amina).known
    assert [known[each.pk].group for each in said] == [None, "Farm workers"]


def test_other_partners_learn_neither_sector_nor_group(cast: Cast) -> None:
    gathering = held_in(cast, "Ceres", sharing=Sharing.ALL)
    speaker = speaker_of(cast, gathering, Kind.BUSINESS)
    said = said_at(gathering, speaker=speaker, table=table_of(gathering, "Shop owners"))
    theme = operations.create_theme(title="Trade", inputs=[said], sharing=Sharing.ALL, by=cast.amina)
    known = reads.inputs_of([theme], cast.thandi).known[said.pk]
    assert (known.sector, known.group) == (None, None)


def test_the_page_of_a_theme_shows_original_and_translation(cast: Cast) -> None:
    said = said_at(held_in(cast, "Ceres"), "Sidinga ikliniki.", language="xh")
    said.translations.create(programme=cast.programme, language="en", text="We need a clinic.")
    theme = operations.create_theme(title="Clinics", inputs=[said], by=cast.amina)
    page = signed_in(cast.amina).get(theme.get_absolute_url()).content.decode()
    assert "Sidinga ikliniki." in page
    assert "We need a clinic." in page


def test_a_theme_is_made_on_its_page(cast: Cast) -> None:
    _book, [code] = make_codebook(cast, "Health")
    given = {"id": code.pk, "title": "Clinics", "statement": "", "codes": [code.pk], "sharing": "itself"}
    answer = signed_in(cast.amina).post("/p/winelands/evidence/themes/add/", given)
    theme = Theme.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, theme.get_absolute_url())
    assert list(theme.codes.all()) == [code]


def test_partners_see_a_theme_only_when_it_is_shared(cast: Cast) -> None:
    make_theme(cast)
    shared = make_theme(cast, sharing=Sharing.ALL)
    assert list(queries.themes(cast.thandi)) == [shared]


def test_putting_in_can_be_undone(cast: Cast) -> None:
    theme, said = make_theme(cast), said_at(held_in(cast, "Ceres"))
    client, here = signed_in(cast.amina), f"/p/winelands/evidence/themes/{theme.pk}"
    client.post(f"{here}/put/", {"input": str(said.pk)})
    assert reads.sentences(theme, cast.amina) == {said.pk}
    client.post(f"{here}/take-out/?input={said.pk}")
    assert reads.sentences(theme, cast.amina) == set()


def test_what_nobody_answered_yet_is_offered_before_a_word_is_looked_for(cast: Cast) -> None:
    gathering = held_in(cast, "Ceres")
    there, waiting = said_at(gathering), said_at(gathering, "And a school.")
    theme = operations.create_theme(title="Services", inputs=[there], by=cast.amina)
    page = signed_in(cast.amina).get(f"{theme.get_absolute_url()}put/")
    assert list(page.context["inputs"]) == [waiting]


def test_codes_are_told_apart_by_their_codebook_only_where_there_are_several(cast: Cast) -> None:
    make_codebook(cast, "Health")
    page = signed_in(cast.amina)
    shown = []
    for number in range(2):
        form = page.get("/p/winelands/evidence/themes/add/").context["form"]
        shown.append(sorted(str(label) for _value, label in form.fields["codes"].choices))
        make_codebook(cast, "Work", name=f"Book {number}")
    assert shown == [["Health"], ["Health (What the workshops said)", "Work (Book 0)"]]


def test_no_theme_stands_chosen_to_merge_with(cast: Cast) -> None:
    theme, other = make_theme(cast), make_theme(cast, title="Clinics")
    page = signed_in(cast.amina)
    page.post(f"{theme.get_absolute_url()}merge/", {"into": ""})
    form = page.get(f"{theme.get_absolute_url()}merge/").context["form"]
    choices = [str(label) for _value, label in form.fields["into"].choices]
    assert (Theme.objects.filter(merged_into=other).count(), choices) == (0, ["choose", "Clinics"])
