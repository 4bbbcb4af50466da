"""Delivery reports as networks send them (engagement.md section 4), and what may not happen whatever they say."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.receipts import Reason, Receipt, Standing, kannel, moves, parse, reason, spellings, whole

STANDINGS = st.sampled_from(Standing)
NOON = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)


def receipt(text: str, *, message_id: str = "", state: int | None = None) -> Receipt:
    found = parse(text, message_id=message_id, state=state)
    assert found is not None
    return found


def test_a_receipt_is_read_as_appendix_b_writes_it() -> None:
    text = (
        "id:0123456789 sub:001 dlvrd:001 submit date:2607201159 done date:2607201200 "
        "stat:DELIVRD err:000 text:Imbizo: the work"
    )
    assert parse(text) == Receipt("0123456789", Standing.DELIVERED, "000", NOON)


@pytest.mark.parametrize(
    ("word", "standing"),
    [
        ("DELIVRD", Standing.DELIVERED),
        ("ACCEPTD", Standing.ACCEPTED),
        ("ENROUTE", Standing.QUEUED),
        ("UNDELIV", Standing.FAILED),
        ("EXPIRED", Standing.FAILED),
        ("DELETED", Standing.FAILED),
        ("REJECTD", Standing.FAILED),
        ("UNKNOWN", Standing.UNKNOWN),
        ("delivered", Standing.DELIVERED),
        ("Undeliverable", Standing.FAILED),
        ("SOMEHOW", Standing.UNKNOWN),
    ],
)
def test_each_word_of_a_network_says_where_the_message_stands(word: str, standing: Standing) -> None:
    assert receipt(f"id:1 stat:{word}").standing == standing


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (1, Standing.QUEUED),
        (2, Standing.DELIVERED),
        (3, Standing.FAILED),
        (4, Standing.FAILED),
        (5, Standing.FAILED),
        (6, Standing.ACCEPTED),
        (7, Standing.UNKNOWN),
        (8, Standing.FAILED),
    ],
)
def test_the_parameters_alone_make_a_receipt(state: int, standing: Standing) -> None:
    assert receipt("", message_id="1A2B", state=state) == Receipt("1A2B", standing, receipt_error(state))


def receipt_error(state: int) -> str:
    return {3: "EXPIRED", 8: "REJECTD"}.get(state, "")


def test_the_parameters_are_believed_before_the_text() -> None:
    found = receipt("id:111 stat:UNDELIV err:011", message_id="222\0", state=2)
    assert found == Receipt("222", Standing.DELIVERED, "011")


@pytest.mark.parametrize("state", [None, 0, 9, -1, 255])
def test_a_state_that_means_nothing_leaves_the_text_to_speak(state: int | None) -> None:
    assert receipt("id:1 stat:DELIVRD", state=state).standing == Standing.DELIVERED


@pytest.mark.parametrize(
    "text",
    [
        "ID:7 STAT:UNDELIV ERR:001",
        "err:001 stat:UNDELIV id:7",
        "  id: 7  stat : UNDELIV\terr:001 text:",
        "id:7 sub:001\nstat:UNDELIV\r\nerr:001\0",
        "id:7 stat:UNDELIV err:001 Text:id:8 stat:DELIVRD err:000",
        "text:hello id:7 stat:UNDELIV err:001",
        "id:7 stat:UNDELIV err:001 id:8 stat:DELIVRD",
        "id:7 submit date: done date: stat:UNDELIV err:001",
    ],
)
def test_order_case_space_and_the_message_itself_do_not_mislead(text: str) -> None:
    assert parse(text) == Receipt("7", Standing.FAILED, "001")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes, I will come",
        "id:7",
        "stat:DELIVRD",
        "id: stat:DELIVRD",
        "id:7 stat: err:000",
        "sid:7 stats:DELIVRD",
        "\0\0",
    ],
)
def test_what_is_no_receipt_gives_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("written", ["2607201200", "260720120000", "202607201200", "20260720120000"])
def test_the_moment_is_read_with_and_without_seconds_and_century(written: str) -> None:
    assert receipt(f"id:1 done date:{written} stat:DELIVRD").done_at == NOON


@pytest.mark.parametrize("written", ["0000000000", "2613201200", "yesterday", "26", "9" * 20])
def test_a_moment_that_is_none_is_left_out(written: str) -> None:
    assert receipt(f"id:1 done_date:{written} stat:DELIVRD").done_at is None


def test_the_moment_is_on_the_clock_of_the_network() -> None:
    found = parse("id:1 done date:2607201400 stat:DELIVRD", zone=ZoneInfo("Africa/Johannesburg"))
    assert found is not None
    assert found.done_at == NOON


@given(st.text(max_size=200), st.text(max_size=20), st.none() | st.integers())
def test_nothing_that_arrives_makes_it_fail(text: str, message_id: str, state: int | None) -> None:
    assert isinstance(parse(text, message_id=message_id, state=state), Receipt | None)


@given(st.permutations(["id:7", "sub:001", "dlvrd:000", "done date:2607201200", "stat:EXPIRED", "err:027"]))
def test_the_order_of_the_fields_says_nothing(fields: list[str]) -> None:
    assert parse(" ".join(fields)) == Receipt("7", Standing.FAILED, "EXPIRED 027", NOON)


@pytest.mark.parametrize(
    ("code", "standing"),
    [
        (1, Standing.DELIVERED),
        (2, Standing.FAILED),
        (4, Standing.QUEUED),
        (8, Standing.ACCEPTED),
        (16, Standing.FAILED),
        (32, Standing.QUEUED),
        (12, Standing.QUEUED),
        (9, Standing.DELIVERED),
        (24, Standing.FAILED),
        (0, Standing.UNKNOWN),
        (64, Standing.UNKNOWN),
        (-1, Standing.UNKNOWN),
    ],
)
def test_the_codes_of_kannel_say_where_the_message_stands(code: int, standing: Standing) -> None:
    assert kannel(code) == standing


def test_hex_on_submission_and_decimal_in_the_report_are_one_message() -> None:
    assert "439041101" in spellings("1A2B3C4D")
    assert "1A2B3C4D" in spellings("439041101")


def test_an_id_comes_first_as_it_was_written() -> None:
    assert spellings("00aB")[:4] == ("00aB", "00ab", "00AB", "aB")


def test_an_id_that_is_no_number_changes_only_its_case() -> None:
    assert spellings("9f1c2e3a-77b0") == ("9f1c2e3a-77b0", "9F1C2E3A-77B0")


@pytest.mark.parametrize("ref", ["", "\0", "  "])
def test_no_id_has_no_spelling(ref: str) -> None:
    assert spellings(ref) == ()


@given(st.integers(0, 2**64 - 1), st.sampled_from(["x", "X", "08x", "08X"]), st.sampled_from(["d", "010d"]))
def test_every_number_is_found_from_hex_to_decimal_and_back(number: int, hexed: str, decimal: str) -> None:
    submitted, reported = format(number, hexed), format(number, decimal)
    assert submitted in spellings(reported)
    assert reported in spellings(submitted)


@given(st.text(max_size=80))
def test_the_spellings_of_any_id_are_few_and_each_stands_once(ref: str) -> None:
    found = spellings(ref)
    assert len(found) == len(set(found)) <= 16
    assert "" not in found


def test_an_id_of_a_million_digits_is_no_number() -> None:
    assert spellings("1" * 1_000_000) == ("1" * 1_000_000,)


def test_what_is_delivered_stays_delivered() -> None:
    assert [standing for standing in Standing if moves(Standing.DELIVERED, standing)] == []


def test_only_delivery_changes_a_failure() -> None:
    assert [standing for standing in Standing if moves(Standing.FAILED, standing)] == [Standing.DELIVERED]


def test_an_accepted_message_moves_on_but_not_to_the_unknown() -> None:
    assert [standing for standing in Standing if moves(Standing.ACCEPTED, standing)] == [
        Standing.QUEUED,
        Standing.FAILED,
        Standing.DELIVERED,
    ]


@given(STANDINGS, STANDINGS)
def test_a_report_that_comes_twice_changes_nothing_the_second_time(now: Standing, to: Standing) -> None:
    after = to if moves(now, to) else now
    assert not moves(after, to)


@given(st.lists(STANDINGS, min_size=1).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_the_order_in_which_reports_come_does_not_matter(
    orders: tuple[list[Standing], list[Standing]],
) -> None:
    ends = []
    for order in orders:
        now = Standing.ACCEPTED
        for to in order:
            now = to if moves(now, to) else now
        ends.append(now)
    assert ends[0] == ends[1]


def test_only_the_ends_of_the_way_are_final() -> None:
    assert {standing for standing in Standing if standing.final} == {Standing.DELIVERED, Standing.FAILED}


@pytest.mark.parametrize(
    ("parts", "standing"),
    [
        (["delivered", "delivered"], Standing.DELIVERED),
        (["delivered", "accepted"], Standing.ACCEPTED),
        (["delivered", "queued"], Standing.QUEUED),
        (["delivered", "failed"], Standing.FAILED),
        (["unknown", "failed"], Standing.FAILED),
        (["unknown", "delivered"], Standing.UNKNOWN),
        ([], Standing.UNKNOWN),
    ],
)
def test_a_message_stands_where_its_parts_let_it(parts: list[str], standing: Standing) -> None:
    assert whole(Standing(part) for part in parts) == standing


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("001", Reason.UNKNOWN_NUMBER),
        ("1", Reason.UNKNOWN_NUMBER),
        ("006", Reason.ABSENT),
        ("027", Reason.ABSENT),
        ("009", Reason.BARRED),
        ("011", Reason.BARRED),
        ("012", Reason.BARRED),
        ("013", Reason.BARRED),
        ("0d3", Reason.FULL),
        ("D0", Reason.FULL),
        ("EXPIRED 027", Reason.ABSENT),
        ("EXPIRED 254", Reason.EXPIRED),
        ("EXPIRED", Reason.EXPIRED),
        ("rejectd 000", Reason.REJECTED),
        ("000", Reason.UNKNOWN),
        ("032", Reason.UNKNOWN),
        ("", Reason.UNKNOWN),
        ("\0", Reason.UNKNOWN),
        ("no idea", Reason.UNKNOWN),
    ],
)
def test_a_failure_has_the_reason_that_its_code_stands_for(error: str, why: Reason) -> None:
    assert reason(error, Standing.FAILED) == why


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.FAILED])
def test_what_has_not_failed_has_no_reason(standing: Standing) -> None:
    assert reason("001", standing) is None
