"""Screening: one reviewer or two, stages, reasons, taking back, settling, and figures that add up."""

import pytest
from django.urls import reverse

from imbizo.base.errors import NotAllowed
from imbizo.calc.prisma import Place
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Scan, ScanItem, Screening
from imbizo.evidence.operations.scans import change_scan, close_scan
from imbizo.evidence.operations.screening import (
    say_duplicate,
    screen,
    set_retrieval,
    settle_conflict,
    unscreen,
)
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.states import Retrieval, Stage, Verdict
from tests.cast import Cast, signed_in
from tests.evidence.scanning import TITLES, filled, items_of, say

pytestmark = pytest.mark.django_db

ABSTRACT, TEXT = Stage.ABSTRACT, Stage.FULL_TEXT
IN, OUT, UNSURE = Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.UNSURE


def stands(item: ScanItem) -> tuple[str, str]:
    item.refresh_from_db()
    return item.stage, item.outcome


def by_two(cast: Cast) -> Scan:
    return filled(cast, has_two_reviewers=True, second=cast.bo)


def test_what_is_included_goes_on_to_its_full_text(cast: Cast) -> None:
    item = items_of(filled(cast))[0]
    say(item, IN, cast.amina)
    assert stands(item) == (TEXT, "")
    say(item, IN, cast.amina, stage=TEXT)
    assert stands(item) == (TEXT, IN)


def test_what_is_left_out_needs_a_reason_of_this_scan(cast: Cast) -> None:
    item = items_of(filled(cast))[0]
    with pytest.raises(NotReady):
        say(item, OUT, cast.amina, reason=None)
    say(item, OUT, cast.amina)
    assert (*stands(item), str(item.reason)) == (ABSTRACT, OUT, "About another place")


def test_what_one_isnt_sure_of_comes_again_at_the_end(cast: Cast) -> None:
    scan = filled(cast)
    say(items_of(scan)[0], UNSURE, cast.amina)
    titles = [each.source.title for each in queries.queue(scan, cast.amina, ABSTRACT)]
    assert titles == [*TITLES[1:], TITLES[0]]


def test_taking_back_puts_a_source_where_it_was(cast: Cast) -> None:
    item = items_of(filled(cast))[0]
    say(item, OUT, cast.amina)
    assert unscreen(items=[item], stage=ABSTRACT, by=cast.amina) == 1
    assert stands(item) == (ABSTRACT, "")


def test_in_a_scan_of_one_the_last_word_counts_whoever_says_it(cast: Cast) -> None:
    item = items_of(filled(cast))[0]
    say(item, OUT, cast.amina)
    say(item, IN, cast.bo)
    assert [(each.reviewer_id, each.verdict) for each in Screening.objects.filter(item=item)] == [
        (cast.bo.pk, IN)
    ]


def test_many_are_screened_at_once_and_those_that_went_on_are_passed_over(cast: Cast) -> None:
    items = items_of(filled(cast))
    say(items[0], IN, cast.amina)
    done = screen(items=items, stage=ABSTRACT, verdict=OUT, reason=items[0].scan.reasons.last(), by=cast.bo)
    assert sorted(each.pk for each in done) == sorted(each.pk for each in items[1:])


def test_a_full_text_that_could_not_be_had_leaves_the_pile(cast: Cast) -> None:
    scan = filled(cast)
    item = items_of(scan)[0]
    say(item, IN, cast.amina)
    set_retrieval(items=[item], retrieval=Retrieval.NOT_FOUND, by=cast.amina)
    assert list(queries.queue(scan, cast.amina, TEXT)) == []
    assert queries.Screened(scan).flow.places[Place.NOT_RETRIEVED] == 1


def test_what_somebody_read_was_at_hand(cast: Cast) -> None:
    item = items_of(filled(cast))[0]
    say(item, IN, cast.amina)
    say(item, UNSURE, cast.amina, stage=TEXT)
    with pytest.raises(NotNow):
        set_retrieval(items=[item], retrieval=Retrieval.NOT_FOUND, by=cast.amina)


