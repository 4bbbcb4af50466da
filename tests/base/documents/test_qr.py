"""QR codes."""

from base64 import b64decode
from xml.etree import ElementTree as ET

import pytest

from imbizo.base.documents import qr

ADDRESS = "https://imbizo.example.org/v/ABCD"


def test_a_code_has_a_white_quiet_zone_around_it() -> None:
    ground, modules = ET.fromstring(qr.svg(ADDRESS))
    assert ground.attrib == {"fill": "#fff", "d": "M0 0h37v37h-37z"}
    assert modules.attrib["d"].startswith(f"M{qr.QUIET_ZONE} {qr.QUIET_ZONE}.5h7")


def test_a_code_can_stand_in_a_page_without_inline_style() -> None:
    names = {name for element in ET.fromstring(qr.svg(ADDRESS)).iter() for name in element.attrib}
    assert names == {"viewBox", "fill", "stroke", "d"}


def test_the_address_of_a_code_holds_the_same_drawing() -> None:
    assert b64decode(qr.data_uri(ADDRESS).partition(",")[2]) == qr.svg(ADDRESS)


@pytest.mark.parametrize("text", ["", "x" * 2_001])
def test_what_does_not_fit_into_a_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"1 to 2,000 bytes"):
        qr.svg(text)
