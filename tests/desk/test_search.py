from collections.abc import Collection

import pytest

from imbizo.actors.models import ContactPoint
from imbizo.actors.operations import add_contact, change_actor
from imbizo.desk.models import SearchEntry
from imbizo.desk.operations import reindex
from imbizo.desk.queries import search, searchable_kinds
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit
from tests.cast import Cast, member_in, signed_in
from tests.desk.people import person, share


def titles(member: Membership, text: str, *, kinds: Collection[str] = ()) -> list[str]:
    return [result.title for result in search(member, text, kinds=kinds).results]


def test_the_beginning_of_a_word_is_enough(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    assert titles(cast.bo, "moko") == ["Lindiwe Mokoena"]


def test_every_word_must_be_there(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    person(cast.amina, "Sipho Mokoena")
    assert titles(cast.bo, "mokoena sip") == ["Sipho Mokoena"]


@pytest.mark.parametrize("text", ["obrien", "O'Brien", "o’brien", "OBRIÉN"])
def test_apostrophes_and_accents_do_not_matter(cast: Cast, text: str) -> None:
    person(cast.amina, "Élodie O'Brién")
    assert titles(cast.bo, text) == ["Élodie O'Brién"]


@pytest.mark.parametrize(
    "text", ["", "   ", "-", '"', "'", "🙂", "*", "( OR )", "a" * 10_000, "\x00", "NEAR(", "&|!:"]
)
def test_what_is_no_word_finds_nothing_and_breaks_nothing(cast: Cast, text: str) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    assert titles(cast.bo, text) == []


def test_names_written_from_right_to_left_are_found(cast: Cast) -> None:
    person(cast.amina, "محمد حسن")
    assert titles(cast.bo, "محم") == ["محمد حسن"]


def test_a_misspelt_name_is_found_by_its_sound_and_says_so(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    found = search(cast.bo, "Mokuena")
    assert ([result.title for result in found.results], found.is_alike) == (["Lindiwe Mokoena"], True)


def test_a_title_comes_before_other_words(cast: Cast) -> None:
    person(cast.amina, "Aaron September", place_text="Robertson")
    person(cast.amina, "Robertson Trust")
    assert titles(cast.bo, "robertson") == ["Robertson Trust", "Aaron September"]


def test_a_renamed_record_is_found_by_its_new_name_alone(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    actor.name = "Lindiwe Zulu"
    actor.save()
    audit("change", [actor], by=cast.amina)
    assert (titles(cast.bo, "zulu"), titles(cast.bo, "mokoena")) == (["Lindiwe Zulu"], [])


def test_an_erased_record_leaves_the_index(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    actor.state = "erased"
    actor.save()
    audit("erase", [actor], by=cast.amina)
    assert not SearchEntry.objects.filter(record_id=actor.pk).exists()


def test_kinds_narrow_the_search(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    assert titles(cast.bo, "mokoena", kinds=["actors.list"]) == []


# Who may find it


def test_what_a_partner_keeps_to_itself_is_found_by_its_own_members_alone(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena", sharing="itself")
    assert (titles(cast.bo, "mokoena"), titles(cast.thandi, "mokoena")) == (["Lindiwe Mokoena"], [])


def test_what_is_shared_with_named_partners_is_found_by_their_members(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena", sharing="named", named=(cast.committee,))
    assert (titles(cast.thandi, "mokoena"), titles(cast.bo, "mokoena")) == (
        ["Lindiwe Mokoena"],
        ["Lindiwe Mokoena"],
    )


def test_what_stops_being_shared_is_not_found_any_more(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    share(actor, "itself", cast.amina)
    assert titles(cast.thandi, "mokoena") == []


def test_what_begins_to_be_shared_is_found(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena", sharing="itself")
    share(actor, "named", cast.amina, cast.committee)
    assert titles(cast.thandi, "mokoena") == ["Lindiwe Mokoena"]


def test_the_record_has_the_last_word_where_the_index_is_stale(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    type(actor).objects.filter(pk=actor.pk).update(sharing="itself")
    assert titles(cast.thandi, "mokoena") == []


def test_another_programme_finds_nothing(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    assert titles(cast.farid, "mokoena") == []


def test_a_member_who_may_see_no_people_searches_none(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    reader = member_in(cast, "reference_group_member")
    of_people = [kind for kind in searchable_kinds(reader) if kind.kind.startswith("actors.")]
    assert (titles(reader, "mokoena"), of_people) == ([], [])


def test_a_number_is_found_by_those_who_may_see_numbers(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    contact = ContactPoint.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        sharing="all",
        actor=actor,
        channel="sms",
        raw="082 000 0147",
        address="+27820000147",
    )
    audit("create", [contact], by=cast.amina)
    assert (titles(cast.bo, "082 000 0147"), titles(cast.chandra, "082 000 0147")) == (
        ["Lindiwe Mokoena"],
        [],
    )


def test_the_number_of_a_renamed_person_stands_under_the_new_name(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    add_contact(actor=actor, channel="sms", raw="082 000 0147", sharing="all", by=cast.amina)
    change_actor(actor=actor, changes={"name": "Lindiwe Zulu"}, by=cast.amina)
    assert titles(cast.bo, "0820000147") == ["Lindiwe Zulu"]


# The index


def test_the_index_can_be_built_anew(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    SearchEntry.objects.all().delete()
    reindex()
    assert titles(cast.bo, "mokoena") == ["Lindiwe Mokoena"]


def test_building_anew_drops_what_is_gone(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    type(actor).objects.filter(pk=actor.pk).delete()
    reindex()
    assert not SearchEntry.objects.filter(record_id=actor.pk).exists()


def test_building_anew_drops_kinds_that_are_no_longer_searched(cast: Cast) -> None:
    actor = person(cast.amina, "Lindiwe Mokoena")
    SearchEntry.objects.filter(record_id=actor.pk).update(kind="gone.kind")
    reindex()
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == {"actors.actor"}


def test_many_records_cost_as_many_queries_as_one(cast: Cast, django_assert_num_queries: object) -> None:
    for number in range(3):
        person(cast.amina, f"Lindiwe Mokoena {number}")
    member = Membership.objects.select_related("programme", "partner").get(pk=cast.bo.pk)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len([result.url for result in search(member, "mokoena").results]) == 3


# The page


def test_the_page_shows_the_results_with_the_words_marked(cast: Cast) -> None:
    person(cast.amina, "Lindiwe <b>Mokoena")
    page = signed_in(cast.bo).get("/p/winelands/search/", {"q": "moko"}).content.decode()
    assert "Lindiwe &lt;b&gt;<mark>Mokoena</mark>" in page


def test_the_page_without_words_teaches_what_to_type(cast: Cast) -> None:
    assert "Type a name" in signed_in(cast.bo).get("/p/winelands/search/").content.decode()


def test_the_page_says_when_nothing_was_found(cast: Cast) -> None:
    page = signed_in(cast.bo).get("/p/winelands/search/", {"q": "<script>"}).content.decode()
    assert "Nothing found for “&lt;script&gt;”" in page


def test_typing_gets_the_results_alone(cast: Cast) -> None:
    person(cast.amina, "Lindiwe Mokoena")
    page = signed_in(cast.bo).get("/p/winelands/search/", {"q": "moko"}, headers={"HX-Request": "true"})
    assert ("<mark>Mokoena</mark>" in page.content.decode(), "<html" in page.content.decode()) == (
        True,
        False,
    )