@pytest.mark.parametrize("place", sorted(set(queries.PLACES) - {"all", "duplicate"}))
def test_the_list_behind_a_number_of_the_picture_holds_as_many(cast: Cast, place: str) -> None:
    scan = filled(cast)
    first, second, third, _fourth = items_of(scan)
    for item in (first, second):
        say(item, IN, cast.amina)
    say(third, OUT, cast.amina)
    say(first, OUT, cast.amina, stage=TEXT)
    flow = queries.Screened(scan).flow
    number = flow.places[Place(place)] if place in set(Place) else getattr(flow, place)
    assert scan.items.filter(queries.PLACES[place]).count() == number


def test_two_reviewers_both_decide_before_a_source_goes_on(cast: Cast) -> None:
    item = items_of(by_two(cast))[0]
    say(item, IN, cast.amina)
    assert stands(item) == (ABSTRACT, "")
    say(item, IN, cast.bo)
    assert stands(item) == (TEXT, "")


def test_the_others_word_is_hidden_until_both_have_decided(cast: Cast) -> None:
    item = items_of(by_two(cast))[0]
    say(item, OUT, cast.amina)
    assert list(queries.screenings(cast.bo)) == []
    say(item, UNSURE, cast.bo)
    assert [each.reviewer_id for each in queries.screenings(cast.bo)] == [cast.bo.pk]
    say(item, IN, cast.bo)
    assert queries.screenings(cast.bo).count() == 2


def test_the_page_of_a_source_doesnt_tell_what_the_other_said(cast: Cast) -> None:
    item = items_of(by_two(cast))[0]
    say(item, OUT, cast.amina, note="Quite another valley")
    page = signed_in(cast.bo).get(item.get_absolute_url())
    assert "Quite another valley" not in page.content.decode()


def test_once_both_have_decided_neither_changes_their_word(cast: Cast) -> None:
    item = items_of(by_two(cast))[0]
    say(item, OUT, cast.amina)
    say(item, IN, cast.bo)
    with pytest.raises(NotNow):
        say(item, IN, cast.amina)
    assert unscreen(items=[item], stage=ABSTRACT, by=cast.bo) == 0


def test_a_third_person_doesnt_screen_in_a_scan_of_two(cast: Cast) -> None:
    scan = filled(cast, has_two_reviewers=True, second=cast.bo)
    change_scan(scan=scan, changes={"lead": cast.bo, "second": cast.amina}, by=cast.amina)
    with pytest.raises(NotAllowed):
        say(items_of(scan)[0], IN, cast.thandi)


def test_a_conflict_waits_until_it_is_settled_with_a_reason(cast: Cast) -> None:
    scan = by_two(cast)
    item = items_of(scan)[0]
    say(item, OUT, cast.amina)
    say(item, IN, cast.bo)
    assert queries.Screened(scan).conflicts == {item.pk: ABSTRACT}
    with pytest.raises(NotReady):
        settle_conflict(item=item, verdict=IN, by=cast.amina)
    settle_conflict(item=item, verdict=IN, note="It has a chapter on us.", by=cast.amina)
    assert (stands(item), queries.Screened(scan).conflicts) == ((TEXT, ""), {})


def test_what_both_agree_on_cant_be_settled(cast: Cast) -> None:
    item = items_of(by_two(cast))[0]
    say(item, OUT, cast.amina)
    with pytest.raises(NotNow):
        settle_conflict(item=item, verdict=IN, note="So.", by=cast.amina)


def test_kappa_is_computed_over_what_both_decided(cast: Cast) -> None:
    scan = by_two(cast)
    for item, (hers, his) in zip(items_of(scan), ((IN, IN), (OUT, OUT), (IN, OUT), (OUT, OUT)), strict=True):
        say(item, hers, cast.amina)
        say(item, his, cast.bo)
    found = queries.Screened(scan).agreement(ABSTRACT)
    assert found.pairable == 4
    assert found.coefficient == pytest.approx(0.5)


