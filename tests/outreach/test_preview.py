"""What a campaign costs, exactly, and what stands in its way."""

from decimal import Decimal
from typing import Any

import pytest

from imbizo.actors.operations import add_contact
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations import suppress
from imbizo.messaging.states import SuppressionReason
from imbizo.outreach.errors import BadWording
from imbizo.outreach.models import Campaign, OutreachRules
from imbizo.outreach.operations.campaigns import change, count, count_in_background, set_wording
from imbizo.outreach.queries import preview as previews
from imbizo.outreach.queries.counting import Estimate, as_json, from_json
from imbizo.outreach.queries.preview import estimate_of, preview, replies, sample
from imbizo.outreach.queries.ready import needs_second_eyes, problems
from imbizo.outreach.states import Outside
from tests.cast import Cast
from tests.outreach.people import campaign, reachable


def counted(made: Campaign) -> Estimate:
    found = estimate_of(made)
    assert found is not None
    return found


def test_every_persons_own_text_is_counted(cast: Cast) -> None:
    reachable(cast.amina, "Ayanda")
    reachable(cast.amina, "Bongiwe-Nomathemba-Nokuthula")
    text = "Ubambano: dear {first_name}, " + "x" * (153 - 21)
    found = counted(campaign(cast.amina, text))
    assert (found.people, found.parts, found.cost, found.by_parts) == (2, 3, Decimal("0.7200"), {1: 1, 2: 1})


def test_each_language_has_its_share(cast: Cast) -> None:
    reachable(cast.amina, "Ayanda", language="xh")
    reachable(cast.amina, "Bongi", email="b@example.org")
    made = campaign(cast.amina)
    set_wording(campaign=made, language="xh", text="Ubambano: siyadibana.", by=cast.amina)
    shares = {share.language: (share.sms, share.email, share.parts) for share in counted(made).languages}
    assert shares == {"en": (0, 1, 0), "xh": (1, 0, 1)}


def test_numbers_abroad_cost_what_they_cost(cast: Cast) -> None:
    Gateway.objects.filter(programme=cast.programme).update(cost_abroad=Decimal("1.5"))
    reachable(cast.amina, number="+263771234567")
    assert counted(campaign(cast.amina)).cost == Decimal("1.5")


def test_a_price_that_is_not_known_makes_the_cost_unknown(cast: Cast) -> None:
    Gateway.objects.filter(programme=cast.programme).update(cost_per_part=None)
    reachable(cast.amina)
    made = campaign(cast.amina)
    assert (counted(made).cost, needs_second_eyes(made, counted(made))) == (None, True)


def test_what_a_simpler_character_saves_is_said(cast: Cast) -> None:
    reachable(cast.amina)
    found = counted(campaign(cast.amina, "Ubambano: we\u2019re here. " + "x" * 60))
    saving = found.savings[0]
    assert (saving.char, saving.replacement, saving.fewer, saving.saved) == (
        "\u2019",
        "'",
        1,
        Decimal("0.2400"),
    )


def test_who_is_left_out_is_counted_by_reason(cast: Cast) -> None:
    reachable(cast.amina, "Ayanda")
    reachable(cast.amina, "Bongi", handle_in_person=True)
    reachable(cast.amina, "Chipo", number="").contacts.all().delete()
    found = counted(campaign(cast.amina))
    assert (found.people, found.outside) == (1, {Outside.IN_PERSON: 1, Outside.NO_NUMBER: 1})


def test_an_estimate_is_kept_as_it_was(cast: Cast) -> None:
    reachable(cast.amina)
    found = counted(campaign(cast.amina, "Ubambano: we\u2019re here"))
    assert from_json(as_json(found)) == found


def test_an_estimate_is_counted_anew_once_somebody_stops(cast: Cast) -> None:
    reachable(cast.amina, number="+27600000123")
    made = campaign(cast.amina)
    before = counted(made).people
    stop_all(cast)
    assert (before, counted(made).people) == (1, 0)


def stop_all(cast: Cast) -> None:
    suppress(
        programme=cast.programme,
        addresses=[("sms", "+27600000123")],
        reason=SuppressionReason.STOP,
        by=cast.amina,
    )


