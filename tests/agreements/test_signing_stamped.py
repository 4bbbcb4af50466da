"""An authority of timestamps confirms when it was signed here; nobody is kept from signing by it, nor by our clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from imbizo.agreements.operations.verifying import judge
from tests.agreements.signing_it import begun, newest, sign
from tests.cast import Cast
from tests.signing import AT, ours
from tests.stamping import STAMPED, answering


@pytest.fixture
def authority(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """It is asked, and believed."""
    roots = tmp_path / "roots.pem"
    roots.write_text(ours().certificate, encoding="ascii")
    with answering() as address:
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, timestamps=address, timestamp_roots=roots)
        yield


@pytest.mark.usefixtures("authority")
@pytest.mark.parametrize(
    ("clock", "found"),
    [
        (AT, (True, True, STAMPED)),
        # The certificate would be younger than the timestamp.
        (AT + timedelta(hours=1), (True, False, AT + timedelta(hours=1))),
        # The timestamp would be more than five minutes ahead.
        (AT - timedelta(seconds=290), (True, False, AT - timedelta(seconds=290))),
    ],
)
def test_they_sign_with_a_timestamp_and_without_where_our_clock_is_wrong(
    cast: Cast, clock: datetime, found: tuple[bool, bool, datetime]
) -> None:
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa, at=clock)
    (signature,) = judge(agreement, newest(agreement)).signatures
    assert (signature.passes, signature.timestamped, signature.at) == found


def test_they_sign_though_the_authority_is_down(cast: Cast, settings: LazySettings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, timestamps="http://127.0.0.1:1")
    agreement, nomsa, _piet = begun(cast)
    sign(nomsa)
    (signature,) = judge(agreement, newest(agreement)).signatures
    assert (signature.passes, signature.timestamped) == (True, False)
