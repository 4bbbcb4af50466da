import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import sms
from imbizo.calc.errors import AlphabetError, HeaderError
from imbizo.calc.sms import Concat, Costly, Encoding, Size

EMOJI = "\U0001f600"
# Short runs of what matters at the borders: plain, in the extension, foreign, foreign and wide.
texts = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="aé€[", min_size=140, max_size=480),
    st.text(alphabet="aê€" + EMOJI, min_size=60, max_size=210),
)


def parts(text: str) -> int:
    return sms.size(text).parts


def width(char: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM7:
        return 2 if char in "^{}\\[~]|€\f" else 1
    return 2 if ord(char) > 0xFFFF else 1


def counted(text: str) -> tuple[int, int]:
    """Units and parts, one character at a time."""
    encoding = sms.size(text).encoding
    single, multi = (160, 153) if encoding is Encoding.GSM7 else (70, 67)
    units = sum(width(char, encoding) for char in text)
    if units <= single:
        return units, 1
    found, used = 1, 0
    for char in text:
        if used + width(char, encoding) > multi:
            found, used = found + 1, 0
        used += width(char, encoding)
    return units, found


@pytest.mark.parametrize(
    ("char", "length", "expected"),
    [
        ("a", 0, 1), ("a", 160, 1), ("a", 161, 2), ("a", 306, 2), ("a", 307, 3),
        ("€", 80, 1), ("€", 81, 2), ("€", 152, 2), ("€", 153, 3),
        ("ê", 70, 1), ("ê", 71, 2), ("ê", 134, 2), ("ê", 135, 3),
        (EMOJI, 35, 1), (EMOJI, 36, 2), (EMOJI, 66, 2), (EMOJI, 67, 3),
    ],
)  # fmt: skip
def test_a_run_of_one_character_takes_the_known_number_of_parts(
    char: str, length: int, expected: int
) -> None:
    assert parts(char * length) == expected


def test_an_empty_text_is_one_part_of_nothing() -> None:
    assert (sms.size(""), sms.split("")) == (Size(Encoding.GSM7, 0, 1), [""])


def test_a_million_characters_are_counted() -> None:
    million = 1_000_000
    counted = [parts("a" * million), parts("€" * million), parts("ê" * million), parts(EMOJI * million)]
    assert counted == [6_536, 13_158, 14_926, 30_304]


@pytest.mark.parametrize("char", "^{}\\[~]|€\f")
def test_a_character_of_the_extension_takes_two_septets(char: str) -> None:
    assert sms.size(char) == Size(Encoding.GSM7, 2, 1)


@pytest.mark.parametrize("char", "àéèìòùäöüñÇ£@_\nΔ")
def test_a_safe_character_takes_one_septet(char: str) -> None:
    assert sms.size(char) == Size(Encoding.GSM7, 1, 1)


@pytest.mark.parametrize("char", "çêëôíóúšḓṱṅ’“”–…\t`\x1b")
def test_an_unsafe_character_forces_ucs2(char: str) -> None:
    assert sms.size(char + "a") == Size(Encoding.UCS2, 2, 1)


def test_a_pair_at_the_border_of_septets_moves_whole_to_the_next_part() -> None:
    text = "a" * 152 + "€" + "b" * 152
    assert sms.split(text) == ["a" * 152, "€" + "b" * 151, "b"]


def test_a_pair_at_the_border_of_units_moves_whole_to_the_next_part() -> None:
    text = "ê" * 66 + EMOJI + "b" * 66
    assert sms.split(text) == ["ê" * 66, EMOJI + "b" * 65, "b"]


def test_a_lone_surrogate_is_counted_and_split_without_a_crash() -> None:
    text = "\ud83d" * 66 + "\ude00" * 10
    assert (sms.size(text), "".join(sms.split(text))) == (Size(Encoding.UCS2, 76, 2), text)


@given(texts)
def test_units_and_parts_are_those_of_counting_one_character_at_a_time(text: str) -> None:
    found = sms.size(text)
    assert (found.units, found.parts) == counted(text)


@given(texts)
def test_the_parts_joined_are_the_text_and_as_many_as_counted(text: str) -> None:
    pieces = sms.split(text)
    assert ("".join(pieces), len(pieces)) == (text, sms.size(text).parts)


@given(texts)
def test_no_part_is_longer_than_it_may_be(text: str) -> None:
    found = sms.size(text)
    septets = found.encoding is Encoding.GSM7
    room = (160 if septets else 140) if found.parts == 1 else (153 if septets else 134)
    assert all(len(sms.encode(piece, found.encoding)) <= room for piece in sms.split(text))


@given(texts)
def test_what_is_encoded_is_decoded_to_the_same(text: str) -> None:
    encoding = sms.size(text).encoding
    assert sms.decode(sms.encode(text, encoding), encoding) == text


@given(st.binary(max_size=50), st.sampled_from(Encoding))
def test_any_octets_are_decoded_to_some_text(data: bytes, encoding: Encoding) -> None:
    assert isinstance(sms.decode(data, encoding), str)


def test_septets_are_those_of_the_published_table() -> None:
    assert sms.encode("@Δ\x1b"[:2] + "€[Çà", Encoding.GSM7) == b"\x00\x10\x1b\x65\x1b\x3c\x09\x7f"


def test_utf_16_has_its_higher_octet_first() -> None:
    assert sms.encode("ê" + EMOJI, Encoding.UCS2) == b"\x00\xea\xd8\x3d\xde\x00"


def test_a_character_outside_the_alphabet_is_not_encoded_as_septets() -> None:
    with pytest.raises(AlphabetError) as caught:
        sms.encode("môre", Encoding.GSM7)
    assert caught.value.char == "ô"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\x1b", "a "),
        (b"\x1b\x1bA", " A"),
        (b"\x1bAb", "Ab"),
        (b"\x1b\x3c[", "[Ä"),
        (b"a\x80b", "a\ufffdb"),
        (b"\x1b\xff", "\ufffd"),
    ],
)
def test_garbled_septets_are_read_as_the_standard_asks(data: bytes, text: str) -> None:
    assert sms.decode(data, Encoding.GSM7) == text


