"""The register's pages, as each member meets them."""

import re
import uuid
from typing import Any

from django.test import Client

from imbizo.actors.models import Actor, Affiliation, ContactPoint, Note
from imbizo.actors.operations import (
    add_affiliation,
    add_contact,
    add_note,
    change_actor,
    set_tags,
)
from imbizo.messaging.operations import suppress
from imbizo.messaging.states import SuppressionReason
from tests.actors.register import MOBILE, official, organisation, person
from tests.cast import Cast, signed_in

PEOPLE = "/p/winelands/people/"


def text(client: Client, path: str = "", **asked: Any) -> str:
    return client.get(f"{PEOPLE}{path}", asked).content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*><bdi>([^<]*)</bdi>', page)


def page_of(client: Client, actor: Actor) -> str:
    return text(client, f"{actor.pk}/")


def details(**given: Any) -> dict[str, Any]:
    plain = {"id": str(uuid.uuid4()), "kind": "unknown", "sphere": "none", "sharing": "", "tags": ""}
    return {**plain, **given}


# Adding and changing


def test_a_person_is_added_by_the_form(cast: Cast) -> None:
    sent = details(given_name="Nomsa", surname="O'Brien", tags="faith, youth")
    response = signed_in(cast.amina).post(f"{PEOPLE}new/person/", sent)
    actor = Actor.objects.get()
    assert (actor.name, actor.owner, response.headers["Location"]) == (
        "Nomsa O'Brien", cast.convenor, actor.get_absolute_url(),
    )  # fmt: skip


def test_the_same_form_sent_twice_makes_one_person(cast: Cast) -> None:
    client, sent = signed_in(cast.amina), details(surname="Moyo", other_languages=["sn", "en"])
    for _ in range(2):
        assert client.post(f"{PEOPLE}new/person/", sent).status_code == 302
    assert Actor.objects.count() == 1


def test_ten_thousand_letters_get_a_sentence_and_stay(cast: Cast) -> None:
    page = signed_in(cast.amina).post(f"{PEOPLE}new/person/", details(surname="م" * 10_000)).content.decode()
    assert "you wrote 10000 letters, and 150 is the most" in page
    assert "م" * 10_000 in page


def test_no_name_at_all_gets_a_sentence(cast: Cast) -> None:
    page = signed_in(cast.amina).post(f"{PEOPLE}new/person/", details()).content.decode()
    assert "Write a first name or a surname." in page


def test_right_to_left_names_and_emoji_are_shown_as_written(cast: Cast) -> None:
    added = organisation(cast.amina, "جمعية الأمل 🌻")
    assert "<bdi>جمعية الأمل 🌻</bdi>" in page_of(signed_in(cast.amina), added)


def edit_form(client: Client, actor: Actor) -> dict[str, Any]:
    """What the browser would send back from the form as it is drawn."""
    form = client.get(f"{PEOPLE}{actor.pk}/edit/").context["form"]
    drawn = {name: form[name].value() for name in form.fields}
    shown = {name: ", ".join(map(str, value)) if name == "tags" else value for name, value in drawn.items()}
    return {name: value for name, value in shown.items() if value not in (None, False)}


def test_two_who_change_different_fields_both_keep_what_they_wrote(cast: Cast) -> None:
    actor, client = person(cast.amina), signed_in(cast.amina)
    mine = edit_form(client, actor) | {"title": "Pastor"}
    change_actor(actor=actor, changes={"acronym": "", "surname": "Moyo-Nkosi"}, by=cast.bo)
    client.post(f"{PEOPLE}{actor.pk}/edit/", mine)
    actor.refresh_from_db()
    assert (actor.title, actor.surname) == ("Pastor", "Moyo-Nkosi")


def test_two_who_change_the_same_field_choose_and_nothing_is_lost(cast: Cast) -> None:
    actor, client = person(cast.amina), signed_in(cast.amina)
    mine = edit_form(client, actor) | {"surname": "Nkosi"}
    change_actor(actor=actor, changes={"surname": "Dube"}, by=cast.bo)
    page = client.post(f"{PEOPLE}{actor.pk}/edit/", mine)
    assert ("Nkosi" in page.content.decode(), "Dube" in page.content.decode()) == (True, True)
    again = mine | {"snapshot": page.context["form"]["snapshot"].value(), "resolve_surname": "mine"}
    client.post(f"{PEOPLE}{actor.pk}/edit/", again)
    actor.refresh_from_db()
    assert (actor.surname, actor.name) == ("Nkosi", "Tendai Nkosi")


def test_tags_are_changed_with_the_rest(cast: Cast) -> None:
    actor, client = person(cast.amina), signed_in(cast.amina)
    set_tags(actor=actor, names=["faith"], by=cast.amina)
    client.post(f"{PEOPLE}{actor.pk}/edit/", edit_form(client, actor) | {"tags": "faith, farm work"})
    assert sorted(tag.name for tag in actor.tags.all()) == ["faith", "farm work"]


