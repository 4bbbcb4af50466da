"""Telephone numbers as people write them, to E.164 or to a reason why not.

Rules: engagement.md section 2. Sources: ITU-T E.164; the ICASA numbering plan as carried by libphonenumber.
`parse` never guesses: a number that a spreadsheet has rounded is damaged, not repaired.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from imbizo.calc.folding import fold, tidy

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber


class Kind(StrEnum):
    """What the number's own prefix says it is."""

    MOBILE = "mobile"
    FIXED_OR_MOBILE = "fixed_or_mobile"
    LANDLINE = "landline"
    VOIP = "voip"
    TOLL_FREE = "toll_free"
    SHARED_COST = "shared_cost"
    PREMIUM = "premium"
    SHORT_CODE = "short_code"
    OTHER = "other"
    UNKNOWN = "unknown"


class State(StrEnum):
    """Whether the number can be used: doubtful ones can, after a look."""

    OK = "ok"
    DOUBTFUL = "doubtful"
    DAMAGED = "damaged"
    INVALID = "invalid"
    EMPTY = "empty"


class Reason(StrEnum):
    """Why a number is in its state; the layers above put these into words."""

    NOTHING_WRITTEN = "nothing_written"
    SCIENTIFIC_NOTATION = "scientific_notation"
    ROUNDED = "rounded"
    SPREADSHEET_ERROR = "spreadsheet_error"
    NOT_A_NUMBER = "not_a_number"
    IDENTITY_NUMBER = "identity_number"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_IN_USE = "not_in_use"
    ALSO_VALID_ABROAD = "also_valid_abroad"
    COUNTRY_CODE_WITHOUT_PLUS = "country_code_without_plus"
    EXTENSION_LEFT_OUT = "extension_left_out"
    WORDS_LEFT_OUT = "words_left_out"


@dataclass(frozen=True, slots=True)
class Phone:
    """One number of a cell: `raw` is the part of the cell it came from, `region` an ISO 3166 code or ""."""

    raw: str
    e164: str | None
    kind: Kind
    state: State
    reasons: tuple[Reason, ...] = ()
    region: str = ""

    @property
    def can_sms(self) -> bool:
        """Whether a text message can reach it: landlines, VoIP, toll-free,
        shared-cost and short codes can't.
        """
        return self.e164 is not None and self.kind in (Kind.MOBILE, Kind.FIXED_OR_MOBILE)


