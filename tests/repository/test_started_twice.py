"""One data folder serves one start."""

from pathlib import Path

import pytest

from tools.failures import StartFailure
from tools.serving import alone


def test_a_second_start_on_the_same_data_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(StartFailure) as refused, alone(tmp_path):
        pass
    assert str(refused.value) == (
        f"Imbizo is running already with the data in {tmp_path}: "
        "use that one, stop it, or start with another folder (IMBIZO_DATA)."
    )


def test_a_start_after_the_first_has_ended_is_not_refused(tmp_path: Path) -> None:
    for _each in range(2):
        with alone(tmp_path):
            assert (tmp_path / "started").exists()
