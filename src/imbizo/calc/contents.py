"""What a column holds, told from its cells where its header doesn't tell."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from imbizo.calc import phones
from imbizo.calc.fields import Field
from imbizo.calc.folding import fold, tidy, words
from imbizo.calc.languages import languages
from imbizo.calc.names import parse as parse_name
from imbizo.calc.organisations import sector_of_organisation
from imbizo.calc.sectors import is_sector

SAMPLE = 150
_TELLING_LENGTH = 200
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+[.,][^\s@]+")
_IDENTITY = re.compile(
    r"(?<!\d)(?:\d{13}|\d{6}[ -]\d{4}[ -]\d{3}|\d{6}[ -]\d{4}[ -]\d{2}[ -]\d)(?!\d)"
    r"|\b[A-Z]{2,6}\s?\d{4,9}/\d{2}(?:/\d+)?\b|\b[A-Z]{6}\d{6,9}\b|\b[A-Z]{1,2}\d{6,9}\b"
)
_PLAIN_NAME = re.compile(r"[^\W\d_][\w.'’\-]*(?:,?\s+[^\W\d_][\w.'’\-]*){1,5}")
_NATIONALITIES = frozenset(
    {"rsa", "sa", "za", "south africa", "south african", "sa citizen", "zim", "zimbabwe", "zimbabwean",
        "drc", "congo", "congolese",
     "somali", "somalia", "somalian", "malawi", "malawian", "moz", "mozambique", "mozambican", "nigeria",
        "nigerian", "ethiopia",
     "ethiopian", "lesotho", "basotho", "mosotho", "botswana", "namibia", "namibian", "zambia", "zambian",
        "kenya", "kenyan", "uganda",
     "ugandan", "rwanda", "rwandan", "burundi", "burundian", "cameroon", "cameroonian", "ghana", "ghanaian",
        "angola", "angolan",
     "bangladesh", "bangladeshi", "pakistan", "pakistani", "india", "indian", "china", "chinese", "eritrea",
        "eritrean", "tanzania",
     "tanzanian", "swazi", "eswatini", "refugee", "asylum seeker", "foreign national", "suid afrika",
        "suid afrikaans", "zimbabwies"}
)  # fmt: skip
_RACES = frozenset(
    {
        "black",
        "black african",
        "african",
        "coloured",
        "white",
        "indian",
        "asian",
        "swart",
        "bruin",
        "wit",
        "kleurling",
    }
)
_Teller = Callable[[str], bool]


def cell_text(value: object) -> str:
    """A cell as text; a whole float from a spreadsheet loses its ".0"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def holds_identity_number(text: str) -> bool:
    """Whether a number of an identity document, a passport or a permit stands in the text.

    Thirteen digits that begin with 00 are a telephone number with its exit code, unless they carry a date of birth
    and the check digit of an identity number.
    """
    return any(_is_document(match) for match in _IDENTITY.finditer(text.upper()))


def without_identity_numbers(text: str) -> str:
    """The text with such numbers replaced by an ellipsis, so that a note can be kept without them."""
    parts, end = [], 0
    for match in _IDENTITY.finditer(text.upper()):
        if _is_document(match):
            parts += [text[end : match.start()], "…"]
            end = match.end()
    return "".join([*parts, text[end:]])


def _is_document(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match[0])
    exit_code = match[0][0].isdigit() and digits.startswith("00")
    return not exit_code or phones.looks_like_identity(digits)


def guess(values: Sequence[object], *, region: str) -> tuple[Field, float] | None:
    """The field that a column's cells suggest,
    and the share of cells that do; None where nothing stands out.
    """
    texts = [text[:_TELLING_LENGTH] for value in values if (text := cell_text(value))][:SAMPLE]
    if not texts:
        return None
    if _counts_up(texts):
        return Field.IGNORE, 1.0
    tellers = ((Field.MOBILE, lambda text: _is_phone(text, region), 0.5), *_TELLERS)
    for field, tells, wanted in tellers:
        share = sum(map(tells, texts)) / len(texts)
        if share >= wanted:
            return (_phone_field(texts, region) if field is Field.MOBILE else field), share
    return None


def _counts_up(texts: Sequence[str]) -> bool:
    """1, 2, 3 ... with gaps allowed: a row number."""
    if len(texts) < 3 or not all(text.isascii() and text.isdigit() and len(text) < 7 for text in texts):
        return False
    numbers = [int(text) for text in texts]
    return all(one < other for one, other in pairwise(numbers)) and numbers[0] < 100


def _is_phone(text: str, region: str) -> bool:
    return any(
        phone.e164 or phone.state is phones.State.DAMAGED for phone in phones.parse(text, region=region)
    )


def _phone_field(texts: Sequence[str], region: str) -> Field:
    kinds = [phone.kind for text in texts for phone in phones.parse(text, region=region) if phone.e164]
    mobile = sum(kind in (phones.Kind.MOBILE, phones.Kind.FIXED_OR_MOBILE) for kind in kinds)
    return Field.MOBILE if 2 * mobile >= len(kinds) else Field.PHONE


def _is_nationality(text: str) -> bool:
    return " ".join(words(text)) in _NATIONALITIES or fold(text) in _RACES


def _is_organisation(text: str) -> bool:
    return sector_of_organisation(text).kind is not None


def is_title(text: str) -> bool:
    """Whether a cell holds nothing but a title: "Mr", "Cllr"."""
    return bool(parse_name(f"{text} x y").title) and len(words(text)) <= 2


def _is_person(text: str) -> bool:
    """Two to six words that could be a name: a title or a comma, or all words with a capital."""
    if _PLAIN_NAME.fullmatch(text) is None or _is_organisation(text):
        return False
    return (
        "," in text
        or bool(parse_name(text).title)
        or text.isupper()
        or text == text.title()
        or _capitals(text) >= 2
    )


def _capitals(text: str) -> int:
    return sum(word[0].isupper() for word in text.split())


# In order: the surest first, since a number is a number whatever else a cell resembles.
_TELLERS: tuple[tuple[Field, _Teller, float], ...] = (
    (Field.EMAIL, lambda text: _EMAIL.search(text) is not None, 0.5),
    (Field.FORBIDDEN, holds_identity_number, 0.3),
    (Field.TITLE, is_title, 0.7),
    (Field.LANGUAGE, lambda text: bool(languages(text)) and fold(text) not in _NATIONALITIES, 0.6),
    (Field.SENSITIVE, _is_nationality, 0.6),
    (Field.SECTOR, is_sector, 0.75),
    (Field.ORGANISATION, _is_organisation, 0.4),
    (Field.FULL_NAME, _is_person, 0.6),
)
