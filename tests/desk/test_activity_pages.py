import json

import pytest

from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation
from tests.cast import Cast, member_in, signed_in
from tests.desk.people import person


def page(member: object, address: str, **asked: str) -> str:
    return signed_in(member).get(f"/p/winelands/{address}", asked).content.decode()  # type: ignore[arg-type]


def test_activity_tells_what_was_done(cast: Cast) -> None:
    person(cast.amina, "Sipho Dlamini")
    assert "Amina added the person or organisation Sipho Dlamini" in page(cast.bo, "activity/")


def test_activity_shows_before_and_after(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    audit("change", [actor], by=cast.bo, changes={"name": ["Sipho Dlamni", "Sipho Dlamini"]})
    assert "name: <del>Sipho Dlamni</del> → Sipho Dlamini" in page(cast.bo, "activity/")


def test_activity_can_be_narrowed(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    audit("change", [actor], by=cast.bo)
    narrowed = page(cast.bo, "activity/", by=str(cast.bo.user_id), kind="actors.actor", verb="change")
    assert ["Bo changed" in narrowed, "Amina added" in narrowed] == [True, False]


@pytest.mark.parametrize("wrong", [{"by": "x"}, {"kind": "x"}, {"verb": "x"}, {"before": "x"}])
def test_activity_takes_nonsense_for_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    person(cast.amina, "Sipho Dlamini")
    assert "Sipho Dlamini" in page(cast.bo, "activity/", **wrong)


def test_activity_goes_on_to_what_is_older(cast: Cast) -> None:
    for number in range(55):
        person(cast.amina, f"Person {number}")
    client = signed_in(cast.bo)
    first = client.get("/p/winelands/activity/", {"kind": "actors.actor"})
    older = client.get("/p/winelands/activity/" + first.context["next_url"])
    assert [len(first.context["lines"]), len(older.context["lines"]), older.context["next_url"]] == [
        50,
        5,
        "",
    ]


def test_activity_is_closed_to_roles_that_may_not_see_it(cast: Cast) -> None:
    assert signed_in(cast.chandra).get("/p/winelands/activity/").status_code == 403


def test_a_history_is_closed_to_those_who_may_not_see_the_record(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini", sharing="itself")
    address = f"/p/winelands/history/actors.actor/{actor.pk}/"
    assert [signed_in(member).get(address).status_code for member in (cast.bo, cast.thandi)] == [200, 404]


def test_the_fold_of_a_history_is_a_part_of_a_page(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    part = page(cast.bo, f"history/actors.actor/{actor.pk}/", part="1")
    assert ["Amina added this person or organisation" in part, "<html" in part] == [True, False]


def test_the_whole_thread_stands_on_one_page(cast: Cast) -> None:
    clause, theme, voice = (person(cast.amina, name) for name in ("Clause 4", "Theme: work", "A voice"))
    link(clause, theme, Relation.INFORMS, by=cast.amina)
    link(theme, voice, Relation.CODED_AS, by=cast.amina)
    shown = page(cast.bo, f"thread/actors.actor/{theme.pk}/")
    assert ["Clause 4" in shown, "A voice" in shown] == [True, True]


def test_a_thread_is_closed_to_those_who_may_not_see_the_record(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini", sharing="itself")
    addresses = [f"/p/winelands/thread/actors.actor/{actor.pk}/{end}" for end in ("", "prov.json")]
    assert [signed_in(cast.thandi).get(address).status_code for address in addresses] == [404, 404]


def test_a_thread_can_be_taken_out(cast: Cast) -> None:
    clause, theme = person(cast.amina, "Clause 4"), person(cast.amina, "Theme: work")
    link(clause, theme, Relation.INFORMS, by=cast.amina)
    response = signed_in(cast.bo).get(f"/p/winelands/thread/actors.actor/{clause.pk}/prov.json")
    assert len(json.loads(response.content)["entity"]) == 2


def test_a_reader_of_drafts_sees_no_history_of_people(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    reader = member_in(cast, "reference_group_member")
    assert signed_in(reader).get(f"/p/winelands/history/actors.actor/{actor.pk}/").status_code == 403


def test_a_records_page_folds_its_history_for_those_who_may_read_it(cast: Cast) -> None:
    actor = person(cast.amina, "Sipho Dlamini")
    address = f"/p/winelands/history/actors.actor/{actor.pk}/"
    pages = [
        signed_in(member).get(actor.get_absolute_url()).content.decode() for member in (cast.bo, cast.chandra)
    ]
    assert [address in shown for shown in pages] == [True, False]


def test_a_records_page_shows_its_thread_both_ways(cast: Cast) -> None:
    clause, theme, voice = (person(cast.amina, name) for name in ("Clause 4", "Theme: work", "A voice"))
    link(clause, theme, Relation.INFORMS, by=cast.amina)
    link(theme, voice, Relation.CODED_AS, by=cast.amina)
    shown = signed_in(cast.bo).get(theme.get_absolute_url())
    assert [bead.title for bead in shown.context["beads"]] == ["A voice", "Theme: work", "Clause 4"]
