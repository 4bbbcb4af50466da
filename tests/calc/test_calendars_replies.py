"""Answers as Outlook, Google and Apple send them; all people in the samples are invented."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.calendars import Answer, Proposal, Reply, read_replies
from imbizo.calc.errors import BrokenCalendarError, CalendarError, LargeCalendarError, NoCalendarError

SAMPLES = Path(__file__).parent / "samples"
UID = "3f0a7c52-workshop@imbizo.example.org"
OUTLOOK = (SAMPLES / "outlook_accepted.ics").read_bytes()


def sample(name: str) -> list[Reply]:
    return read_replies((SAMPLES / f"{name}.ics").read_bytes())


def calendar(*lines: str, method: str = "METHOD:REPLY") -> bytes:
    """A file with one event of these lines."""
    around = ["BEGIN:VCALENDAR", method, "BEGIN:VEVENT", "UID:u", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(line for line in around if line).encode()


def test_outlook_accepts() -> None:
    assert sample("outlook_accepted") == [
        Reply(
            uid=UID,
            sequence=1,
            mail="nomsa.dlamini@witzenberg.example.org",
            answer=Answer.ACCEPTED,
            name="Nomsa Dlamini (Witzenberg)",
            comment="I can come, but only until noon.\n\nNomsa",
            stamped_at=datetime(2026, 7, 1, 6, 15, 2, tzinfo=UTC),
        )
    ]


def test_google_declines() -> None:
    [reply] = sample("google_declined")
    assert (reply.uid, reply.sequence, reply.mail, reply.answer, reply.comment) == (
        UID,
        0,
        "tariro.moyo@example.org",
        Answer.DECLINED,
        "Sorry, I work that day; please send the notes",
    )


def test_apple_answers_to_a_series_and_to_one_of_its_days_without_a_method() -> None:
    assert [(reply.mail, reply.answer, reply.occurrence) for reply in sample("apple_series")] == [
        ("fatuma.ali@example.org", Answer.ACCEPTED, None),
        ("fatuma.ali@example.org", Answer.TENTATIVE, datetime(2026, 9, 2, 7, tzinfo=UTC)),
    ]


def test_outlook_proposes_another_time() -> None:
    [reply] = sample("outlook_counter")
    asked = Proposal(datetime(2026, 7, 24, 8, tzinfo=UTC), datetime(2026, 7, 24, 14, tzinfo=UTC))
    assert (reply.answer, reply.proposal) == (Answer.TENTATIVE, asked)


def test_a_proposal_need_not_answer() -> None:
    lines = ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@example.org", "DTSTART:20260724T080000Z")
    [reply] = read_replies(calendar(*lines, method="METHOD:COUNTER"))
    assert (reply.answer, reply.proposal) == (None, Proposal(datetime(2026, 7, 24, 8, tzinfo=UTC), None))


def test_a_colleague_comes_instead() -> None:
    replies = sample("delegated")
    assert [(reply.mail, reply.answer, reply.delegated_to, reply.delegated_from) for reply in replies] == [
        ("pieter.botha@example.org", Answer.DELEGATED, "sipho.nkosi@example.org", ""),
        ("sipho.nkosi@example.org", Answer.ACCEPTED, "", "pieter.botha@example.org"),
    ]


def test_a_delegate_is_believed_where_the_word_is_missing() -> None:
    [reply] = read_replies(calendar('ATTENDEE;DELEGATED-TO="MAILTO:B@example.org":mailto:a@example.org'))
    assert (reply.answer, reply.delegated_to) == (Answer.DELEGATED, "b@example.org")


@pytest.mark.parametrize(
    ("written", "mail"),
    [
        ("MAILTO:Ada@Example.org", "ada@example.org"),
        ("ada@example.org", "ada@example.org"),
        ("mailto: ada@example.org ", "ada@example.org"),
        ("mailto:ada%2Bcouncil@example.org", "ada+council@example.org"),
        ("mailto:ada@example.org?subject=x", "ada@example.org"),
    ],
)
def test_an_address_is_read_however_it_is_written(written: str, mail: str) -> None:
    [reply] = read_replies(calendar(f"ATTENDEE;PARTSTAT=ACCEPTED:{written}"))
    assert reply.mail == mail


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=ACCEPTED:invalid:nomail",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@example.org",
        "ATTENDEE;PARTSTAT=X-PERHAPS:mailto:a@example.org",
        "ATTENDEE:mailto:a@example.org",
        "ORGANIZER:mailto:a@example.org",
    ],
)
def test_what_answers_nothing_is_no_reply(line: str) -> None:
    assert read_replies(calendar(line)) == []


@pytest.mark.parametrize("method", ["METHOD:REQUEST", "METHOD:CANCEL", "METHOD:PUBLISH", "METHOD:REFRESH"])
def test_other_methods_are_no_replies(method: str) -> None:
    assert read_replies(calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org", method=method)) == []


def test_a_forwarded_event_without_method_doesnt_answer_for_everybody() -> None:
    both = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{name}@example.org" for name in "ab"]
    assert read_replies(calendar(*both, method="")) == []


def test_an_event_without_uid_answers_nothing() -> None:
    assert read_replies(OUTLOOK.replace(b"UID:", b"X-UID:")) == []


@pytest.mark.parametrize(("written", "sequence"), [("2", 2), ("-1", 0), ("two", 0), ("9" * 50, 0)])
def test_a_sequence_is_a_small_number_or_nothing(written: str, sequence: int) -> None:
    [reply] = read_replies(calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org", f"SEQUENCE:{written}"))
    assert reply.sequence == sequence


@pytest.mark.parametrize(
    "data",
    [
        OUTLOOK.replace(b"\r\n", b"\n"),
        OUTLOOK.replace(b"\r\n", b"\r\r\n").replace(b"\r\r\n ", b"\r\n "),
        b"\xef\xbb\xbf" + OUTLOOK,
        b"\r\n" + OUTLOOK,
        OUTLOOK.decode().encode("utf-16"),
        OUTLOOK.replace(b"CLASS:PUBLIC", b"this line is no line at all"),
        OUTLOOK.replace(b"BEGIN:VEVENT", b"begin:vevent").replace(b"METHOD:REPLY", b"method:reply"),
    ],
)
def test_odd_line_ends_and_encodings_are_read_alike(data: bytes) -> None:
    assert read_replies(data) == sample("outlook_accepted")


def test_a_fold_inside_a_character_is_joined() -> None:
    data = calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org", "COMMENT:née")
    folded = data.replace("é".encode(), b"\xc3\r\n \xa9")
    assert [reply.comment for reply in read_replies(folded)] == ["née"]


def test_an_old_windows_encoding_is_read() -> None:
    data = calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org", "COMMENT:née").decode()
    assert [reply.comment for reply in read_replies(data.encode("cp1252"))] == ["née"]


def test_a_long_comment_is_cut() -> None:
    long = calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org", "COMMENT:" + "x" * 5_000)
    assert [len(reply.comment) for reply in read_replies(long)] == [2_000]


def test_a_stamp_that_cant_be_read_is_none() -> None:
    [reply] = read_replies(OUTLOOK.replace(b"20260701T061502Z", b"yesterday"))
    assert reply == replace(sample("outlook_accepted")[0], stamped_at=None)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"Subject: hello", b"\xff\xfe\x00", b"BEGIN:VCARD\r\nEND:VCARD"]
)
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(NoCalendarError):
        read_replies(data)


@pytest.mark.parametrize(
    "data",
    [
        OUTLOOK[:-20],
        OUTLOOK.partition(b"END:VEVENT")[0],
        OUTLOOK.replace(b"END:VEVENT", b"END:VTODO"),
        OUTLOOK + b"END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5_000 + b"END:VEVENT\r\n" * 5_000 + b"END:VCALENDAR",
    ],
)
def test_a_file_that_is_cut_off_or_nested_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenCalendarError):
        read_replies(data)


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(LargeCalendarError) as refused:
        read_replies(OUTLOOK + b" " * 1_000_000)
    assert refused.value.allowed == 1_000_000


@given(st.lists(st.tuples(st.integers(0, len(OUTLOOK)), st.binary(max_size=6)), max_size=8))
def test_a_damaged_file_is_read_or_refused(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(OUTLOOK)
    for place, junk in damage:
        data[place : place + len(junk)] = junk
    with suppress(CalendarError):
        assert all(reply.mail for reply in read_replies(bytes(data)))
