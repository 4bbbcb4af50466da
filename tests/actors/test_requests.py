"""What people ask about their own data, its clock of thirty days, and the file they are given."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from imbizo.actors import operations
from imbizo.actors.errors import NotChecked, RequestClosed
from imbizo.actors.models import Actor, SubjectRequest
from imbizo.actors.operations.requests import (
    answer_request,
    assign_handler,
    carry_out_deletion,
    issue_subject_link,
    match_request,
    record_request,
    refuse_request,
)
from imbizo.actors.queries.requests import held_about, likely, partners_to_ask, requests
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.programmes.operations import hand_over
from tests.actors.register import MOBILE, official, person
from tests.cast import Cast, member_in, signed_in


def asked(cast: Cast, kind: str = "access", **fields: Any) -> SubjectRequest:
    return record_request(programme=cast.programme, kind=kind, came_by="phone", by=cast.amina, **fields)


def matched(cast: Cast, kind: str = "access") -> SubjectRequest:
    request = asked(cast, kind, said_name="Tendai Moyo")
    return match_request(request=request, actor=person(cast.amina), checked_how="Called back", by=cast.amina)


def page(cast: Cast, name: str, *rest: object) -> str:
    return reverse(f"actors:{name}", args=["winelands", *rest])


def test_the_clock_runs_thirty_days_from_the_day_in_the_programmes_zone(cast: Cast) -> None:
    late_evening = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC"))  # 2 March in Johannesburg
    assert asked(cast, received_at=late_evening).due_on.isoformat() == "2026-04-01"


def test_a_request_sent_twice_is_one(cast: Cast) -> None:
    wanted = new_id()
    assert asked(cast, id=wanted, text="Mine") == asked(cast, id=wanted, text="Mine")
    with pytest.raises(Conflict):
        asked(cast, id=wanted, text="Another")


def test_who_is_asking_is_checked_before_the_request_is_matched(cast: Cast) -> None:
    with pytest.raises(NotChecked):
        match_request(request=asked(cast), actor=person(cast.amina), checked_how=" ", by=cast.amina)


def test_nobody_of_another_programme_is_matched(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        match_request(request=asked(cast), actor=person(cast.farid), checked_how="Called", by=cast.amina)


def test_a_request_is_answered_once(cast: Cast) -> None:
    request = answer_request(request=matched(cast), answer="Here is the file", by=cast.amina)
    assert (request.state, request.answer) == ("answered", "Here is the file")
    with pytest.raises(RequestClosed):
        refuse_request(request=request, reason="Too late", by=cast.amina)


def test_a_refusal_keeps_its_reason(cast: Cast) -> None:
    request = refuse_request(request=matched(cast), reason="It would name somebody else", by=cast.amina)
    assert (request.state, request.answer) == ("refused", "It would name somebody else")


def test_only_who_may_answer_is_given_a_request(cast: Cast) -> None:
    officer = member_in(cast, "protection_officer")
    assert assign_handler(request=asked(cast), handler=officer, by=cast.amina).handler == officer
    with pytest.raises(NotAllowed):
        assign_handler(request=asked(cast), handler=cast.bo, by=cast.amina)


def test_open_requests_pass_to_the_successor(cast: Cast) -> None:
    officer = member_in(cast, "protection_officer")
    request = assign_handler(request=asked(cast), handler=officer, by=cast.amina)
    hand_over(member=officer, successor=cast.amina, by=cast.amina)
    request.refresh_from_db()
    assert request.handler == cast.amina


def test_deletion_waits_for_the_check(cast: Cast) -> None:
    with pytest.raises(NotChecked):
        carry_out_deletion(request=asked(cast, "deletion", actor=person(cast.amina)), by=cast.amina)


def test_only_a_deletion_request_erases(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        carry_out_deletion(request=matched(cast, "access"), by=cast.amina)


def test_a_deletion_answers_its_request(cast: Cast) -> None:
    request = matched(cast, "deletion")
    assert carry_out_deletion(request=request, by=cast.amina).state == "erased"
    request.refresh_from_db()
    assert (request.state, request.said_name) == ("answered", "")


def test_those_whom_a_request_may_be_about_are_found_by_number_and_name(cast: Cast) -> None:
    by_number, by_name = person(cast.amina, "Sipho", "Mbele"), person(cast.amina)
    operations.add_contact(actor=by_number, channel="sms", raw=MOBILE, by=cast.amina)
    request = asked(cast, said_name="tendai moyo", said_contact="+27 60 123 4567")
    assert set(likely(cast.amina, request)) == {by_number, by_name}


def test_whom_partners_keep_is_not_likely_but_they_are_to_be_asked(cast: Cast) -> None:
    person(cast.thandi)
    assert list(likely(cast.amina, asked(cast, said_name="Tendai Moyo"))) == []
    assert list(partners_to_ask(cast.amina)) == [cast.committee]


def test_the_file_holds_what_is_held_and_counts_what_partners_keep(cast: Cast) -> None:
    actor = official(cast.amina)
    operations.add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.amina)
    operations.add_note(actor=actor, text="Came to Ceres", by=cast.amina)
    operations.add_note(actor=actor, text="Kept by the committee", by=cast.thandi)
    held = held_about(actor, cast.amina)
    assert ([note.text for note in held.notes], held.kept) == (["Came to Ceres"], ((cast.committee, 1),))
    assert [contact.address for contact in held.contacts] == ["+27601234567"]


def test_requests_about_people_that_a_partner_keeps_are_not_shown(cast: Cast) -> None:
    asked(cast, actor=person(cast.thandi), text="Private words")
    assert list(requests(cast.amina)) == []
    text = signed_in(cast.amina).get(page(cast, "requests")).content.decode()
    assert ("Private words" in text, "1 more is about somebody whom a partner keeps" in text) == (False, True)


def test_a_late_request_is_marked_in_words(cast: Cast) -> None:
    asked(cast, received_at=timezone.now() - timedelta(days=33), said_name="Tendai Moyo")
    assert "3 days late" in signed_in(cast.amina).get(page(cast, "requests")).content.decode()


def test_staff_take_down_match_and_answer_a_request_on_pages(cast: Cast) -> None:
    actor, browser = person(cast.amina), signed_in(cast.amina)
    today = timezone.localdate().isoformat()
    sent = {
        "id": new_id(),
        "kind": "access",
        "came_by": "letter",
        "said_name": "Tendai Moyo",
        "received_on": today,
    }
    browser.post(page(cast, "request-add"), sent)
    request = SubjectRequest.objects.get()
    assert browser.get(page(cast, "request", request.pk)).status_code == 200
    browser.post(page(cast, "request-match", request.pk), {"actor": actor.pk, "checked_how": "Called back"})
    browser.post(page(cast, "request-answer", request.pk), {"answer": "Sent by letter"})
    request.refresh_from_db()
    assert (request.actor, request.state, request.answer) == (actor, "answered", "Sent by letter")


def test_the_file_is_one_page_that_fetches_nothing(cast: Cast) -> None:
    response = signed_in(cast.amina).get(page(cast, "request-file", matched(cast).pk))
    text = response.content.decode()
    assert (response["Cache-Control"], "Tendai Moyo" in text) == ("no-store", True)
    assert not any(mark in text for mark in ("src=", "href=", "url(", "@import"))


def test_there_is_no_file_before_the_person_is_checked(cast: Cast) -> None:
    unchecked = asked(cast, actor=person(cast.amina))
    assert signed_in(cast.amina).get(page(cast, "request-file", unchecked.pk)).status_code == 404


def test_erasing_is_asked_once_more_and_then_done(cast: Cast) -> None:
    request, browser = matched(cast, "deletion"), signed_in(cast.amina)
    assert (
        "Erase Tendai Moyo for good?" in browser.get(page(cast, "request-erase", request.pk)).content.decode()
    )
    browser.post(page(cast, "request-erase", request.pk))
    assert Actor.objects.get().state == "erased"


def test_the_link_is_shown_once_and_not_before_the_check(cast: Cast) -> None:
    here, browser = page(cast, "subject-link", person(cast.amina).pk), signed_in(cast.amina)
    assert "/open/my-data/" not in browser.post(here, {"checked_how": "Called back"}).content.decode()
    sent = {"is_checked": "on", "checked_how": "Called back"}
    assert "/open/my-data/" in browser.post(here, sent).content.decode()


def test_a_link_needs_a_check(cast: Cast) -> None:
    with pytest.raises(NotChecked):
        issue_subject_link(actor=person(cast.amina), checked_how="", by=cast.amina)


@pytest.mark.parametrize("name", ["requests", "request-add"])
def test_a_facilitator_does_not_handle_requests(cast: Cast, name: str) -> None:
    assert signed_in(cast.bo).get(page(cast, name)).status_code == 403


@pytest.mark.parametrize(
    "name", ["request", "request-match", "request-answer", "request-refuse", "request-file"]
)
def test_a_request_of_another_programme_is_not_found(cast: Cast, name: str) -> None:
    here = reverse(f"actors:{name}", args=["precinct", matched(cast).pk])
    assert signed_in(cast.farid).get(here).status_code == 404


def test_a_stranger_finds_no_request(cast: Cast) -> None:
    assert signed_in(cast.dede).get(page(cast, "request", matched(cast).pk)).status_code == 404
