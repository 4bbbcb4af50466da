"""The worked values of engagement.md section 2, and what must hold for any text."""

import math

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import phones
from imbizo.calc.phones import Kind, Phone, Reason, State


def only(raw: object, region: str = "ZA") -> Phone:
    (phone,) = phones.parse(raw, region=region)
    return phone


@pytest.mark.parametrize(
    "raw",
    [
        "082 123 4567", "821234567", "27821234567", "0027821234567", "+27 (0)82 123 4567", 821234567, 821234567.0,
        "821234567.0", "082-123-4567", " 0821234567 ", "'0821234567", "082.123.4567", "+0821234567", "+270821234567",
        "Cell: 082 123 4567", "٠٨٢١٢٣٤٥٦٧", 27821234567,
    ],
)  # fmt: skip
def test_the_ways_to_write_one_mobile_all_give_the_same_number(raw: object) -> None:
    assert (only(raw).e164, only(raw).kind, only(raw).state) == ("+27821234567", Kind.MOBILE, State.OK)


@pytest.mark.parametrize(
    ("raw", "state", "reason"),
    [
        ("08212345", State.INVALID, Reason.TOO_SHORT),
        ("082 123 456 78", State.INVALID, Reason.TOO_LONG),
        ("2.7821E+10", State.DAMAGED, Reason.SCIENTIFIC_NOTATION),
        ("2,7821E+10", State.DAMAGED, Reason.SCIENTIFIC_NOTATION),
        (2.7821e10, State.DAMAGED, Reason.ROUNDED),
        (27821000000, State.DAMAGED, Reason.ROUNDED),
        ("#####", State.DAMAGED, Reason.SPREADSHEET_ERROR),
        ("#N/A", State.DAMAGED, Reason.SPREADSHEET_ERROR),
        ("n/a", State.EMPTY, Reason.NOTHING_WRITTEN),
        ("-", State.EMPTY, Reason.NOTHING_WRITTEN),
        ("none", State.EMPTY, Reason.NOTHING_WRITTEN),
        (None, State.EMPTY, Reason.NOTHING_WRITTEN),
        (math.nan, State.EMPTY, Reason.NOTHING_WRITTEN),
        (math.inf, State.INVALID, Reason.NOT_A_NUMBER),
        (True, State.INVALID, Reason.NOT_A_NUMBER),
        (82.5, State.INVALID, Reason.TOO_SHORT),
        ("ask Thandi", State.INVALID, Reason.NOT_A_NUMBER),
        ("(tel)", State.INVALID, Reason.NOT_A_NUMBER),
        ("8001015009087", State.INVALID, Reason.IDENTITY_NUMBER),
        ("+999 123 456 789", State.INVALID, Reason.TOO_SHORT),
        ("+1 212", State.INVALID, Reason.TOO_SHORT),
        ("+44 20 7946 09581 23456", State.INVALID, Reason.TOO_LONG),
        ("089 123 4567", State.INVALID, Reason.NOT_IN_USE),
    ],
)
def test_what_is_no_number_says_why_and_gives_none(raw: object, state: State, reason: Reason) -> None:
    assert (only(raw).state, only(raw).reasons, only(raw).e164) == (state, (reason,), None)


@pytest.mark.parametrize(
    ("raw", "e164", "region"),
    [
        ("263771423998", "+263771423998", "ZW"),
        ("26771899577", "+26771899577", "BW"),
        ("264811718436", "+264811718436", "NA"),
        ("258841234567", "+258841234567", "MZ"),
    ],
)
def test_a_neighbours_number_without_its_plus_is_read_and_says_so(raw: str, e164: str, region: str) -> None:
    phone = only(raw)
    assert (phone.e164, phone.region, phone.reasons) == (e164, region, (Reason.COUNTRY_CODE_WITHOUT_PLUS,))


@pytest.mark.parametrize(("region", "e164"), [("ZA", "+27811234567"), ("NA", "+264811234567")])
def test_a_number_valid_in_two_countries_takes_the_programmes_and_is_flagged(region: str, e164: str) -> None:
    phone = only("0811234567", region)
    assert (phone.e164, phone.state, phone.reasons) == (e164, State.DOUBTFUL, (Reason.ALSO_VALID_ABROAD,))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("021 887 1234", Kind.LANDLINE), ("023 374 5301", Kind.LANDLINE), ("087 123 4567", Kind.VOIP),
        ("0800 123 456", Kind.TOLL_FREE), ("0860 123 456", Kind.SHARED_COST), ("0862 123 456", Kind.PREMIUM),
        ("10111", Kind.SHORT_CODE), ("112", Kind.SHORT_CODE), ("0861 123 456", Kind.SHARED_COST),
        ("+44 7012 345 678", Kind.OTHER),
    ],
)  # fmt: skip
def test_what_cannot_get_a_text_message_says_so(raw: str, kind: Kind) -> None:
    assert (only(raw).kind, only(raw).can_sms) == (kind, False)


