"""The pages in which a campaign is written, looked at and let go."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import ContactPoint
from imbizo.actors.operations import create_list
from imbizo.base.models import new_id
from imbizo.messaging.models import Message
from imbizo.outreach.models import Campaign, OutreachRules, Wording
from imbizo.outreach.operations.campaigns import set_wording, submit
from imbizo.outreach.states import CampaignState
from imbizo.programmes.models import Membership
from tests.cast import Cast, member_in, signed_in
from tests.outreach.people import campaign, open_all_day, reachable


@pytest.fixture(autouse=True)
def _any_hour(cast: Cast) -> None:
    open_all_day(cast.programme)


@pytest.fixture
def draft(cast: Cast) -> Campaign:
    reachable(cast.amina, "Thandi", "Jacobs", language="en")
    return campaign(cast.amina, "Good day {first_name|friend}, we meet on Monday.")


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.amina)


def at(name: str, *rest: object) -> str:
    return reverse(f"outreach:{name}", args=["winelands", *rest])


def snapshot(client: Client, url: str) -> Any:
    """The note of what the form on that page showed."""
    return client.get(url).context["form"]["snapshot"].value()


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def page(client: Client, name: str, *rest: object) -> str:
    return client.get(at(name, *rest)).content.decode()


# The list


def test_an_empty_list_teaches_the_first_step(client: Client) -> None:
    assert at("campaign-add") in page(client, "campaigns")


def test_a_campaign_in_the_list_says_how_far_it_is(client: Client, draft: Campaign, cast: Cast) -> None:
    submit(campaign=draft, by=cast.amina)
    Message.objects.filter(source_id=draft.pk).update(state="delivered", cost="0.24")
    table = client.get(at("campaigns")).context["table"]
    assert (table.rows[0].tally.people, table.rows[0].tally.delivered_percent) == (1, 100)


@pytest.mark.parametrize(
    ("asked", "names"),
    [("state=draft", ["Monday"]), ("state=done", []), ("purpose=invitation", []), ("q=mond", ["Monday"])],
)
def test_the_list_is_narrowed(client: Client, draft: Campaign, asked: str, names: list[str]) -> None:
    table = client.get(f"{at('campaigns')}?{asked}").context["table"]
    assert [each.name for each in table.rows] == names


# Writing


def test_a_campaign_is_begun_with_a_name_and_a_purpose(client: Client) -> None:
    client.post(at("campaign-add"), {"id": new_id(), "name": "Venue", "purpose": "invitation"})
    assert Campaign.objects.values_list("name", "purpose").get() == ("Venue", "invitation")


def test_beginning_it_twice_makes_one(client: Client) -> None:
    given = {"id": new_id(), "name": "Venue", "purpose": "service"}
    client.post(at("campaign-add"), given)
    client.post(at("campaign-add"), given)
    assert Campaign.objects.count() == 1


def test_the_purpose_is_asked_for(client: Client) -> None:
    response = client.post(at("campaign-add"), {"id": new_id(), "name": "Venue"})
    assert response.context["form"].errors == {
        "purpose": ["Say what it is for: the law asks more of some messages."]
    }


def who(client: Client, draft: Campaign, **given: Any) -> HttpResponse:
    url = at("campaign-who", draft.pk)
    asked = {"name": draft.name, "purpose": "service", "snapshot": snapshot(client, url)}
    return client.post(url, asked | given)  # type: ignore[return-value]  # the test client's response is one


def test_an_audience_is_lists_and_a_filter(client: Client, draft: Campaign, cast: Cast) -> None:
    chosen = create_list(name="Clergy", by=cast.amina)
    who(client, draft, lists=[chosen.pk], **{"conditions-kind": "faith"})
    draft.refresh_from_db()
    assert (list(draft.lists.all()), draft.conditions, draft.everybody) == (
        [chosen],
        {"kind": "faith"},
        False,
    )


def test_a_list_is_left_out(client: Client, draft: Campaign, cast: Cast) -> None:
    hostile = create_list(name="Hostile", by=cast.amina)
    who(client, draft, everybody="on", excluded=[hostile.pk])
    assert list(draft.excluded.all()) == [hostile]


def test_two_who_choose_the_audience_at_once_lose_nothing(client: Client, draft: Campaign) -> None:
    url = at("campaign-who", draft.pk)
    mine = {"name": "Mine", "purpose": "service", "everybody": "on", "snapshot": snapshot(client, url)}
    who(client, draft, name="Theirs", everybody="on")
    form = client.post(url, mine).context["form"]
    assert [(each.mine, each.theirs) for each in form.conflicts] == [("Mine", "Theirs")]


def test_a_filter_is_compared_in_words(client: Client, draft: Campaign) -> None:
    url = at("campaign-who", draft.pk)
    mine = {"name": draft.name, "purpose": "service", "everybody": "on", "snapshot": snapshot(client, url)}
    who(client, draft, everybody="on", **{"conditions-kind": "media"})
    form = client.post(url, mine | {"conditions-kind": "faith"}).context["form"]
    assert [(each.mine, each.theirs) for each in form.conflicts] == [("Kind: faith", "Kind: media")]


def test_the_count_follows_the_form_and_keeps_nothing(client: Client, draft: Campaign) -> None:
    given = {"name": draft.name, "purpose": "service", "conditions-kind": "media"}
    estimate = client.post(at("campaign-count", draft.pk), given).context["estimate"]
    assert (estimate.audience, Campaign.objects.get(pk=draft.pk).everybody) == (0, True)


def test_the_count_says_who_is_left_out_and_leads_to_them(
    client: Client, draft: Campaign, cast: Cast
) -> None:
    given = {"name": draft.name, "purpose": "invitation", "everybody": "on"}
    figures = client.post(at("campaign-count", draft.pk), given).context["left_out"]
    assert [(each.value, each.url) for each in figures] == [
        ("1", at("campaign-left-out", draft.pk, "no_basis"))
    ]


def test_those_left_out_are_named(client: Client, draft: Campaign) -> None:
    Campaign.objects.filter(pk=draft.pk).update(purpose="invitation")
    people = client.get(at("campaign-left-out", draft.pk, "no_basis")).context["people"]
    assert [each.name for each in people] == ["Thandi Jacobs"]


# The text


def write(client: Client, draft: Campaign, text: str, language: str = "en", **given: str) -> Any:
    url = at("campaign-text-in", draft.pk, language)
    return client.post(url, {"text": text, "snapshot": snapshot(client, url), **given})


def test_a_text_is_kept_in_its_language(client: Client, draft: Campaign) -> None:
    write(client, draft, "Môre {first_name|vriend}", "af")
    assert draft.wordings.get(language="af").text == "Môre {first_name|vriend}"


def test_languages_stand_in_the_order_in_which_they_are_read(
    client: Client, draft: Campaign, cast: Cast
) -> None:
    for name in ("Sipho", "Zola"):
        reachable(cast.amina, name, language="xh")
    tabs = client.get(at("campaign-text", draft.pk)).context["language_tabs"]
    assert [(tab.label, tab.count) for tab in tabs] == [("isiXhosa", 2), ("English ✓", 1)]


def test_the_language_that_has_a_text_is_opened_first(client: Client, draft: Campaign, cast: Cast) -> None:
    for name in ("Sipho", "Zola"):
        reachable(cast.amina, name, language="xh")
    assert client.get(at("campaign-text", draft.pk)).context["language"] == "en"


def test_the_text_is_shown_on_a_phone_that_gets_it(client: Client, draft: Campaign, cast: Cast) -> None:
    ContactPoint.objects.update(is_shared=True)
    reachable(cast.amina, "Abel", language="en")
    text = client.get(at("campaign-text", draft.pk)).context["shown"].sample.text
    assert text == "Ubambano: Good day Abel, we meet on Monday."


def test_an_unknown_word_is_refused_and_nothing_typed_is_lost(client: Client, draft: Campaign) -> None:
    form = write(client, draft, "Good day {frist_name}").context["form"]
    assert (list(form.errors), form["text"].value()) == (["text"], "Good day {frist_name}")


def test_two_who_write_the_same_text_at_once_lose_nothing(client: Client, draft: Campaign) -> None:
    url = at("campaign-text-in", draft.pk, "xh")
    mine = {"text": "Molo", "snapshot": snapshot(client, url)}
    write(client, draft, "Molweni", "xh")
    form = client.post(url, mine).context["form"]
    assert [(each.mine, each.theirs) for each in form.conflicts] == [("Molo", "Molweni")]


def test_a_costly_character_is_replaced_in_one_press(client: Client, draft: Campaign) -> None:
    write(client, draft, "It’s on Monday – come", replace="’")
    assert draft.wordings.get().text == "It's on Monday – come"


def test_all_costly_characters_are_replaced_in_one_press(client: Client, draft: Campaign) -> None:
    write(client, draft, "It’s on Monday – come", replace="all")
    assert draft.wordings.get().text == "It's on Monday - come"


def test_the_preview_shows_what_is_being_typed_to_a_person_and_keeps_nothing(
    client: Client, draft: Campaign
) -> None:
    url = at("campaign-preview", draft.pk, "en")
    shown = client.post(url, {"text": "Hello {first_name}", "person": "1"}).context["shown"]
    assert shown.sample.text == "Ubambano: Hello Thandi"
    assert draft.wordings.get().text == "Good day {first_name|friend}, we meet on Monday."


def test_the_costs_say_which_characters_of_this_text_are_dear(
    client: Client, draft: Campaign, cast: Cast
) -> None:
    set_wording(campaign=draft, language="en", text="It’s on Monday", by=cast.amina)
    costly = client.get(at("campaign-costs", draft.pk, "en")).context["costly"]
    assert [(each.saving.char, each.is_in_text) for each in costly] == [("’", True)]


def test_a_speaker_is_named(client: Client, draft: Campaign) -> None:
    client.post(at("campaign-checked", draft.pk, "en"), {"speaker": "Sannie Basson", "on": "2026-11-01"})
    wording = Wording.objects.get()
    assert (wording.checked_by, str(wording.checked_on)) == ("Sannie Basson", "2026-11-01")


def test_the_fallback_is_chosen_among_the_languages_of_the_campaign(client: Client, draft: Campaign) -> None:
    write(client, draft, "Môre", "af")
    note = client.get(at("campaign-text", draft.pk)).context["fallback_form"]["snapshot"].value()
    client.post(at("campaign-fallback", draft.pk), {"fallback": "af", "snapshot": note})
    assert Campaign.objects.get().fallback == "af"


# When and how, and the last look


def when(client: Client, draft: Campaign, **given: str) -> Any:
    url = at("campaign-when", draft.pk)
    return client.post(url, {"via": "sms", "snapshot": snapshot(client, url), **given}, follow=True)


def test_times_are_those_of_the_programmes_zone(client: Client, draft: Campaign) -> None:
    when(client, draft, send_at="2036-07-26T09:00")
    assert f"{Campaign.objects.get().send_at:%H:%M}" == "07:00"


def test_what_is_wrong_leads_to_the_step_that_mends_it(client: Client, draft: Campaign) -> None:
    response = when(client, draft, send_at="2036-07-26T09:00", use_by="2036-07-25T09:00")
    assert [problem.url for problem in response.context["problems"]] == [at("campaign-when", draft.pk)]


def test_texts_that_no_speaker_checked_are_named(client: Client, draft: Campaign) -> None:
    assert client.get(at("campaign-check", draft.pk)).context["unchecked"] == "English"


def test_a_test_goes_to_oneself(client: Client, draft: Campaign) -> None:
    client.post(at("campaign-test", draft.pk), {"language": "en", "channel": "email"})
    assert Message.objects.filter(source_id=draft.pk).values_list("address", flat=True).get() == (
        "amina@example.org"
    )


def test_a_number_that_gets_no_sms_is_refused_at_its_field(client: Client, draft: Campaign) -> None:
    given = {"language": "en", "channel": "sms", "number": "021 555 0100"}
    form = client.post(at("campaign-test", draft.pk), given).context["test_form"]
    assert list(form.errors) == ["number"]


# Letting it go


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "The campaign is on its way."),
        ({"send_at": timezone.now() + timedelta(days=9)}, "It is scheduled."),
    ],
)
def test_sending_says_what_happens_now(
    client: Client, draft: Campaign, fields: dict[str, Any], sentence: str
) -> None:
    Campaign.objects.filter(pk=draft.pk).update(**fields)
    response = client.post(at("campaign-submit", draft.pk), follow=True)
    assert said(response) == [sentence]


def test_what_isnt_ready_stays_a_draft_and_says_why(client: Client, draft: Campaign) -> None:
    draft.wordings.all().delete()
    response = client.post(at("campaign-submit", draft.pk), follow=True)
    assert (said(response), Campaign.objects.get().state) == (["Write the text."], CampaignState.DRAFT)


@pytest.fixture
def in_review(cast: Cast, draft: Campaign) -> Campaign:
    OutreachRules.objects.create(programme=cast.programme, approve_above_people=0)
    return submit(campaign=draft, by=cast.amina)


@pytest.fixture
def second(cast: Cast) -> Membership:
    return member_in(cast, "coordinator")


def test_a_second_pair_of_eyes_lets_it_go(in_review: Campaign, second: Membership) -> None:
    signed_in(second).post(at("campaign-approve", in_review.pk))
    assert Campaign.objects.get().approved_by == second


def test_ones_own_eyes_arent_the_second_pair(client: Client, in_review: Campaign) -> None:
    response = client.post(at("campaign-approve", in_review.pk), follow=True)
    assert said(response) == ["Somebody else must look at it: you wrote it or sent it in."]


def test_its_writer_reads_why_it_came_back(client: Client, in_review: Campaign, second: Membership) -> None:
    signed_in(second).post(at("campaign-send-back", in_review.pk), {"because": "Name the hall."})
    assert "Name the hall." in page(client, "campaign-who", in_review.pk)


def test_what_waits_can_be_made_a_draft_again(client: Client, in_review: Campaign) -> None:
    client.post(at("campaign-take-back", in_review.pk))
    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_a_campaign_that_has_begun_isnt_written_any_more(client: Client, in_review: Campaign) -> None:
    response = client.get(at("campaign-text", in_review.pk))
    assert response.headers["Location"] == in_review.get_absolute_url()


# Copy and delete


def test_a_copy_is_a_new_draft_with_the_same_text(client: Client, draft: Campaign) -> None:
    client.post(at("campaign-copy", draft.pk))
    made = Campaign.objects.exclude(pk=draft.pk).get()
    assert (made.name, made.wordings.get().text) == ("Copy of Monday", draft.wordings.get().text)


def test_a_draft_is_deleted(client: Client, draft: Campaign) -> None:
    client.post(at("campaign-delete", draft.pk))
    assert not Campaign.objects.exists()


def test_what_was_sent_isnt_deleted(client: Client, draft: Campaign) -> None:
    Campaign.objects.filter(pk=draft.pk).update(state=CampaignState.DONE)
    client.post(at("campaign-delete", draft.pk))
    assert Campaign.objects.exists()
