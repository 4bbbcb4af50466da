"""The pages of the inbox."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from imbizo.actors.operations.consent import handle_in_person
from imbizo.base.models import new_id
from imbizo.messaging.states import InboundKind
from imbizo.outreach.models import Call, CannedAnswer, Conversation
from imbizo.outreach.operations.calling_back import call_back
from imbizo.outreach.operations.inbox import answer, close
from tests.cast import Cast, signed_in
from tests.outreach.letters import NUMBER, OTHER, arrives, question, sent, where, with_number

INBOX = "/p/winelands/messages/inbox/"


@pytest.fixture
def amina(cast: Cast) -> Client:
    return signed_in(cast.amina)


def shown(client: Client, **query: str) -> list[str]:
    """The names in a tab, in order."""
    return [str(each) for each in client.get(INBOX, query).context["page"]]


def page(client: Client, found: Conversation, **query: str) -> str:
    return client.get(found.get_absolute_url(), query).content.decode()


def test_the_newest_conversation_stands_first(cast: Cast, amina: Client) -> None:
    with_number(cast.amina)
    arrives(cast, received_at=timezone.now() - timedelta(hours=2))
    arrives(cast, address=OTHER)
    assert shown(amina) == [OTHER, "Nomsa Dube"]


def test_each_tab_holds_its_own(cast: Cast, amina: Client) -> None:
    with_number(cast.amina)
    arrives(cast, "Please call me", kind=InboundKind.CALL_ME)
    close(conversation=where(arrives(cast, address=OTHER)), by=cast.amina)
    tabs = {tab: shown(amina, tab=tab) for tab in ("open", "mine", "unmatched", "ring", "closed")}
    name = ["Nomsa Dube"]
    assert tabs == {"open": name, "mine": [], "unmatched": [], "ring": name, "closed": [OTHER]}


def test_the_protected_tab_is_for_officers_alone(cast: Cast, amina: Client) -> None:
    arrives(cast)
    assert "tab=protected" not in amina.get(INBOX).content.decode()


def asking(cast: Cast) -> Conversation:
    """Somebody known who asks to be rung."""
    with_number(cast.amina)
    return where(arrives(cast, "Please call me", kind=InboundKind.CALL_ME))


def test_somebody_who_asks_to_be_rung_is_put_on_a_new_call_list(cast: Cast, amina: Client) -> None:
    found = asking(cast)
    link = f"{found.get_absolute_url()}call-list/"
    assert link in page(amina, found)
    assert link in amina.get(INBOX, {"tab": "ring"}).content.decode()
    amina.post(link, {"id": new_id(), "name": "Today"})
    call = Call.objects.get()
    assert (call.call_list.name, call.actor) == ("Today", found.actor)


def test_the_conversation_says_on_which_list_they_stand(cast: Cast, amina: Client) -> None:
    found = asking(cast)
    assert found.actor
    made = call_back(actor=found.actor, call_list=None, name="Today", by=cast.amina)
    assert f'Stands on the call list <a href="{made.get_absolute_url()}">Today</a>' in page(amina, found)


def test_somebody_who_was_rung_before_is_to_be_rung_again(cast: Cast, amina: Client) -> None:
    found = asking(cast)
    assert found.actor
    made = call_back(actor=found.actor, call_list=None, name="Today", by=cast.amina)
    Call.objects.update(state="done")
    amina.post(f"{found.get_absolute_url()}call-list/", {"id": new_id(), "call_list": made.pk})
    assert [call.state for call in Call.objects.all()] == ["to_ring"]


def test_a_new_call_list_needs_a_name(cast: Cast, amina: Client) -> None:
    found = asking(cast)
    answer = amina.post(f"{found.get_absolute_url()}call-list/", {"id": new_id(), "name": ""})
    assert answer.context["form"].errors["name"] == ["Give the new list a name, or choose one above."]


def test_somebody_to_be_spoken_to_in_person_is_put_on_no_call_list(cast: Cast, amina: Client) -> None:
    found = asking(cast)
    assert found.actor
    handle_in_person(actor=found.actor, reason="fear", by=cast.amina)
    answer = amina.post(f"{found.get_absolute_url()}call-list/", {"id": new_id(), "name": "Today"})
    assert answer.context["form"].non_field_errors() == ["They can't be rung: to be spoken to in person."]


@pytest.mark.parametrize("written", ["nomsa", "DUBE", "060 123 4567", "4567"])
def test_people_are_found_by_name_or_number_as_one_writes_it(cast: Cast, amina: Client, written: str) -> None:
    with_number(cast.amina)
    arrives(cast)
    arrives(cast, address=OTHER)
    assert shown(amina, q=written) == ["Nomsa Dube"]


def test_an_empty_inbox_says_what_will_stand_there(amina: Client) -> None:
    assert "When somebody answers a campaign" in amina.get(INBOX).content.decode()


def test_opening_a_conversation_marks_it_as_read(cast: Cast, amina: Client) -> None:
    found = where(arrives(cast))
    page(amina, found)
    assert not Conversation.objects.get().is_unread


def test_html_is_shown_as_text(cast: Cast, amina: Client) -> None:
    found = where(arrives(cast, "<script>alert(1)</script>"))
    for content in (page(amina, found), amina.get(INBOX).content.decode()):
        assert "<script>alert" not in content
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_two_thousand_characters_are_shown_whole(cast: Cast, amina: Client) -> None:
    text = "word " * 399 + "end!!"
    assert text in page(amina, where(arrives(cast, text)))


def test_control_characters_are_not_shown(cast: Cast, amina: Client) -> None:
    assert "Yes please" in page(amina, where(arrives(cast, "Yes\x07 pl\x1bease")))


def test_how_a_message_of_ours_stands_is_said_in_words(cast: Cast, amina: Client) -> None:
    nomsa = with_number(cast.amina)
    sent(cast, recipient_id=nomsa.pk, state="failed", reason="absent")
    assert "failed: the phone is off or out of reach" in page(amina, where(arrives(cast)))


def test_an_answer_is_sent_from_the_page(cast: Cast, amina: Client) -> None:
    found = where(arrives(cast))
    form = amina.get(found.get_absolute_url()).context["answer_form"]
    amina.post(f"{found.get_absolute_url()}answer/", {"id": form["id"].value(), "text": "Come at nine."})
    assert "Come at nine." in page(amina, found)


def test_a_refused_answer_keeps_what_was_typed(cast: Cast, amina: Client) -> None:
    with_number(cast.amina, safety={"is_unsafe": True, "safe_when": "after six"})
    found = where(arrives(cast))
    content = page(amina, found)
    assert "Others may read what comes to this number" in content
    assert "after six" in content


def test_the_parts_and_the_cost_of_an_answer_are_told_while_it_is_written(cast: Cast, amina: Client) -> None:
    address = where(arrives(cast)).get_absolute_url()
    said = [amina.post(f"{address}size/", {"text": text}).content.decode() for text in ("a", "a" * 161)]
    assert [each.split(",")[0] for each in said] == ["1 part", "2 parts"]


def test_a_ready_answer_fills_the_box_in_their_language(cast: Cast, amina: Client) -> None:
    canned = CannedAnswer.objects.create(
        programme=cast.programme, title="Where", texts={"en": "In Ceres", "af": "Op Ceres"}
    )
    with_number(cast.amina, language="af")
    assert "Op Ceres</textarea>" in page(amina, where(arrives(cast)), ready=str(canned.pk))


def test_a_page_that_stands_open_gets_what_is_new(cast: Cast, amina: Client) -> None:
    found = where(arrives(cast))
    mark = amina.get(found.get_absolute_url()).context["talk"].mark
    arrives(cast, "One more thing")
    assert "One more thing" in amina.get(f"{found.get_absolute_url()}talk/", {"mark": mark}).content.decode()


def test_what_was_said_is_noted_with_its_campaign(cast: Cast, amina: Client) -> None:
    campaign = question(cast, with_number(cast.amina))
    found = where(arrives(cast, "PCM", kind=InboundKind.CALL_ME))
    form = amina.get(found.get_absolute_url()).context["note_form"]
    given = {"id": form["id"].value(), "kind": "call", "text": "She comes.", "campaign": campaign.pk}
    amina.post(f"{found.get_absolute_url()}note/", {f"note-{name}": value for name, value in given.items()})
    assert found.entries.get(kind="call").campaign == campaign


def test_a_message_is_filed_under_another_campaign_from_the_page(cast: Cast, amina: Client) -> None:
    nomsa = with_number(cast.amina)
    question(cast, nomsa)
    other = question(cast, nomsa, asks="Which day?", days_ago=20)
    said = where(arrives(cast)).entries.get()
    amina.post(f"{INBOX}{said.conversation_id}/file/{said.pk}/", {"campaign": other.pk})
    said.refresh_from_db()
    assert said.campaign == other


def test_the_register_is_searched_for_whoever_wrote(cast: Cast, amina: Client) -> None:
    nomsa = with_number(cast.amina, number=OTHER)
    address = where(arrives(cast)).get_absolute_url()
    assert list(amina.get(f"{address}whose/", {"q": "nom"}).context["people"]) == [nomsa]
    amina.post(f"{address}match/{nomsa.pk}/")
    assert shown(amina) == ["Nomsa Dube"]


def test_somebody_new_is_added_from_the_page(cast: Cast, amina: Client) -> None:
    address = where(arrives(cast)).get_absolute_url()
    form = amina.get(f"{address}new-person/").context["form"]
    amina.post(f"{address}new-person/", {"id": form["id"].value(), "given_name": "Tendai"})
    assert shown(amina) == ["Tendai"]


def test_closing_leads_back_to_the_inbox(cast: Cast, amina: Client) -> None:
    answered = amina.post(f"{where(arrives(cast)).get_absolute_url()}close/")
    assert answered.headers["Location"] == INBOX


def test_members_of_another_partner_and_strangers_meet_nothing(cast: Cast) -> None:
    address = where(arrives(cast)).get_absolute_url()
    met = [signed_in(who).get(address).status_code for who in (cast.thandi, cast.farid, cast.dede)]
    assert met == [404, 404, 404]


def test_a_conversation_that_is_shared_is_read_and_not_answered(cast: Cast) -> None:
    found = where(arrives(cast))
    found.sharing = "all"
    found.save()
    assert "Write an answer" not in page(signed_in(cast.thandi), found)
    assert Conversation.objects.get().is_unread


def test_ready_answers_are_written_in_each_language(cast: Cast, amina: Client) -> None:
    address = "/p/winelands/messages/ready-answers/new/"
    form = amina.get(address).context["form"]
    texts = {f"text_{language}": f"In {language}" for language in form.languages}
    amina.post(address, {"id": form["id"].value(), "title": "Where", **texts})
    assert list(CannedAnswer.objects.get().texts) == form.languages


def test_a_ready_answer_without_words_says_what_to_mend(amina: Client) -> None:
    address = "/p/winelands/messages/ready-answers/new/"
    form = amina.get(address).context["form"]
    content = amina.post(address, {"id": form["id"].value(), "title": "Where"}).content.decode()
    assert "Write the answer in at least one language." in content


def test_what_the_system_answered_stands_in_the_conversation(cast: Cast, amina: Client) -> None:
    found = where(arrives(cast, "HELP", kind=InboundKind.HELP))
    assert "We have your message" in page(amina, found)
    assert found.address == NUMBER
    answer(conversation=found, text="Nkosi here.", by=cast.amina)
    assert "Nkosi here." in page(amina, found)
