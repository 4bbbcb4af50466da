"""A signature's time is confirmed by an authority (RFC 3161) on this machine, over the web."""

from collections.abc import Iterator

import pytest

from imbizo.base.documents.signing import reading, timestamps
from imbizo.base.documents.signing.errors import NoTimestamp
from imbizo.base.documents.signing.timestamps import WebTimeStamper
from tests import signing
from tests.signing import AT, judge, prepared, sign
from tests.stamping import STAMPED, answering


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the authority answers."""
    with answering() as found:
        yield found


def test_the_authority_confirms_when_it_was_signed(address: str) -> None:
    one = judge(sign(prepared(), "forum", timestamper=WebTimeStamper(address))).of("forum")
    assert one is not None
    assert (one.at, one.timestamped, one.findings) == (STAMPED, True, ())


def test_an_authority_that_nobody_here_believes_confirms_nothing(address: str) -> None:
    document = sign(prepared(), "forum", timestamper=WebTimeStamper(address))
    one = judge(document, timestamp_roots=[]).of("forum")
    assert one is not None
    assert (one.at, one.timestamped, one.findings) == (AT, False, ())


def test_what_confirms_the_time_vouches_for_nobody(address: str) -> None:
    document = sign(prepared(), "forum", signing.theirs(), timestamper=WebTimeStamper(address))
    found = judge(document, timestamp_roots=[signing.ours().certificate, signing.theirs().certificate])
    assert [str(each.code) for each in found.refusals] == ["unknown-issuer"]


@pytest.mark.parametrize("path", ["/refuses", "/page", "/endless"])
def test_an_authority_that_gives_no_timestamp_is_told_from_a_signature(address: str, path: str) -> None:
    with pytest.raises(NoTimestamp):
        reading.waited(WebTimeStamper(address + path).async_timestamp(b"\0" * 32, "sha256"))


def test_an_authority_that_is_down_is_told_from_a_signature() -> None:
    with pytest.raises(NoTimestamp, match="ConnectError"):
        reading.waited(WebTimeStamper("http://127.0.0.1:1").async_timestamp(b"\0" * 32, "sha256"))


def test_an_authority_that_answers_byte_by_byte_is_waited_for_only_so_long(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timestamps, "_LONGEST", 0.2)
    with pytest.raises(NoTimestamp, match="TimeoutError"):
        reading.waited(WebTimeStamper(f"{address}/slow").async_timestamp(b"\0" * 32, "sha256"))