def test_another_partner_is_told_that_the_record_is_not_theirs(cast: Cast) -> None:
    actor, client = official(cast.amina), signed_in(cast.thandi)
    page = client.post(f"{PEOPLE}{actor.pk}/edit/", {"surname": "Nkosi"}, follow=True)
    actor.refresh_from_db()
    assert ("belongs to another partner" in page.content.decode(), actor.surname) == (True, "Mokoena")


def test_a_withdrawal_is_undone_from_the_next_page(cast: Cast) -> None:
    actor, client = person(cast.amina), signed_in(cast.amina)
    page = client.post(f"{PEOPLE}{actor.pk}/withdraw/", follow=True).content.decode()
    assert f'action="{PEOPLE}{actor.pk}/restore/"' in page
    client.post(f"{PEOPLE}{actor.pk}/restore/")
    actor.refresh_from_db()
    assert actor.state == "active"


def test_a_person_is_shared_by_the_form(cast: Cast) -> None:
    actor = person(cast.amina)
    sent = {"sharing": "named", "shared_with": [str(cast.committee.pk)]}
    signed_in(cast.amina).post(f"{PEOPLE}{actor.pk}/sharing/", sent)
    assert names(text(signed_in(cast.thandi))) == ["Tendai Moyo"]


# The actor's page


def test_a_hidden_person_does_not_exist_for_another_partner(cast: Cast) -> None:
    actor = person(cast.amina)
    assert signed_in(cast.thandi).get(f"{PEOPLE}{actor.pk}/").status_code == 404


def test_a_landline_says_that_it_cannot_get_sms(cast: Cast) -> None:
    actor = person(cast.amina)
    add_contact(actor=actor, channel="sms", raw="021 808 5000", by=cast.amina)
    assert "landline: can&#x27;t get SMS" in page_of(signed_in(cast.amina), actor)


def test_a_stopped_number_is_not_to_be_written_to(cast: Cast) -> None:
    actor = person(cast.amina)
    number = add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.amina)
    suppress(
        programme=cast.programme, addresses=[("sms", number.address)], reason=SuppressionReason.STOP, by=None
    )
    assert "not to be written to" in page_of(signed_in(cast.amina), actor)


def test_numbers_are_absent_for_a_role_that_does_not_see_them(cast: Cast) -> None:
    actor = official(cast.amina)
    add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.amina)
    assert "+27601234567" in page_of(signed_in(cast.thandi), actor)
    assert "+27601234567" not in page_of(signed_in(cast.chandra), actor)


def test_a_hidden_go_between_stays_hidden(cast: Cast) -> None:
    actor, aunt = official(cast.amina), person(cast.amina, "Aunt", "Zodwa")
    add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.amina, through=aunt)
    page = page_of(signed_in(cast.thandi), actor)
    assert ("Through somebody whom you don&#x27;t see here" in page, "Zodwa" in page) == (
        "Through somebody whom you don't see here" not in page, False,
    )  # fmt: skip


def test_notes_of_others_and_hidden_organisations_are_absent(cast: Cast) -> None:
    actor, shop = official(cast.amina), person(cast.amina, "Hidden", "Shopkeeper")
    add_note(actor=actor, text="Met at the clinic", by=cast.amina)
    union = organisation(cast.amina, "Secret union", sharing="itself")
    add_affiliation(person=actor, organisation=union, by=cast.amina, position="Chair")
    page = page_of(signed_in(cast.thandi), actor)
    assert [word in page for word in ("clinic", "Secret union", "Chair", shop.name)] == [False] * 4


def test_the_page_tells_everything_in_time_order(cast: Cast) -> None:
    actor = person(cast.amina)
    change_actor(actor=actor, changes={"title": "Pastor"}, by=cast.bo)
    add_note(actor=actor, text="Prefers evenings", by=cast.amina)
    events = signed_in(cast.amina).get(f"{PEOPLE}{actor.pk}/").context["dossier"].timeline
    assert [event.title for event in events] == [
        "Prefers evenings",
        "Changed: title",
        "Came into the register",
    ]


def test_a_merged_actor_leads_to_its_survivor(cast: Cast) -> None:
    survivor, absorbed = person(cast.amina), person(cast.amina, "T.")
    Actor.objects.filter(pk=absorbed.pk).update(state="merged", merged_into=survivor)
    response = signed_in(cast.amina).get(f"{PEOPLE}{absorbed.pk}/")
    assert response.headers["Location"] == survivor.get_absolute_url()


# What hangs on an actor


def test_a_number_is_added_by_the_form(cast: Cast) -> None:
    actor = person(cast.amina)
    sent = {"id": str(uuid.uuid4()), "channel": "sms", "raw": MOBILE, "sharing": "itself"}
    signed_in(cast.amina).post(f"{PEOPLE}{actor.pk}/contact/", sent)
    assert ContactPoint.objects.get().address == "+27601234567"


