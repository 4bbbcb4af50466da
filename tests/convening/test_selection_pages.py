"""The pages of nominations, the balance and the draw, and those that need no account."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.convening.models import Candidate, FirstToTell, Gathering, Nomination, Selection
from imbizo.convening.operations import drawing
from imbizo.convening.operations.applying import send_own_link
from imbizo.convening.operations.nominating_letters import write_to
from imbizo.convening.operations.nominations import Person, name_people
from imbizo.convening.operations.selection import open_call
from imbizo.places.models import Place
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.convening.choosing import make_candidate, make_institution, make_nomination, make_selection
from tests.convening.making import keep_no_quiet_hours, make_gathering

pytestmark = pytest.mark.django_db
LIGHT = 30_000


@pytest.fixture
def ahead(cast: Cast) -> Gathering:
    keep_no_quiet_hours(cast.programme)
    return make_gathering(cast, starts_at=timezone.now() + timedelta(days=30))


def address(cast: Cast, name: str, pk: object) -> str:
    return reverse(f"convening:{name}", args=[cast.programme.slug, pk])


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(asked: Nomination, cast: Cast) -> str:
    (letter,) = write_to(nominations=[asked], by=cast.amina)
    return letter.address.partition("://")[2].partition("/")[2].join(("/", ""))


def call_of(chosen: Selection, cast: Cast) -> str:
    return reverse("convening:apply", args=[open_call(selection=chosen, by=cast.amina)])


def test_the_public_page_waits_for_those_who_must_be_told_first_or_for_a_reason(
    cast: Cast, ahead: Gathering
) -> None:
    place = Place.objects.create(kind="municipality", name="Witzenberg", programme=cast.programme)
    Gathering.objects.update(place=place)
    FirstToTell.objects.create(programme=cast.programme, place=place, office="mayor")
    url, client = (
        address(cast, "selection-link", make_selection(cast, ahead).gathering_id),
        signed_in(cast.amina),
    )
    assert "These must be told first" in text(client.post(url))
    page = text(client.post(url, {"because": "The mayor is abroad"}, follow=True))
    ahead.refresh_from_db()
    assert ("/open/apply/" in page, ahead.untold_because) == (True, "The mayor is abroad")


def test_several_institutions_are_asked_at_once(cast: Cast, ahead: Gathering) -> None:
    make_institution(cast, email="fraternal@example.org")
    make_institution(cast, "Farm Union")
    form = {"institutions": "Ministers' Fraternal\nFarm Union", "seats": 2, "alternates": 1}
    signed_in(cast.amina).post(address(cast, "nominations-ask", ahead.pk), form)
    assert set(ahead.nominations.values_list("institution__name", "seats")) == {
        ("Ministers' Fraternal", 2),
        ("Farm Union", 2),
    }


def test_an_institution_that_is_not_in_the_register_is_named(cast: Cast, ahead: Gathering) -> None:
    form = {"institutions": "Nobody Knows", "seats": 1, "alternates": 0}
    page = signed_in(cast.amina).post(address(cast, "nominations-ask", ahead.pk), form)
    assert "“Nobody Knows”" in text(page)


def test_an_institution_names_its_people_on_a_light_page(cast: Cast, ahead: Gathering) -> None:
    asked = make_nomination(cast, ahead)
    client, page = Client(), page_of(asked, cast)
    form = {"seat-0-name": "Tendai Moyo", "seat-0-phone": "060 000 0001"}
    client.post(page, form)
    shown = client.get(page)
    assert list(asked.nominees.values_list("name", flat=True)) == ["Tendai Moyo"]
    assert ("Tendai Moyo" in text(shown), len(shown.content) < LIGHT, "<script" in text(shown)) == (
        True,
        True,
        False,
    )


def test_a_name_without_a_way_to_reach_them_is_asked_for(cast: Cast, ahead: Gathering) -> None:
    page = Client().post(page_of(make_nomination(cast, ahead), cast), {"seat-0-name": "Tendai Moyo"})
    assert "Write a number or an e-mail address" in text(page)


def test_a_late_page_says_that_it_is_closed_and_keeps_what_was_typed(cast: Cast, ahead: Gathering) -> None:
    asked = make_nomination(cast, ahead)
    page = page_of(asked, cast)
    Nomination.objects.filter(pk=asked.pk).update(due_at=timezone.now() - timedelta(hours=1))
    shown = text(Client().post(page, {"seat-0-name": "Tendai Moyo", "seat-0-phone": "060 000 0001"}))
    assert ("Nominations for this are closed" in shown, "Tendai Moyo" in shown) == (True, True)


def test_a_guessed_link_finds_nothing() -> None:
    names = ("nominate", "apply", "own-candidacy")
    found = [Client().get(reverse(f"convening:{name}", args=["guessed"])).status_code for name in names]
    assert found == [404, 404, 404]


def test_whoever_was_named_is_taken_by_one_press(cast: Cast, ahead: Gathering) -> None:
    asked = make_nomination(cast, ahead)
    moyo = Person(name="Tendai Moyo", phone="060 000 0001")
    nominee = name_people(nomination=asked, people=[moyo], by=None).nominees.get()
    signed_in(cast.amina).post(address(cast, "nominee-take", nominee.pk))
    assert [str(each) for each in ahead.invitations.all()] == ["Tendai Moyo"]


def test_somebody_comes_forward_and_is_told_where_the_result_will_stand(cast: Cast, ahead: Gathering) -> None:
    chosen = make_selection(cast, ahead)
    form = {
        "name": "Tendai Moyo", "number": "060 000 0001", "agrees": "on",
        "municipality": "Witzenberg", "sector": "farm worker", "gender": "unsaid",
    }  # fmt: skip
    shown = Client().post(call_of(chosen, cast), form, follow=True)
    assert "Thank you" in text(shown)
    assert chosen.candidates.get().attributes == {
        "municipality": "Witzenberg", "sector": "farm worker", "gender": "unsaid",
    }  # fmt: skip


def test_nobody_learns_whether_somebody_came_forward_before(cast: Cast, ahead: Gathering) -> None:
    chosen = make_selection(cast, ahead, criteria=())
    form = {"name": "Tendai Moyo", "number": "060 000 0001", "agrees": "on"}
    page = call_of(chosen, cast)
    first, second = (text(Client().post(page, form, follow=True)) for _again in range(2))
    without_token = [re.sub(r'value="[A-Za-z0-9]{64}"', "", each) for each in (first, second)]
    assert (without_token[0] == without_token[1], Candidate.objects.count()) == (True, 1)


def test_without_agreement_nothing_is_kept(cast: Cast, ahead: Gathering) -> None:
    chosen = make_selection(cast, ahead, criteria=())
    Client().post(call_of(chosen, cast), {"name": "Tendai Moyo", "number": "060 000 0001"})
    assert chosen.candidates.count() == 0


def test_the_call_is_light(cast: Cast, ahead: Gathering) -> None:
    page = Client().get(call_of(make_selection(cast, ahead), cast))
    assert (len(page.content) < LIGHT, "<script" in text(page)) == (True, False)


def test_a_candidate_reads_the_result_and_why(cast: Cast, ahead: Gathering) -> None:
    made = make_candidate(cast, make_selection(cast, ahead), "Tendai Moyo")
    link, _sent = send_own_link(candidate=made, by=cast.amina)
    before = text(Client().get(link))
    drawing.draw(selection=made.selection, by=cast.amina)
    after = text(Client().get(link))
    assert ("haven't been drawn" in before, "You were chosen" in after, "Drawn for an open" in after) == (
        True,
        True,
        True,
    )


def test_the_balance_names_who_is_left_out(cast: Cast, ahead: Gathering) -> None:
    asked = make_nomination(cast, ahead)
    moyo = Person(name="Tendai Moyo", phone="060 000 0001", language="xh")
    nominee = name_people(nomination=asked, people=[moyo], by=None).nominees.get()
    signed_in(cast.amina).post(address(cast, "nominee-take", nominee.pk))
    shown = text(signed_in(cast.amina).get(address(cast, "balance", ahead.pk)))
    assert ("Tendai Moyo" in shown, "nobody speaks English" in shown, "nobody speaks isiXhosa" in shown) == (
        True,
        True,
        False,
    )


def test_taking_out_what_candidates_said_is_logged(cast: Cast, ahead: Gathering) -> None:
    chosen = make_selection(cast, ahead)
    make_candidate(cast, chosen, "Tendai Moyo", gender="woman")
    file: Any = signed_in(cast.amina).get(address(cast, "selection-export", ahead.pk))
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == "Tendai Moyo,came forward,,,,,woman"
    assert AuditEntry.objects.filter(verb="export", subject_id=chosen.pk).count() == 1


def test_another_partner_finds_no_selection(cast: Cast, ahead: Gathering) -> None:
    make_selection(cast, ahead)
    Gathering.objects.filter(pk=ahead.pk).update(sharing="all")
    assert signed_in(cast.thandi).get(address(cast, "selection", ahead.pk)).status_code in {403, 404}


@pytest.mark.parametrize(
    "name", ["nominations", "nominations-ask", "selection", "selection-edit", "balance", "quota-add"]
)
def test_every_page_stands_with_and_without_a_draw(cast: Cast, ahead: Gathering, name: str) -> None:
    if name == "quota-add":
        make_selection(cast, ahead)
    client = signed_in(cast.amina)
    assert client.get(address(cast, name, ahead.pk)).status_code == 200
    chosen = make_selection(cast, ahead)
    make_candidate(cast, chosen, "Tendai Moyo", gender="woman")
    drawing.draw(selection=chosen, by=cast.amina)
    assert client.get(address(cast, name, ahead.pk)).status_code == 200