def test_a_large_audience_is_counted_by_the_worker(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(previews, "AT_ONCE", 0)
    reachable(cast.amina)
    made = campaign(cast.amina)
    before = estimate_of(made)
    count_in_background(campaign=made)
    made.refresh_from_db()
    assert (before, counted(made).people) == (None, 1)


def test_counting_a_campaign_that_is_gone_is_harmless(cast: Cast) -> None:
    made = campaign(cast.amina)
    Campaign.objects.all().delete()
    count(id=made.pk)
    assert not Campaign.objects.exists()


def test_the_longest_text_names_its_person_to_those_who_see_them(cast: Cast) -> None:
    reachable(cast.amina, "Ayanda", "Vilakazi")
    made = campaign(cast.amina, "Ubambano: dear {name}")
    made.sharing = "all"
    made.save()
    names = [
        shown.actor and shown.actor.name
        for member in (cast.amina, cast.thandi)
        if (shown := preview(member, made).longest)
    ]
    assert names == ["Ayanda Vilakazi", None]


def test_a_sample_shows_what_one_person_gets(cast: Cast) -> None:
    actor = reachable(cast.amina, "Ayanda", title="Dr")
    shown = sample(campaign(cast.amina), cast.amina, "en", actor=actor, text="Dear {title} {nickname}")
    assert (shown.text, shown.unknown, shown.parts) == ("Ubambano: Dear Dr", ("nickname",), 1)


def test_a_sample_of_somebody_unseen_is_invented(cast: Cast) -> None:
    actor = reachable(cast.thandi, "Ayanda", "Vilakazi")
    shown = sample(campaign(cast.amina), cast.amina, "en", actor=actor, text="Dear {surname}")
    assert (shown.actor, shown.text) == (None, "Ubambano: Dear Dlamini")


def test_a_sample_for_an_unsafe_number_is_the_neutral_text(cast: Cast) -> None:
    actor = reachable(cast.amina)
    actor.contacts.update(is_unsafe=True, safe_when="mornings")
    assert sample(campaign(cast.amina), cast.amina, "en", actor=actor).is_neutral


def test_what_an_answer_costs_is_said(cast: Cast) -> None:
    Gateway.objects.filter(programme=cast.programme).update(reply_cost=Decimal("0.50"))
    assert replies(campaign(cast.amina, via="sms")) == [
        "An answer to “Practice phones” costs the person ZAR 0.50."
    ]


# What stands in its way


def said(made: Campaign) -> list[str]:
    return [str(each) for each in problems(made, estimate_of(made))]


def test_a_campaign_that_is_whole_has_no_problems(cast: Cast) -> None:
    reachable(cast.amina)
    assert said(campaign(cast.amina)) == []


def test_an_unknown_token_is_refused_when_it_is_written(cast: Cast) -> None:
    with pytest.raises(BadWording, match=r"no word \{nmae\}"):
        campaign(cast.amina, "Dear {nmae}")


def test_a_text_of_more_than_ten_parts_is_refused(cast: Cast) -> None:
    with pytest.raises(BadWording, match="11 parts"):
        campaign(cast.amina, "Ubambano: " + "x" * 1530)


def test_by_email_a_text_may_be_long(cast: Cast) -> None:
    reachable(cast.amina, email="t@example.org")
    assert said(campaign(cast.amina, "Ubambano: " + "x" * 1530, via="email")) == []


def test_a_text_that_grows_past_ten_parts_for_one_person_is_refused(cast: Cast) -> None:
    reachable(cast.amina, "Bongiwe-Nomathemba")
    made = campaign(cast.amina, "Ubambano: {first_name}" + "x" * 1510)
    assert said(made) == ["As SMS it takes 11 parts. Shorten it to at most 10, or send it by e-mail."]


def test_an_empty_audience_is_said(cast: Cast) -> None:
    assert said(campaign(cast.amina)) == ["Nobody is in this audience."]


def test_no_audience_chosen_is_said(cast: Cast) -> None:
    assert said(campaign(cast.amina, everybody=False)) == ["Choose whom it goes to."]


def test_an_audience_of_which_everybody_stopped_is_said(cast: Cast) -> None:
    reachable(cast.amina, number="+27600000123")
    stop_all(cast)
    assert said(campaign(cast.amina)) == ["Nobody would get it: the one person in this audience is left out."]


def test_a_question_does_not_leave_by_a_gateway_that_cannot_hear(cast: Cast) -> None:
    Gateway.objects.filter(programme=cast.programme).update(can_receive=False)
    reachable(cast.amina)
    made = campaign(cast.amina, asks="Will you come?", via="sms")
    assert said(made) == [
        "It asks something, and “Practice phones” can't receive answers. Choose another gateway."
    ]


def test_the_fallback_language_needs_a_text(cast: Cast) -> None:
    reachable(cast.amina)
    made = campaign(cast.amina)
    change(campaign=made, changes={"fallback": "xh"}, by=cast.amina)
    made.refresh_from_db()
    assert len(said(made)) == 1


def test_a_draft_without_a_text_is_counted_all_the_same(cast: Cast) -> None:
    reachable(cast.amina)
    made = campaign(cast.amina)
    set_wording(campaign=made, language="en", text="", by=cast.amina)
    assert (counted(made).people, said(made)) == (1, ["Write the text."])


def test_a_large_audience_needs_a_second_pair_of_eyes(cast: Cast) -> None:
    OutreachRules.objects.create(programme=cast.programme, approve_above_people=1)
    for given in ("Ayanda", "Bongi"):
        reachable(cast.amina, given)
    made = campaign(cast.amina)
    assert needs_second_eyes(made, counted(made))


def test_a_second_contact_point_makes_nobody_count_twice(cast: Cast) -> None:
    add_contact(actor=reachable(cast.amina), channel="email", raw="t@example.org", by=cast.amina)
    assert counted(campaign(cast.amina)).people == 1
