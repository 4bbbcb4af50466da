import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import emails
from imbizo.calc.emails import Email, Reason, State


def only(raw: object) -> Email:
    (email,) = emails.parse(raw)
    return email


@pytest.mark.parametrize(
    "raw",
    [
        "kofi@example.org",
        "KOFI@EXAMPLE.ORG",
        " kofi@example.org. ",
        "Kofi <kofi@example.org>",
        "mailto:kofi@example.org",
    ],
)
def test_the_ways_to_write_one_address_all_give_the_same(raw: str) -> None:
    assert (only(raw).address, only(raw).state) == ("kofi@example.org", State.OK)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("denzel@example,org", Reason.COMMA_FOR_DOT),
        ("denzel@example .org", Reason.SPACE_INSIDE),
        ("denzel@example..org", Reason.DOUBLE_DOT),
    ],
)
def test_a_slip_is_suggested_but_not_taken(raw: str, reason: Reason) -> None:
    assert only(raw) == Email(raw, None, State.DOUBTFUL, (reason,), "denzel@example.org")


def test_a_domain_one_slip_from_a_provider_is_taken_with_a_question() -> None:
    email = only("denzel@" + "gmial.com")
    assert (email.state, email.reasons, email.suggestion) == (
        State.DOUBTFUL, (Reason.LIKELY_TYPO,), "denzel@" + "gmail.com"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("nobody", Reason.NO_AT_SIGN),
        ("denzel@example", Reason.NO_DOT_IN_DOMAIN),
        ("denzel@@example.org", Reason.NOT_AN_ADDRESS),
        (".denzel@example.org", None),
        ("x" * 300 + "@example.org", Reason.TOO_LONG),
        ("x" * 70 + "@example.org", Reason.NOT_AN_ADDRESS),
        (5, Reason.NO_AT_SIGN),
    ],
)
def test_what_is_no_address_says_why(raw: object, reason: Reason | None) -> None:
    assert only(raw).reasons == ((reason,) if reason else ())


@pytest.mark.parametrize("raw", [None, "", "n/a", "-", "geen"])
def test_an_empty_cell_is_empty(raw: str | None) -> None:
    assert only(raw).state is State.EMPTY


@pytest.mark.parametrize("between", ["; ", ", ", " / ", "\n", " or ", " ", " en "])
def test_several_addresses_in_a_cell_are_several(between: str) -> None:
    found = [email.address for email in emails.parse(f"a@example.org{between}b@example.org")]
    assert found == ["a@example.org", "b@example.org"]


def test_a_cell_of_signs_alone_holds_no_address() -> None:
    assert only("<@>;").state is State.INVALID


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing_and_reading_again_changes_nothing(raw: str) -> None:
    for email in emails.parse(raw):
        assert email.address is None or only(email.address).address == email.address
