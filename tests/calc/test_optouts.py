import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.optouts import Channel, optouts


@pytest.mark.parametrize(
    "note", ["DO NOT SMS", "DO NOT SMS!! (asked 3 May)", "don’t text", "no sms", "no more SMSes please",
        "Moenie SMS nie", "geen SMS",
             "do not send SMS please", "opted out of SMS", "ungathumeli sms", "stop sms",
             "do not contact via SMS", "SMS opt-out"]
)  # fmt: skip
def test_a_refusal_of_text_messages_is_seen(note: str) -> None:
    assert optouts(note) == {Channel.SMS}


@pytest.mark.parametrize(
    "note", ["please don't call", "do not phone", "moenie bel nie", "Please do not contact by phone.",
        "never call", "no calls",
             "musa ukufowuna", "ne pas appeler"]
)  # fmt: skip
def test_a_refusal_of_calls_is_seen(note: str) -> None:
    assert optouts(note) == {Channel.PHONE}


@pytest.mark.parametrize(
    "note", ["opted out", "Opt-out", "STOP", "unsubscribe", "do not contact", "Do not contact him again.",
        "remove from list",
             "please take me off the list", "moenie kontak nie", "Does not want to be contacted"]
)  # fmt: skip
def test_a_refusal_of_everything_is_seen(note: str) -> None:
    assert optouts(note) == {Channel.ALL}


@pytest.mark.parametrize(
    "note", ["do not know", "do not call before 9", "don't phone after 18:00", "do not contact his employer",
        "no SMS received",
             "not opted out", "has not opted out", "We have to STOP this", "Stop by at 9?", "check e-mail",
             "call back", "no phone",
             "no e-mail address", "prefers SMS", "do not call him at work", "do not contact on weekends",
             "moenie bel voor 9 nie", ""]
)  # fmt: skip
def test_what_refuses_nothing_is_left_alone(note: str) -> None:
    assert optouts(note) == frozenset()


def test_several_channels_in_one_refusal_are_all_seen() -> None:
    assert optouts("do not call, SMS or e-mail") == {Channel.PHONE, Channel.SMS, Channel.EMAIL}


@given(st.text(max_size=300))
def test_any_note_is_read_without_failing(note: str) -> None:
    assert optouts(note) <= set(Channel)


def test_a_note_of_ten_thousand_characters_is_read() -> None:
    assert optouts("do not " * 1_500) == frozenset()