def test_a_number_goes_through_somebody_named(cast: Cast) -> None:
    actor, church = person(cast.amina), organisation(cast.amina, "Church of Hope")
    sent = {"id": str(uuid.uuid4()), "channel": "sms", "raw": MOBILE, "sharing": "itself"}
    signed_in(cast.amina).post(f"{PEOPLE}{actor.pk}/contact/", sent | {"through_name": "church of hope"})
    assert ContactPoint.objects.get().through == church


def test_a_wrong_number_gets_a_sentence_at_the_field(cast: Cast) -> None:
    actor = person(cast.amina)
    sent = {"id": str(uuid.uuid4()), "channel": "sms", "raw": "08212345", "sharing": "itself"}
    page = signed_in(cast.amina).post(f"{PEOPLE}{actor.pk}/contact/", sent)
    assert page.context["form"].errors["raw"] == [
        "This can't be right: digits are missing. Look at it again."
    ]


def test_a_number_is_marked_as_no_longer_working(cast: Cast) -> None:
    contact = add_contact(actor=person(cast.amina), channel="sms", raw=MOBILE, by=cast.amina)
    client, address = signed_in(cast.amina), f"{PEOPLE}contact/{contact.pk}/"
    snapshot = client.get(address).context["form"]["snapshot"].value()
    client.post(address, {"channel": "sms", "raw": MOBILE, "state": "dead", "snapshot": snapshot})
    contact.refresh_from_db()
    assert contact.state == "dead"


def test_taking_a_number_away_offers_to_put_it_back(cast: Cast) -> None:
    contact = add_contact(actor=person(cast.amina), channel="sms", raw=MOBILE, by=cast.amina)
    client = signed_in(cast.amina)
    page = client.post(f"{PEOPLE}take-away/contact/{contact.pk}/", follow=True).content.decode()
    undo = re.search(rf'action="({PEOPLE}put-back/[^"]+)"', page)
    assert undo is not None
    client.post(undo[1])
    assert ContactPoint.objects.get() == contact


def joined(client: Client, actor: Actor, **given: Any) -> Any:
    return client.post(f"{PEOPLE}{actor.pk}/affiliation/", {"id": str(uuid.uuid4()), **given})


def test_an_organisation_is_named_by_any_spelling(cast: Cast) -> None:
    saps = organisation(cast.amina, "South African Police Service Ceres")
    joined(signed_in(cast.amina), person(cast.amina), other="S.A.P.S. Ceres", position="Captain")
    assert Affiliation.objects.get().organisation == saps


def test_an_organisation_that_is_not_there_yet_is_added_when_asked(cast: Cast) -> None:
    actor, client = person(cast.amina), signed_in(cast.amina)
    assert "isn&#x27;t in the register" in joined(client, actor, other="New union").content.decode()
    joined(client, actor, other="New union", add_it="on")
    assert Affiliation.objects.get().organisation.name == "New union"


def test_of_two_with_one_name_it_is_asked_which(cast: Cast) -> None:
    organisation(cast.amina, "Hope")
    second = organisation(cast.amina, "Hope", kind="faith")
    actor, client = person(cast.amina), signed_in(cast.amina)
    assert "Which of them?" in joined(client, actor, other="Hope").content.decode()
    joined(client, actor, other="Hope", other_which=str(second.pk))
    assert Affiliation.objects.get().organisation == second


def test_an_end_before_the_beginning_gets_a_sentence(cast: Cast) -> None:
    organisation(cast.amina, "Hope")
    dates = {"starts_on": "2026-05-01", "ends_on": "2026-04-01"}
    page = joined(signed_in(cast.amina), person(cast.amina), other="Hope", **dates)
    assert list(page.context["form"].errors) == ["ends_on"]


def test_a_council_is_ended_and_reopened_from_its_page(cast: Cast) -> None:
    council, client = organisation(cast.amina), signed_in(cast.amina)
    add_affiliation(person=official(cast.amina), organisation=council, by=cast.amina, is_office=True)
    page = client.post(
        f"{PEOPLE}{council.pk}/offices/end/", {"on": "2026-11-03"}, follow=True
    ).content.decode()
    undo = re.search(r'action="([^"]*/offices/reopen/[^"]+)"', page)
    assert (str(Affiliation.objects.get().ends_on), undo is not None) == ("2026-11-03", True)
    client.post(undo[1] if undo else "")
    assert Affiliation.objects.get().ends_on is None


def test_a_note_is_written_and_stays_with_its_partner(cast: Cast) -> None:
    actor = official(cast.amina)
    sent = {"id": str(uuid.uuid4()), "text": "Prefers <b>evenings</b>", "sharing": "itself"}
    signed_in(cast.thandi).post(f"{PEOPLE}{actor.pk}/note/", sent)
    assert Note.objects.get().owner == cast.committee
    assert "Prefers &lt;b&gt;evenings" in page_of(signed_in(cast.thandi), actor)