@pytest.mark.parametrize(("data", "text"), [(b"\x00a\x00", "a\ufffd"), (b"\xd8\x3d\x00a", "\ufffda")])
def test_garbled_utf_16_is_read_as_far_as_it_goes(data: bytes, text: str) -> None:
    assert sms.decode(data, Encoding.UCS2) == text


def test_a_header_has_six_octets() -> None:
    assert sms.udh(0xAB, 3, 2) == b"\x05\x00\x03\xab\x03\x02"


@pytest.mark.parametrize("numbers", [(256, 2, 1), (-1, 2, 1), (0, 256, 1), (0, 2, 3), (0, 2, 0)])
def test_numbers_that_do_not_fit_make_no_header(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(HeaderError):
        sms.udh(*numbers)


@pytest.mark.parametrize(
    ("header", "concat"),
    [
        (b"\x05\x00\x03\xab\x03\x02", Concat(0xAB, 3, 2)),
        (b"\x06\x08\x04\x12\x34\x03\x02", Concat(0x1234, 3, 2, 16)),
        (b"\x0b\x05\x04\x0b\x84\x00\x00\x00\x03\x07\x02\x01", Concat(7, 2, 1)),
        (b"\x0a\x00\x03\x01\x02\x01\x00\x03\x02\x02\x02", Concat(2, 2, 2)),
        (b"\x0a\x00\x03\x01\x02\x01\x00\x03\x02\x02\x03", Concat(1, 2, 1)),
        (b"\x05\x00\x03\xab\x00\x00", None),
        (b"\x05\x00\x03\xab\x03\x04", None),
        (b"\x04\x00\x02\xab\x03", None),
        (b"\x05\x00\xff\xab\x03\x01", None),
        (b"\x01\x00", None),
        (b"\x00", None),
    ],
)
def test_a_header_is_read_and_taken_off(header: bytes, concat: Concat | None) -> None:
    assert sms.read_udh(header + b"text") == (concat, b"text")


@pytest.mark.parametrize("data", [b"", b"\x05", b"\xfftext"])
def test_octets_too_short_for_their_header_come_back_whole(data: bytes) -> None:
    assert sms.read_udh(data) == (None, data)


@given(st.binary(max_size=30))
def test_any_octets_are_searched_for_a_header(data: bytes) -> None:
    assert data.endswith(sms.read_udh(data)[1])


@pytest.mark.parametrize(
    ("char", "replacement"),
    [
        *zip("’‘“”–—…çêëôíóúšḓṱṅ\t\u00a0`•ŉœþ", ["'", "'", '"', '"', "-", "-", "...", *"ceeoiousdtn", " ", " ",
        "'", "*", "'n", "oe", "th"], strict=True),
        ("\u200b", ""), ("\x00", ""), ("\u0302", ""), ("\u2028", "\n"), ("\u2126", "Ω"),
        (EMOJI, None), ("ж", None), ("≠", None), ("½", None), ("²", None), ("й", None), ("한", None),
    ],
)  # fmt: skip
def test_a_costly_character_has_its_replacement(char: str, replacement: str | None) -> None:
    assert sms.costly(f"a{char}b") == (Costly(char, replacement),)


def test_costly_characters_stand_once_each_in_the_order_of_the_text() -> None:
    assert [found.char for found in sms.costly("“Môre” né, “môre”")] == ["“", "ô", "”"]


def test_a_text_in_the_alphabet_has_no_costly_characters() -> None:
    assert sms.costly("Costs €5 [café]") == ()


def test_a_text_is_simplified_where_that_can_be_done() -> None:
    assert sms.simplify(f"Môre is ŉ “goeie” dag… {EMOJI}") == f'More is \'n "goeie" dag... {EMOJI}'


def test_only_the_characters_named_are_replaced() -> None:
    assert sms.simplify("“Môre” né", ["ô", "é", EMOJI]) == "“More” né"


def test_a_decomposed_letter_loses_its_loose_accent() -> None:
    assert sms.simplify(unicodedata.normalize("NFD", "Môre")) == "More"


@given(texts)
def test_what_is_left_after_simplifying_has_no_replacement(text: str) -> None:
    assert all(found.replacement is None for found in sms.costly(sms.simplify(text)))
