import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import fields
from imbizo.calc.fields import Field, Sensitive


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Name & Surname", Field.FULL_NAME), ("Naam en van", Field.FULL_NAME), ("Contact person",
        Field.FULL_NAME),
        ("Igama nefani", Field.FULL_NAME), ("First name", Field.GIVEN_NAME), ("Voornaam", Field.GIVEN_NAME),
        ("Surname", Field.SURNAME), ("Van", Field.SURNAME), ("Ifani", Field.SURNAME), ("Title", Field.TITLE),
        ("Org", Field.ORGANISATION), ("Name of organisation", Field.ORGANISATION), ("Instansie",
        Field.ORGANISATION),
        ("Umbutho", Field.ORGANISATION), ("Designation", Field.POSITION), ("Job Title", Field.POSITION),
        ("Amp", Field.POSITION),
        ("Cell no.", Field.MOBILE), ("Selfoon", Field.MOBILE), ("Cellphone number (WhatsApp)", Field.MOBILE),
        ("Tel (w)", Field.PHONE), ("Contact number", Field.PHONE), ("Inombolo yefowuni", Field.PHONE),
        ("E-mail", Field.EMAIL), ("E-pos", Field.EMAIL), ("I-imeyile", Field.EMAIL), ("Town / Municipality",
        Field.PLACE),
        ("Ward", Field.PLACE), ("Dorp", Field.PLACE), ("Sector", Field.SECTOR), ("Sektor", Field.SECTOR),
        ("Language", Field.LANGUAGE), ("Taal", Field.LANGUAGE), ("Ulwimi", Field.LANGUAGE), ("Notes",
        Field.NOTES),
        ("Opmerkings", Field.NOTES), ("Tags", Field.TAGS), ("No", Field.IGNORE), ("Fax no", Field.IGNORE),
        ("Date of birth", Field.IGNORE), ("ID / permit no", Field.FORBIDDEN), ("Passport number",
        Field.FORBIDDEN),
        ("SA ID Number", Field.FORBIDDEN), ("Isazisi", Field.FORBIDDEN), ("Name and ID number",
        Field.FORBIDDEN),
    ],
)  # fmt: skip
def test_the_words_of_a_header_say_its_field(header: str, field: Field) -> None:
    found = fields.of_header(header)
    assert found is not None
    assert found[0] is field


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Nationality", Sensitive.NATIONALITY), ("Country of origin", Sensitive.NATIONALITY), ("Ras",
        Sensitive.RACE),
        ("Political party", Sensitive.PARTY), ("Trade union", Sensitive.UNION), ("Religion",
        Sensitive.RELIGION),
        ("HIV status", Sensitive.HEALTH), ("Disability", Sensitive.HEALTH), ("Criminal record",
        Sensitive.CRIMINAL),
        ("Sexual orientation", Sensitive.SEXUALITY), ("Fingerprint", Sensitive.BIOMETRIC),
    ],
)  # fmt: skip
def test_a_sensitive_header_says_which(header: str, kind: Sensitive) -> None:
    assert (fields.of_header(header), fields.sensitive(header)) == ((Field.SENSITIVE, 1.0), kind)


@pytest.mark.parametrize("header", ["", "Qwerty", "Health facility", "Name of church"])
def test_words_that_say_nothing_known_give_no_field(header: str) -> None:
    assert fields.of_header(header) is None


@given(st.text(max_size=200))
def test_any_header_is_read_without_failing(header: str) -> None:
    found = fields.of_header(header)
    assert found is None or 0 < found[1] <= 1
