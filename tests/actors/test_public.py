"""Pages for people without an account."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors import operations
from imbizo.actors.models import Actor, SubjectRequest
from imbizo.actors.operations.consent import record_basis
from imbizo.actors.operations.erasure import erase
from imbizo.actors.operations.requests import issue_subject_link
from imbizo.messaging.queries import suppressed
from tests.actors.register import MOBILE, person
from tests.cast import Cast, signed_in

LIGHT = 30_000  # bytes


@pytest.fixture
def tendai(cast: Cast) -> Actor:
    actor = person(cast.amina)
    operations.add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.amina)
    operations.add_note(actor=actor, text="Was threatened at work", by=cast.amina)
    record_basis(actors=[actor], purpose="service", basis="consent", how="Signed in Ceres", by=cast.amina)
    return actor


def own_page(actor: Actor, cast: Cast) -> str:
    token = issue_subject_link(actor=actor, checked_how="Called back", by=cast.amina)
    return reverse("actors:my-data", args=[token])


def test_the_page_shows_a_shortened_name_and_covered_numbers(cast: Cast, tendai: Actor) -> None:
    page = Client().get(own_page(tendai, cast)).content.decode()
    assert ("Tendai M." in page, "+27 60 ••• 567" in page) == (True, True)
    for secret in ("Moyo", "601234567", "threatened", "Signed in Ceres"):
        assert secret not in page


@pytest.mark.parametrize("language", ["en", "af", "xh", "st", "sn", "fr", "so"])
def test_the_pages_are_light_in_every_language(cast: Cast, tendai: Actor, language: str) -> None:
    browser = Client(headers={"accept-language": language})
    for here in (own_page(tendai, cast), reverse("actors:ask", args=["winelands"])):
        page = browser.get(here)
        assert (page.status_code, len(page.content) < LIGHT, b"<script" in page.content) == (200, True, False)


def test_a_guessed_token_opens_nothing(cast: Cast) -> None:
    page = Client().get(reverse("actors:my-data", args=["a-guess-of-a-token"]))
    assert (page.status_code, "This link is closed" in page.content.decode()) == (404, True)


def test_a_new_link_closes_the_one_before(cast: Cast, tendai: Actor) -> None:
    first, second = own_page(tendai, cast), own_page(tendai, cast)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)


def test_an_erased_persons_link_is_closed(cast: Cast, tendai: Actor) -> None:
    here = own_page(tendai, cast)
    erase(actor=tendai, by=cast.amina)
    assert Client().get(here).status_code == 404


def test_the_link_follows_a_merge(cast: Cast, tendai: Actor) -> None:
    here = own_page(tendai, cast)
    survivor = person(cast.amina, "Tendayi", "Moyo")
    Actor.objects.filter(pk=tendai.pk).update(state="merged", merged_into=survivor)
    assert "Tendayi M." in Client().get(here).content.decode()


def test_the_person_asks_and_sees_by_when_the_answer_comes(cast: Cast, tendai: Actor) -> None:
    here = own_page(tendai, cast)
    sent = {"id": uuid.uuid4(), "kind": "correction", "text": "I have moved"}
    page = Client().post(here, sent, follow=True).content.decode()
    request = SubjectRequest.objects.get()
    assert (request.actor, request.came_by, request.kind) == (tendai, "link", "correction")
    assert "we answer by" in page


def test_the_person_stops_all_messages_at_once(cast: Cast, tendai: Actor) -> None:
    page = Client().post(f"{own_page(tendai, cast)}stop/", follow=True).content.decode()
    wanted = {("sms", "+27601234567")}
    assert suppressed(programme=cast.programme, addresses=wanted) == wanted
    assert "We send you no messages." in page


def test_nothing_is_stopped_by_opening_a_link(cast: Cast, tendai: Actor) -> None:
    assert Client().get(f"{own_page(tendai, cast)}stop/").status_code == 405


def test_anybody_may_ask_without_a_link(cast: Cast, tendai: Actor) -> None:
    sent = {"id": uuid.uuid4(), "kind": "access", "said_name": "Tendai Moyo", "said_contact": MOBILE}
    page = Client().post(reverse("actors:ask", args=["winelands"]), sent).content.decode()
    request = SubjectRequest.objects.get()
    assert (request.actor, request.said_name, request.came_by) == (None, "Tendai Moyo", "page")
    assert "We have your request" in page


def test_known_and_unknown_people_get_the_same_answer(cast: Cast, tendai: Actor) -> None:
    here = reverse("actors:ask", args=["winelands"])
    sent = {"kind": "access", "said_contact": MOBILE}
    known = Client().post(here, {**sent, "id": uuid.uuid4(), "said_name": "Tendai Moyo"})
    unknown = Client().post(here, {**sent, "id": uuid.uuid4(), "said_name": "Nobody Atall"})
    assert (known.status_code, len(known.content)) == (unknown.status_code, len(unknown.content))


def test_sending_the_form_twice_asks_once(cast: Cast) -> None:
    here, browser = reverse("actors:ask", args=["winelands"]), Client()
    sent = {"id": uuid.uuid4(), "kind": "access", "said_name": "Tendai Moyo", "said_contact": MOBILE}
    assert [browser.post(here, sent).status_code for _time in range(2)] == [200, 200]
    assert SubjectRequest.objects.count() == 1


def test_a_machine_that_fills_the_hidden_field_is_thanked_and_not_heard(cast: Cast) -> None:
    sent = {"id": uuid.uuid4(), "kind": "access", "said_name": "Bot", "said_contact": "x", "website": "spam"}
    page = Client().post(reverse("actors:ask", args=["winelands"]), sent).content.decode()
    assert ("We have your request" in page, SubjectRequest.objects.count()) == (True, 0)


def test_what_was_typed_stays_when_something_is_missing(cast: Cast) -> None:
    sent = {"id": uuid.uuid4(), "kind": "access", "said_name": "Tendai Moyo"}
    page = Client().post(reverse("actors:ask", args=["winelands"]), sent).content.decode()
    assert ("Not sent yet" in page, 'value="Tendai Moyo"' in page) == (True, True)


def test_asking_is_limited_from_one_address(cast: Cast) -> None:
    browser, here = Client(), reverse("actors:ask", args=["winelands"])
    codes = [browser.get(here).status_code for _time in range(201)]
    assert (codes[0], 429 in codes) == (200, True)


def test_a_forged_form_is_refused(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(reverse("actors:ask", args=["winelands"]), {"kind": "access"}).status_code == 403


def test_there_is_no_page_for_a_programme_that_is_not_or_no_longer_there(cast: Cast) -> None:
    cast.programme.anonymised_at = timezone.now()
    cast.programme.save()
    for slug in ("winelands", "nowhere"):
        assert Client().get(reverse("actors:ask", args=[slug])).status_code == 404


def test_members_reach_the_public_pages_too(cast: Cast, tendai: Actor) -> None:
    assert signed_in(cast.amina).get(own_page(tendai, cast)).status_code == 200