_NOTHING = frozenset(
    {
        "", "n/a", "na", "n.a.", "none", "nil", "null", "nan", "no", "no number", "no phone", "no cell",
        "no tel",
        "unknown", "tba", "tbc", "tbd", "0", "00", "not available", "not given", "not known", "not provided",
        "geen", "nvt", "n.v.t.", "n.v.t", "onbekend", "nie beskikbaar", "akukho", "ayikho",
    }
)  # fmt: skip
_PUNCTUATION_ONLY = re.compile(r"[\W_]*")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d{1,3}")
_SPREADSHEET_ERROR = re.compile(r"#+|#(?:n/a|ref!|value!|name\?|num!|null!|div/0!)", re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"(\d{6,})[.,]0+")
_EXTENSION = re.compile(
    r"[\s,;]*(?:\b(?:extension|ext|uitbreiding|uitbr)\b\.?|(?<=\d)\s*x)\s*:?\s*\d{1,6}\s*$", re.IGNORECASE
)
_STRONG = re.compile(
    r"\s*(?:[/;&|\\\n\r]+|\b(?:or|of|and|en|okanye|kunye|ou|et)\b|(?<=\d)\s+(?=\+))\s*", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LABEL_WORDS = frozenset(
    {
        "tel", "telephone", "phone", "cell", "cellphone", "mobile", "mob", "whatsapp", "wa", "work", "home",
        "office",
        "direct", "call", "number", "no", "nr", "h", "w", "c", "m", "t", "o", "contact", "sel", "selfoon",
        "selnr",
        "foon", "werk", "huis", "kantoor", "ifowuni", "iselula", "umnxeba", "wk", "mobiel", "private",
    }
)  # fmt: skip
_NUMBER_IN_WORDS = re.compile(r"(?<![\w@])\+?\(?\d[\d\s().\-]{6,}\d(?![\w@])")
_LOOSE = str.maketrans("", "", " \t-().\u00a0\u2010\u2011\u2012\u2013\u2014'[]")
# The whole South African mobile plan as one expression: nine digits beginning 6, 7 or 81 to 85.
_ZA_MOBILE = re.compile(
    r"(?P<code>(?:\+|00)?27(?:0(?=\d{9}\Z))?)?0?(?P<nsn>(?:[67]\d|8[1-5])\d{7})\Z", re.ASCII
)
_ZA_NATIONAL_LENGTH = 9
_LONG_ENOUGH_FOR_ABROAD = 11
_SHORTEST_PIECE = 7
_LONGEST_NUMBER = 12
# A cell that holds more is a letter, not a list of numbers.
_LONGEST_CELL = 400
_ROUNDED_ZEROS = "000000"
# Prefixes that the mobile networks of both countries use today (MTC and TN Mobile in Namibia).
# libphonenumber's plan
# for Namibia also reserves 82 and 84, where no network works: flagging all of Vodacom would make the flag
# worthless.
_SHARED_WITH_NEIGHBOUR = {"ZA": ("81", "85"), "NA": ("81", "85")}


def parse(raw: object, *, region: str) -> tuple[Phone, ...]:
    """The numbers in one cell, in order; never empty: an empty cell gives one Phone in the state EMPTY.

    `raw` is text, or an int or float from a spreadsheet; `region` (ISO 3166) reads numbers without a country
    code.
    """
    text = raw if isinstance(raw, str) else _text(raw)
    if not isinstance(raw, str) and text.endswith(_ROUNDED_ZEROS):
        # A spreadsheet number that ends in six zeros has been through 2.7821E+10.
        return (Phone(text, None, Kind.UNKNOWN, State.DAMAGED, (Reason.ROUNDED,)),)
    if region == "ZA" and (quick := _za_mobile(text)) is not None:
        return (quick,)
    if len(text) > _LONGEST_CELL:
        return (_invalid(text, Reason.NOT_A_NUMBER),)
    return tuple(_one(piece, region) for piece in _pieces(text, region))


def _text(raw: object) -> str:
    if raw is None:
        return ""
    if isinstance(raw, float):
        if math.isnan(raw):
            return ""
        return str(int(raw)) if raw.is_integer() else repr(raw)
    return str(raw)


def _za_mobile(text: str) -> Phone | None:
    """The short way for the nine cells in ten that are one South African mobile; agrees with the long way."""
    found = _ZA_MOBILE.match(text.translate(_LOOSE)) if len(text) < 30 else None
    if found is None or ("." in text and _FLOAT_TAIL.search(text)):
        return None
    nsn = found["nsn"]
    if found["code"] is None and nsn.startswith(_SHARED_WITH_NEIGHBOUR["ZA"]):
        return Phone(text, "+27" + nsn, Kind.MOBILE, State.DOUBTFUL, (Reason.ALSO_VALID_ABROAD,), "ZA")
    return Phone(text, "+27" + nsn, Kind.MOBILE, State.OK, (), "ZA")


def _pieces(text: str, region: str) -> list[str]:
    """The cell cut into what may each be one number; a lone dialling code stays with its number."""
    if _is_nothing(text) or _SCIENTIFIC.fullmatch(text.strip()) or _SPREADSHEET_ERROR.fullmatch(text.strip()):
        return [text]
    pieces = [piece for piece in _STRONG.split(text) if not _is_nothing(piece)]
    if (
        len(pieces) > 1
        and len(_digits(pieces[0])) < _SHORTEST_PIECE
        and len(_digits(text)) <= _LONGEST_NUMBER
    ):
        return [text]
    return [part for piece in pieces for part in _without_comma(piece, region)] or [text]


def _without_comma(piece: str, region: str) -> list[str]:
    """Cut at commas where each side is long enough, and between two bare ten-digit numbers side by side."""
    if _SCIENTIFIC.fullmatch(piece.strip()):
        return [piece]
    parts = [part for part in piece.split(",") if part.strip()]
    if len(parts) > 1 and all(len(_digits(part)) >= _SHORTEST_PIECE for part in parts):
        return [half for part in parts for half in _halves(part, region)]
    return _halves(piece, region)


def _halves(piece: str, region: str) -> list[str]:
    digits = _digits(piece)
    if region == "ZA" and len(digits) == 20 and digits[0] == digits[10] == "0" and digits[1] != "0":
        return [digits[:10], digits[10:]]
    return [piece]


def _one(raw: str, region: str) -> Phone:
    """One piece of a cell, the long way."""
    text = raw.strip()
    if _is_nothing(text):
        return Phone(raw, None, Kind.UNKNOWN, State.EMPTY, (Reason.NOTHING_WRITTEN,))
    if (damage := _damage(text)) is not None:
        return Phone(raw, None, Kind.UNKNOWN, State.DAMAGED, (damage,))
    body = _FLOAT_TAIL.sub(r"\1", text)
    stripped = _EXTENSION.sub("", body)
    dropped = (Reason.EXTENSION_LEFT_OUT,) if stripped != body else ()
    return _dialled(raw, stripped, region, dropped)


def _damage(text: str) -> Reason | None:
    if _SCIENTIFIC.fullmatch(text):
        return Reason.SCIENTIFIC_NOTATION
    return Reason.SPREADSHEET_ERROR if _SPREADSHEET_ERROR.fullmatch(text) else None


def _dialled(raw: str, text: str, region: str, reasons: tuple[Reason, ...]) -> Phone:
    """A piece that should hold one number and nothing else but a label."""
    if any(word not in _LABEL_WORDS for word in _LETTERS.findall(fold(tidy(text)))):
        return _among_words(raw, text, region)
    digits = _digits(text)
    if not digits:
        return _invalid(raw, Reason.NOT_A_NUMBER)
    if looks_like_identity(digits):
        return _invalid(raw, Reason.IDENTITY_NUMBER)
    if _plus(text) or digits.startswith("00"):
        return _international(raw, digits.lstrip("0"), region, reasons)
    if len(digits) >= _LONG_ENOUGH_FOR_ABROAD and not digits.startswith("0"):
        return _international(raw, digits, region, (*reasons, *_plus_reason(digits, region)))
    return _national(raw, digits, region, reasons)


def _among_words(raw: str, text: str, region: str) -> Phone:
    """A number with a remark beside it ("0821234567 (Thandi)") is taken, but wants a look."""
    found = _NUMBER_IN_WORDS.findall(text)
    phone = _dialled(raw, found[0], region, ()) if len(found) == 1 else _invalid(raw, Reason.NOT_A_NUMBER)
    if phone.e164 is None:
        return _invalid(raw, Reason.NOT_A_NUMBER)
    return Phone(
        raw, phone.e164, phone.kind, State.DOUBTFUL, (*phone.reasons, Reason.WORDS_LEFT_OUT), phone.region
    )


def _plus(text: str) -> bool:
    """Whether a plus stands before the first digit; one before a leading zero ("+0821…") is a slip of the finger."""
    head = re.match(r"[^\d]*", text)
    return head is not None and "+" in head[0] and not text[head.end() :].startswith("0")


def _plus_reason(digits: str, region: str) -> tuple[Reason, ...]:
    home = digits.startswith(str(calling_code(region)))
    return () if home else (Reason.COUNTRY_CODE_WITHOUT_PLUS,)


def _international(raw: str, digits: str, region: str, reasons: tuple[Reason, ...]) -> Phone:
    return _judged(raw, _parsed("+" + digits, None), region, reasons)


def _national(raw: str, digits: str, region: str, reasons: tuple[Reason, ...]) -> Phone:
    if _is_short_code(digits, region):
        return Phone(raw, None, Kind.SHORT_CODE, State.OK, reasons, region)
    phone = _judged(raw, _parsed(digits, region), region, reasons)
    bare = digits.removeprefix("0")
    if phone.kind is Kind.MOBILE and bare.startswith(_SHARED_WITH_NEIGHBOUR.get(region, ("x",))):
        return Phone(
            raw, phone.e164, phone.kind, State.DOUBTFUL, (*reasons, Reason.ALSO_VALID_ABROAD), phone.region
        )
    return phone


def _judged(raw: str, number: "PhoneNumber | None", region: str, reasons: tuple[Reason, ...]) -> Phone:
    """The state of a number that libphonenumber could take apart,
    with the national rules it's too lenient for.
    """
    import phonenumbers

    if number is None:
        return _invalid(raw, Reason.TOO_SHORT)
    if (wrong := _wrong(number)) is not None:
        return _invalid(raw, wrong)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    home = phonenumbers.region_code_for_number(number) or region
    return Phone(raw, e164, _kind(phonenumbers.number_type(number)), State.OK, reasons, home)


def _wrong(number: "PhoneNumber") -> Reason | None:
    """Why a number can't exist. South Africa's have nine digits; libphonenumber would take `08212345`."""
    import phonenumbers

    nsn = phonenumbers.national_significant_number(number)
    possible = phonenumbers.is_possible_number_with_reason(number)
    if number.country_code == 27 and len(nsn) != _ZA_NATIONAL_LENGTH:
        return Reason.TOO_SHORT if len(nsn) < _ZA_NATIONAL_LENGTH else Reason.TOO_LONG
    if possible == phonenumbers.ValidationResult.TOO_LONG:
        return Reason.TOO_LONG
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return Reason.TOO_SHORT if possible == phonenumbers.ValidationResult.TOO_SHORT else Reason.NOT_IN_USE
    return None if phonenumbers.is_valid_number(number) else Reason.NOT_IN_USE


def _parsed(text: str, region: str | None) -> "PhoneNumber | None":
    import phonenumbers

    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _is_short_code(digits: str, region: str) -> bool:
    """Emergency and service numbers such as 10111, 112 and five-digit SMS lines."""
    from phonenumbers import PhoneNumber, shortnumberinfo

    if len(digits) > 6 or digits.startswith("0"):
        return False
    number = PhoneNumber(country_code=calling_code(region), national_number=int(digits))
    return shortnumberinfo.is_valid_short_number_for_region(number, region)


@lru_cache(maxsize=256)
def calling_code(region: str) -> int:
    import phonenumbers

    return phonenumbers.country_code_for_region(region)


def _kind(number_type: int) -> Kind:
    from phonenumbers import PhoneNumberType as Type

    return {
        Type.MOBILE: Kind.MOBILE,
        Type.FIXED_LINE: Kind.LANDLINE,
        Type.FIXED_LINE_OR_MOBILE: Kind.FIXED_OR_MOBILE,
        Type.VOIP: Kind.VOIP,
        Type.TOLL_FREE: Kind.TOLL_FREE,
        Type.SHARED_COST: Kind.SHARED_COST,
        Type.UAN: Kind.SHARED_COST,
        Type.PREMIUM_RATE: Kind.PREMIUM,
    }.get(number_type, Kind.OTHER)


def _invalid(raw: str, reason: Reason) -> Phone:
    return Phone(raw, None, Kind.UNKNOWN, State.INVALID, (reason,))


def _is_nothing(text: str) -> bool:
    bare = text.strip()
    if bare.startswith("#"):
        return False
    return _PUNCTUATION_ONLY.fullmatch(bare) is not None or fold(bare) in _NOTHING


def _digits(text: str) -> str:
    """The digits of any script, as ASCII; the (0) after a country code is no digit of the number."""
    joined = text if not re.search(r"\d\D*\(0\)", text) else re.sub(r"\(0\)", "", text, count=1)
    return "".join(str(unicodedata.decimal(char)) for char in joined if char.isdecimal())


def looks_like_identity(digits: str) -> bool:
    """Whether thirteen digits are a South African identity number: a date of birth,
    then a Luhn check digit.
    """
    if len(digits) != 13 or not 1 <= int(digits[2:4]) <= 12 or not 1 <= int(digits[4:6]) <= 31:
        return False
    return luhn(digits)


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B: every second digit from the right doubled,
    the digits' sum a multiple of ten.
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
