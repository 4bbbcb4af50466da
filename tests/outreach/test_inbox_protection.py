"""A protected conversation: one press, and only the protection officer knows that there is one."""

import pytest
from django.test import Client

from imbizo.actors.queries import dossier
from imbizo.base.errors import NotAllowed
from imbizo.messaging.models import Inbound
from imbizo.messaging.queries import incoming, messages
from imbizo.outreach.models import Conversation, HelpNumber
from imbizo.outreach.operations.inbox import answer, assign, close, note_answer, protect, unprotect
from imbizo.outreach.queries import conversations
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry, ReadEntry
from imbizo.thread.queries import activity
from tests.cast import Cast, member_in, signed_in
from tests.outreach.letters import OTHER, arrives, question, sent, where, with_number

THREAT = "He says he will burn the house"


@pytest.fixture
def officer(cast: Cast) -> Membership:
    return member_in(cast, "protection_officer")


@pytest.fixture
def found(cast: Cast) -> Conversation:
    """The conversation with Nomsa, protected by Bo."""
    nomsa = with_number(cast.amina)
    sent(cast, recipient_id=nomsa.pk, text="Ubambano: how are you?")
    kept = where(arrives(cast, THREAT))
    assign(conversation=kept, to=cast.bo, by=cast.amina)
    return protect(conversation=kept, by=cast.bo)


def _unsorted(cast: Cast, address: str) -> Inbound:
    """A message that nobody has put anywhere yet."""
    inbound = arrives(cast, "earlier", address=address)
    inbound.entry.delete()
    return inbound


def test_from_then_on_only_the_officer_sees_it(cast: Cast, found: Conversation, officer: Membership) -> None:
    seeing = [list(conversations(each)) for each in (cast.amina, cast.bo, cast.thandi, officer)]
    assert seeing == [[], [], [], [found]]


def test_nobody_else_is_left_to_answer_it(found: Conversation) -> None:
    assert found.assignee is None


def test_the_officer_answers_it_and_others_do_not(
    cast: Cast, found: Conversation, officer: Membership
) -> None:
    assert answer(conversation=found, text="I will ring you.", by=officer).state == "waiting"
    with pytest.raises(NotAllowed):
        answer(conversation=found, text="Hello", by=cast.amina)


def test_what_comes_later_from_the_number_goes_into_it(cast: Cast, found: Conversation) -> None:
    sent(cast, owner=cast.committee, text="Another partner writes")
    assert where(arrives(cast, "Are you there?")) == found


def test_what_comes_from_any_number_that_they_used_goes_into_it(cast: Cast, found: Conversation) -> None:
    note_answer(conversation=found, kind="call", text="x", by=member_in(cast, "protection_officer"))
    with_number(cast.amina, "Sipho", number=OTHER)
    found.entries.create(programme=cast.programme, kind="message", inbound=_unsorted(cast, OTHER))
    assert where(arrives(cast, "From here too", address=OTHER)) == found


def test_its_messages_are_absent_from_the_pages_of_messages(
    cast: Cast, found: Conversation, officer: Membership
) -> None:
    counts = [(messages(who).count(), incoming(who).count()) for who in (cast.amina, officer)]
    assert counts == [(0, 0), (0, 0)]


def test_other_messages_stay_on_the_pages_of_messages(cast: Cast, found: Conversation) -> None:
    sent(cast, OTHER)
    arrives(cast, address=OTHER)
    assert (messages(cast.amina).count(), incoming(cast.amina).count()) == (1, 1)


def test_it_is_absent_from_activity_even_for_the_officer(
    cast: Cast, found: Conversation, officer: Membership
) -> None:
    kinds = {each.kind.kind for who in (cast.amina, officer) for each in activity(who)}
    assert not {kind for kind in kinds if kind.startswith("outreach")}


def test_it_is_absent_from_the_page_of_the_person(
    cast: Cast, found: Conversation, officer: Membership
) -> None:
    assert found.actor is not None
    told = [event for who in (cast.amina, officer) for event in dossier(found.actor, who).timeline]
    assert not [event for event in told if THREAT in str(event.title)]


def test_it_is_absent_from_search(cast: Cast, found: Conversation) -> None:
    page = signed_in(cast.amina).get("/p/winelands/search/", {"q": "burn house"})
    assert THREAT not in page.content.decode()


def test_it_is_absent_from_the_answers_of_its_campaign(cast: Cast) -> None:
    campaign = question(cast, with_number(cast.amina))
    protect(conversation=where(arrives(cast, THREAT)), by=cast.amina)
    page = signed_in(cast.amina).get(campaign.get_absolute_url(), follow=True)
    assert THREAT not in page.content.decode()


def test_the_trail_says_that_it_was_done_and_nothing_else(found: Conversation) -> None:
    assert AuditEntry.objects.get(verb="protect").changes == {}


def test_nobody_is_told_of_work_on_it(cast: Cast, found: Conversation, officer: Membership) -> None:
    assign(conversation=found, to=officer, by=officer)
    assert AuditEntry.objects.filter(verb="assign").latest("id").changes == {}
    page = signed_in(cast.bo).get("/p/winelands/notifications/")
    assert "Nomsa" not in page.content.decode()


def test_each_reading_is_logged(found: Conversation, officer: Membership) -> None:
    client = signed_in(officer)
    client.get(found.get_absolute_url())
    client.get("/p/winelands/messages/inbox/", {"tab": "protected"})
    how = ReadEntry.objects.filter(by=officer.user, subject_id=found.pk).order_by("id")
    assert list(how.values_list("how", flat=True)) == ["page", "list"]


def test_a_page_that_stands_open_logs_only_what_is_new(found: Conversation, officer: Membership) -> None:
    client, address = signed_in(officer), found.get_absolute_url()
    mark = client.get(address).context["talk"].mark
    assert client.get(f"{address}talk/", {"mark": mark}).status_code == 204
    assert ReadEntry.objects.count() == 1


def test_reading_an_open_conversation_is_not_logged(cast: Cast) -> None:
    signed_in(cast.amina).get(where(arrives(cast)).get_absolute_url())
    assert ReadEntry.objects.count() == 0


def test_whoever_pressed_is_told_whom_to_phone_and_meets_a_404_afterwards(cast: Cast) -> None:
    HelpNumber.objects.create(name="Police", number="10111", programme=cast.programme)
    kept, client = where(arrives(cast, THREAT)), signed_in(cast.bo)
    told = client.post(f"{kept.get_absolute_url()}protect/", follow=True)
    assert "10111" in told.content.decode()
    assert client.get(kept.get_absolute_url()).status_code == 404


def test_only_the_officer_ends_the_protection(cast: Cast, found: Conversation, officer: Membership) -> None:
    with pytest.raises(NotAllowed):
        unprotect(conversation=found, by=cast.amina)
    unprotect(conversation=found, by=officer)
    assert list(conversations(cast.amina)) == [found]


def test_the_officer_reads_it_whichever_partner_they_wrote_to(cast: Cast, found: Conversation) -> None:
    elsewhere = member_in(cast, "protection_officer", cast.committee)
    assert signed_in(elsewhere).get(found.get_absolute_url()).status_code == 200


def test_closing_it_leaves_nothing_in_the_trail_but_the_verb(
    found: Conversation, officer: Membership
) -> None:
    close(conversation=found, by=officer)
    assert AuditEntry.objects.get(verb="close").changes == {}


def test_its_history_is_nobodys_page(found: Conversation, officer: Membership) -> None:
    client: Client = signed_in(officer)
    assert client.get(f"/p/winelands/history/outreach.conversation/{found.pk}/").status_code == 404
