"""A campaign's text to share by hand, and who shared it where."""

import pytest

from imbizo.base.errors import NotAllowed
from imbizo.outreach.models import Campaign, GroupShare, Wording
from imbizo.outreach.operations.sharing import note_share, take_back_share
from imbizo.outreach.queries.sharing import reached_by_hand, shareables
from imbizo.thread.models import Link
from tests.cast import Cast, member_in, signed_in


def campaign_with(cast: Cast, text: str, language: str = "en", **fields: str) -> Campaign:
    own = {"programme": cast.programme, "owner": cast.convenor}
    campaign = Campaign.objects.create(name="Workshop", purpose="service", state="done", **own)
    Wording.objects.create(
        programme=cast.programme, campaign=campaign, language=language, text=text, **fields
    )
    return campaign


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("{sender}: Dear {first_name|friend}, we meet.", "Ubambano: Dear friend, we meet."),
        ("{sender}: Dear {first_name}, we meet.", "Ubambano: Dear, we meet."),
        ("{first_name}, Ubambano invites you.", "Good day, Ubambano invites you."),
        ("Ubambano meets at {place|the hall}.", "Ubambano meets at the hall."),
    ],
)
def test_the_text_to_share_names_nobody(cast: Cast, text: str, shared: str) -> None:
    assert [each.text for each in shareables(campaign_with(cast, text))] == [shared]


def test_the_sender_is_named_where_the_text_does_not(cast: Cast) -> None:
    assert shareables(campaign_with(cast, "We meet."))[0].text == "Ubambano: We meet."


def test_whatsapp_gets_the_whole_text_in_its_address(cast: Cast) -> None:
    each = shareables(campaign_with(cast, "Ubambano: 100% & more?"))[0]
    assert each.whatsapp == "https://wa.me/?text=Ubambano%3A%20100%25%20%26%20more%3F"


def test_a_language_without_a_text_is_left_out(cast: Cast) -> None:
    assert shareables(campaign_with(cast, "  ")) == []


def test_a_sharing_stands_on_the_thread_of_its_campaign(cast: Cast) -> None:
    campaign = campaign_with(cast, "We meet.")
    share = note_share(campaign=campaign, group="Ward committee", language="en", people=40, by=cast.amina)
    assert list(Link.objects.values_list("record_id", "source_id")) == [(share.pk, campaign.pk)]


def test_noting_the_same_sharing_twice_notes_it_once(cast: Cast) -> None:
    campaign = campaign_with(cast, "We meet.")
    first = note_share(campaign=campaign, group="Ward committee", language="en", by=cast.amina)
    again = note_share(campaign=campaign, group="Ward committee", language="en", by=cast.amina, id=first.pk)
    assert (again, GroupShare.objects.count()) == (first, 1)


def test_a_number_of_people_that_nobody_noted_is_not_zero(cast: Cast) -> None:
    campaign = campaign_with(cast, "We meet.")
    for people in (40, None):
        note_share(campaign=campaign, group="A group", language="en", people=people, by=cast.amina)
    assert reached_by_hand(GroupShare.objects.all()) == (40, 1)


def test_a_sharing_noted_by_mistake_is_taken_back(cast: Cast) -> None:
    campaign = campaign_with(cast, "We meet.")
    take_back_share(share=note_share(campaign=campaign, group="A", language="en", by=cast.bo), by=cast.bo)
    assert not GroupShare.objects.exists()


def test_another_partner_does_not_take_back_what_it_did_not_note(cast: Cast) -> None:
    share = note_share(campaign=campaign_with(cast, "We meet."), group="A", language="en", by=cast.bo)
    with pytest.raises(NotAllowed):
        take_back_share(share=share, by=cast.thandi)


def test_a_monitoring_officer_notes_no_sharing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        note_share(
            campaign=campaign_with(cast, "We meet."),
            group="A",
            language="en",
            by=member_in(cast, "monitoring_officer"),
        )


def test_the_page_notes_a_sharing(cast: Cast) -> None:
    campaign = campaign_with(cast, "We meet.")
    client, url = signed_in(cast.amina), f"/p/winelands/messages/campaigns/{campaign.pk}/share/"
    given = {"id": "0190163d-8694-739b-aea5-966c26f8ad91", "group": "Ward committee", "language": "en"}
    client.post(f"{url}note/", given)
    assert b"Ward committee" in client.get(url).content
