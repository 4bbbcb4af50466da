"""What a programme decides: hours, words, a second pair of eyes, neutral texts, numbers for help."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from imbizo.base.errors import NotAllowed
from imbizo.messaging.errors import BadGateway
from imbizo.messaging.models import SendingRules
from imbizo.messaging.operations.rules import set_sending_rules
from imbizo.messaging.queries.rules import daily_hours
from imbizo.outreach.models import HelpNumber, OutreachRules
from imbizo.outreach.operations.settings import (
    add_help_number,
    put_setting_back,
    remove_setting,
    set_outreach_rules,
)
from imbizo.outreach.queries import neutral_text
from imbizo.outreach.queries.settings import outreach_rules
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in

RULES = "/p/winelands/messages/rules/"


def test_without_a_decision_the_defaults_hold(cast: Cast) -> None:
    people = outreach_rules(cast.programme).approve_above_people
    assert (daily_hours(cast.programme), people) == ((time(7), time(20)), 500)


def test_hours_are_set_and_stand_in_the_trail(cast: Cast) -> None:
    set_sending_rules(changes={"hours_from": time(9), "hours_until": time(17)}, by=cast.amina)
    entry = AuditEntry.objects.get(verb="change_rules")
    assert daily_hours(cast.programme) == (time(9), time(17))
    assert entry.changes == {"hours_from": ["07:00:00", "09:00:00"], "hours_until": ["20:00:00", "17:00:00"]}


def test_an_evening_before_the_morning_is_refused(cast: Cast) -> None:
    with pytest.raises(BadGateway):
        set_sending_rules(changes={"hours_from": time(17), "hours_until": time(9)}, by=cast.amina)


def test_setting_the_same_rules_again_leaves_no_entry(cast: Cast) -> None:
    for _each in range(2):
        set_outreach_rules(changes={"approve_above_people": 60}, by=cast.amina)
    assert (AuditEntry.objects.filter(verb="change_rules").count(), OutreachRules.objects.count()) == (1, 1)


def test_a_facilitator_sets_no_rules(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_outreach_rules(changes={"approve_above_people": 10_000}, by=cast.bo)
    with pytest.raises(NotAllowed):
        set_sending_rules(changes={"hours_from": time(1)}, by=cast.bo)


def test_a_number_for_help_that_was_taken_away_is_put_back(cast: Cast) -> None:
    number = add_help_number(name="Police", number="10111", by=cast.amina)
    put_setting_back(entry=remove_setting(record=number, by=cast.amina), by=cast.amina)
    assert list(HelpNumber.objects.all()) == [number]


def test_another_programme_does_not_take_our_number_away(cast: Cast) -> None:
    number = add_help_number(name="Police", number="10111", by=cast.amina)
    with pytest.raises(NotAllowed):
        remove_setting(record=number, by=cast.farid)


# Pages


def post(cast: Cast, what: str, **given: Any) -> Any:
    return signed_in(cast.amina).post(f"{RULES}{what}/", given)


def test_the_page_keeps_further_words_for_stop(cast: Cast) -> None:
    given = {"hours-hours_from": "08:00", "hours-hours_until": "18:00", "hours-stop": "Tlogela, Khawuleza"}
    post(cast, "hours", **given)
    assert SendingRules.objects.get().words == {"stop": ["Tlogela", "Khawuleza"]}


def test_the_page_says_what_is_wrong_with_the_hours(cast: Cast) -> None:
    page = post(cast, "hours", **{"hours-hours_from": "18:00", "hours-hours_until": "08:00"})
    assert b"The evening hour must come after the morning hour." in page.content


def test_the_page_keeps_when_a_second_pair_of_eyes_is_needed(cast: Cast) -> None:
    post(cast, "eyes", **{"eyes-approve_above_people": "60", "eyes-approve_above_cost": "50"})
    rules = OutreachRules.objects.get()
    assert (rules.approve_above_people, rules.approve_above_cost) == (60, Decimal(50))


def test_the_page_keeps_a_neutral_text_and_takes_it_away(cast: Cast) -> None:
    post(cast, "neutral", **{"neutral-en": "Please ring {number}."})
    assert neutral_text(cast.programme, "en").startswith("Please ring")
    post(cast, "neutral", **{"neutral-en": ""})
    assert OutreachRules.objects.get().neutral_texts == {}


def test_the_page_takes_a_number_away_with_a_way_back(cast: Cast) -> None:
    number = add_help_number(name="Police", number="10111", by=cast.amina)
    client = signed_in(cast.amina)
    client.post(f"{RULES}help/{number.pk}/remove/")
    entry = AuditEntry.objects.get(verb="remove")
    client.post(f"{RULES}put-back/{entry.pk}/")
    assert HelpNumber.objects.get() == number
