"""The wheel: what an installation without a checkout gets."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def in_source(*patterns: str) -> set[str]:
    """The files below src/ that match, by their names in a wheel."""
    source = ROOT / "src"
    return {
        str(file.relative_to(source))
        for pattern in patterns
        for file in source.glob(pattern)
        if file.is_file()
    }


@pytest.mark.parametrize(
    "pattern",
    [
        "imbizo/**/*.py",
        "imbizo/*/templates/**/*",
        "imbizo/*/static/**/*",
        "imbizo/**/*.yaml",
        "imbizo/**/*.typ",
        "imbizo/locale/**/*.mo",
    ],
)
def test_the_wheel_has_what_the_source_has(contents: set[str], pattern: str) -> None:
    assert in_source(pattern) - contents == set()


def test_the_wheel_has_the_front_end_files(contents: set[str]) -> None:
    assert {name for name in contents if name.startswith("imbizo/_vendor/")} == {
        "imbizo/_vendor/htmx.min.js",
        "imbizo/_vendor/icons.svg",
        "imbizo/_vendor/images/layers-2x.png",
        "imbizo/_vendor/images/layers.png",
        "imbizo/_vendor/images/marker-icon.png",
        "imbizo/_vendor/leaflet.css",
        "imbizo/_vendor/leaflet.js",
        "imbizo/_vendor/tabler.min.css",
        "imbizo/_vendor/tom-select.min.css",
        "imbizo/_vendor/tom-select.min.js",
        "imbizo/_vendor/trix.css",
        "imbizo/_vendor/trix.min.js",
    }


def test_the_wheel_has_nothing_of_the_workshop(contents: set[str]) -> None:
    assert {name.split("/")[0].rpartition(".")[2] for name in contents} == {"imbizo", "dist-info"}


@pytest.fixture
def unpacked(wheel: Path, tmp_path: Path) -> Path:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    return tmp_path / "site"


def command(site: Path, *arguments: str) -> str:
    """What a command of the unpacked wheel prints, run from an empty folder."""
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith(("IMBIZO_", "DJANGO_"))
    }
    variables |= {"PYTHONPATH": str(site), "IMBIZO_DATA": str(site.parent / "data"), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=site.parent,
        env=variables,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode == 0 else done.stderr


def test_an_unpacked_wheel_runs_its_own_code(unpacked: Path) -> None:
    assert (
        command(unpacked, "-c", "import imbizo; print(imbizo.__file__)") == f"{unpacked}/imbizo/__init__.py\n"
    )


def test_an_unpacked_wheel_passes_the_systems_checks(unpacked: Path) -> None:
    said = command(unpacked, "-m", "imbizo", "check")
    assert said == "System check identified no issues (0 silenced).\n"


def test_an_unpacked_wheel_collects_the_front_end_files_that_it_brings(unpacked: Path) -> None:
    command(unpacked, "-m", "imbizo", "collectstatic", "--no-input")
    names = {file.name.split(".")[0] for file in (unpacked.parent / "data/static/vendor").iterdir()}
    assert names == {"htmx", "icons", "images", "leaflet", "tabler", "tom-select", "trix"}
