"""Letters on letterhead."""

from dataclasses import replace
from datetime import UTC, datetime

from imbizo.base.documents import letter, qr
from tests.parts.poppler import Poppler

LETTER = letter.Letter(
    sender="Cape Winelands District",
    address=("46 Alexander Street", "Stellenbosch 7600"),
    reference="CWD/2026/017",
    date="Thu 26 July 2026",
    addressee=("The Municipal Manager", "Witzenberg"),
    salutation="Dear Ms Adams",
    subject="A workshop in Ceres",
    text="The first paragraph\nof two lines.\r\n\r\n#panic() is only *text*.",
    closing="Yours sincerely",
    signatory="Nomvula Jacobs",
    signatory_title="Manager",
    enclosures=("Agenda", "Map"),
    words=letter.Words(reference="Our reference", date="Date", enclosures="Enclosures"),
)
THEN = datetime(2026, 7, 26, tzinfo=UTC)


def lines(text: str) -> list[str]:
    return [line for line in text.replace("\f", "").splitlines() if line]


def test_the_head_of_a_letter_says_who_writes_to_whom(poppler: Poppler) -> None:
    text = poppler.text(letter.render(LETTER, language="en", timestamp=THEN))
    # Its columns stand beside each other: which of them comes first in plain text is poppler's choice.
    assert sorted(lines(text.split("Dear")[0])) == [
        "46 Alexander Street",
        "CWD/2026/017",
        "Cape Winelands District",
        "Date",
        "Our reference",
        "Stellenbosch 7600",
        "The Municipal Manager",
        "Thu 26 July 2026",
        "Witzenberg",
    ]


def test_a_letter_reads_from_its_salutation_to_its_enclosures(poppler: Poppler) -> None:
    text = poppler.text(letter.render(LETTER, language="en", timestamp=THEN))
    assert lines("Dear" + text.split("Dear")[1]) == [
        "Dear Ms Adams",
        "A workshop in Ceres",
        "The first paragraph",
        "of two lines.",
        "#panic() is only *text*.",
        "Yours sincerely",
        "Nomvula Jacobs",
        "Manager",
        "Enclosures",
        "• Agenda",
        "• Map",
        "Cape Winelands District · CWD/2026/017",
        "Page 1 of 1",
    ]


def test_a_letter_is_titled_by_its_subject(poppler: Poppler) -> None:
    info = poppler.info(letter.render(LETTER, language="af", timestamp=THEN))
    assert (info["Title"], info["Author"], info["Tagged"]) == (
        "A workshop in Ceres",
        "Cape Winelands District",
        "yes",
    )


def test_a_letter_may_have_a_logo_and_leave_out_much_else(poppler: Poppler) -> None:
    short = letter.Letter(sender="ACT", subject="Water", text="Soon.", date="1 May", words=LETTER.words)
    made = letter.render(replace(short, logo=qr.svg("x")), language="en", timestamp=THEN)
    assert " ".join(poppler.text(made).split()) == "ACT Date 1 May Water Soon. ACT Page 1 of 1"