@pytest.mark.parametrize(
    "raw",
    [
        "27837250736 / 799985459", "0837250736;0799985459", "0837250736, 0799985459", "0837250736 or 0799985459",
        "0837250736 & 0799985459", "0837250736\n0799985459", "0837250736 0799985459", "+27837250736 +27799985459",
        "0837250736 of 0799985459", "0837250736 / n/a / 0799985459",
    ],
)  # fmt: skip
def test_two_numbers_in_a_cell_are_two_contact_points(raw: str) -> None:
    found = [phone.e164 for phone in phones.parse(raw, region="ZA") if phone.e164]
    assert found == ["+27837250736", "+27799985459"]


def test_a_dialling_code_before_a_slash_stays_with_its_number() -> None:
    assert only("021/8871234").e164 == "+27218871234"


def test_a_damaged_number_beside_a_whole_one_costs_only_itself() -> None:
    first, second = phones.parse("2.78E+10 / 082 123 4567", region="ZA")
    assert (first.state, second.e164) == (State.DAMAGED, "+27821234567")


def test_an_extension_is_left_out_and_said() -> None:
    assert (only("021 887 1234 x123").e164, only("021 887 1234 ext. 5").reasons) == (
        "+27218871234", (Reason.EXTENSION_LEFT_OUT,)
    )  # fmt: skip


def test_a_remark_beside_a_number_makes_it_doubtful() -> None:
    phone = only("082 123 4567 (Thandi)")
    assert (phone.e164, phone.state, phone.reasons) == (
        "+27821234567",
        State.DOUBTFUL,
        (Reason.WORDS_LEFT_OUT,),
    )


def test_a_remark_beside_a_number_that_cannot_be_is_no_number() -> None:
    assert only("082 123 456 789 (ask for Thandi)").e164 is None


def test_a_mobile_of_a_country_that_tells_no_difference_can_get_a_text_message() -> None:
    assert (only("+1 212 634 9876").kind, only("+1 212 634 9876").can_sms) == (Kind.FIXED_OR_MOBILE, True)


def test_a_cell_as_long_as_a_letter_holds_no_number() -> None:
    assert only("1" * 10_000).reasons == (Reason.NOT_A_NUMBER,)


def test_an_identity_number_with_a_wrong_check_digit_is_none() -> None:
    assert phones.looks_like_identity("8001015009088") is False


@given(
    st.sampled_from(["6", "7", "8"]),
    st.integers(0, 99_999_999),
    st.sampled_from(["", "0", "27", "0027", "+27"]),
)
def test_the_short_way_agrees_with_libphonenumber(first: str, rest: int, prefix: str) -> None:
    nsn = f"{first}{rest:08d}"
    number = phonenumbers.parse(f"+27{nsn}", None)
    is_mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    assert (only(prefix + nsn).kind is Kind.MOBILE) == is_mobile


@given(
    st.sampled_from(["6", "7", "8"]),
    st.integers(0, 99_999_999),
    st.sampled_from(["", "0", "27", "0027", "+27"]),
)
def test_the_short_way_agrees_with_the_long_way(first: str, rest: int, prefix: str) -> None:
    text = f"{prefix}{first}{rest:08d}"
    quick = phones._za_mobile(text)
    assert quick is None or quick == phones._one(text, "ZA")


@given(st.text(max_size=60), st.sampled_from(["ZA", "NA", "US", ""]))
def test_parsing_twice_gives_what_parsing_once_gave(raw: str, region: str) -> None:
    for phone in phones.parse(raw, region=region):
        assert phone.e164 is None or only(phone.e164, region).e164 == phone.e164


@given(st.text(alphabet="0123456789+()/-., eE", max_size=40))
def test_anything_like_a_number_gives_a_number_or_a_reason(raw: str) -> None:
    for phone in phones.parse(raw, region="ZA"):
        assert (phone.e164 is None) == (
            phone.state not in (State.OK, State.DOUBTFUL)
        ) or phone.kind is Kind.SHORT_CODE


@given(st.one_of(st.integers(), st.floats()))
def test_any_number_of_a_spreadsheet_is_read_without_failing(raw: float) -> None:
    assert phones.parse(raw, region="ZA")