def test_kappa_says_that_it_cannot_be_computed(cast: Cast) -> None:
    scan = by_two(cast)
    say(items_of(scan)[0], IN, cast.amina)
    url = reverse("evidence:scan-conflicts", args=[cast.programme.slug, scan.pk])
    assert "cannot be computed" in signed_in(cast.amina).get(url).content.decode()


def test_with_a_second_reviewer_what_one_decided_waits_for_the_other(cast: Cast) -> None:
    scan = filled(cast)
    item = items_of(scan)[0]
    say(item, IN, cast.amina)
    change_scan(scan=scan, changes={"has_two_reviewers": True, "second": cast.bo}, by=cast.amina)
    assert stands(item) == (ABSTRACT, "")
    change_scan(scan=scan, changes={"has_two_reviewers": False}, by=cast.amina)
    assert stands(item) == (TEXT, "")


def test_a_duplicate_that_a_reviewer_found_counts_as_one_and_leaves_the_pile(cast: Cast) -> None:
    scan = filled(cast)
    first, second, *_rest = items_of(scan)
    say_duplicate(item=second, original=first, by=cast.amina)
    flow = queries.Screened(scan).flow
    assert (flow.found, flow.places[Place.DUPLICATE], flow.places[Place.TO_SCREEN]) == (4, 1, 3)
    with pytest.raises(NotNow):
        say(second, IN, cast.amina)


def test_in_a_closed_scan_nothing_is_said(cast: Cast) -> None:
    scan = filled(cast)
    close_scan(scan=scan, by=cast.amina)
    with pytest.raises(NotNow):
        say(items_of(scan)[0], IN, cast.amina)


def test_one_press_leaves_out_and_leads_to_the_next(cast: Cast) -> None:
    scan = filled(cast)
    first, second, *_rest = items_of(scan)
    url = reverse("evidence:scan-item-say", args=[cast.programme.slug, first.pk])
    said = {"stage": ABSTRACT, "verdict": f"exclude:{scan.reasons.all()[0].pk}"}
    assert signed_in(cast.amina).post(url, said)["Location"] == second.get_absolute_url()
    assert stands(first) == (ABSTRACT, OUT)


def test_skipping_the_last_leads_back_to_the_first(cast: Cast) -> None:
    scan = filled(cast)
    items = items_of(scan)
    url = reverse("evidence:scan-screen", args=[cast.programme.slug, scan.pk])
    answer = signed_in(cast.amina).get(url, {"after": str(items[-1].pk)})
    assert answer["Location"] == items[0].get_absolute_url()


def test_what_was_said_of_many_can_be_taken_back(cast: Cast) -> None:
    scan = filled(cast)
    page, ids = signed_in(cast.amina), [str(each.pk) for each in items_of(scan)[:3]]
    url = reverse("evidence:scan-items-do", args=[cast.programme.slug, scan.pk])
    page.post(url, {"action": "include", "selected": [*ids, "broken"]})
    assert scan.items.filter(stage=TEXT).count() == 3
    page.post(url, {"action": "undo", "selected": ids})
    assert scan.items.filter(stage=TEXT).count() == 0


def test_leaving_many_out_asks_for_the_reason(cast: Cast) -> None:
    scan = filled(cast)
    page, ids = signed_in(cast.amina), [str(each.pk) for each in items_of(scan)]
    url = reverse("evidence:scan-items-do", args=[cast.programme.slug, scan.pk])
    given = {"action": "exclude", "selected": ids}
    assert "Leave out 4 sources" in page.post(url, given).content.decode()
    page.post(url, given | {"reasoned": "1", "reason": str(scan.reasons.all()[1].pk)})
    assert scan.items.filter(outcome=OUT, reason__text="Too old").count() == 4
