"""The third-party files that pages use."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from imbizo.base.assets import FILES, MissingAsset, collect, sprite
from imbizo.base.icons import ICONS

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2">'
    '<path stroke="none" d="M0 0h24v24H0z" fill="none" /><path d="M4 4h8" /></svg>'
)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A node_modules with the files we ask for and two icons."""
    folder = tmp_path / "node_modules"
    for name, _served in FILES:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/* {name} */\n//# sourceMappingURL={file.name}.map\n")
    icons = folder / "@tabler/icons/icons/outline"
    icons.mkdir(parents=True)
    for name in ("user", "home"):
        (icons / f"{name}.svg").write_text(DRAWING)
    return folder


def test_the_sprite_has_one_symbol_per_icon_in_order(packages: Path) -> None:
    drawn = ET.fromstring(sprite(packages, ["user", "home", "user"]))
    assert [symbol.get("id") for symbol in drawn] == ["home", "user"]


def test_a_symbol_leaves_out_the_invisible_square(packages: Path) -> None:
    (symbol,) = ET.fromstring(sprite(packages, ["user"]))
    assert [shape.get("d") for shape in symbol] == ["M4 4h8"]


def test_every_file_is_put_under_its_name(packages: Path, tmp_path: Path) -> None:
    collect(packages, tmp_path / "vendor", ["user"])
    folder = tmp_path / "vendor"
    served = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    assert served == sorted(["icons.svg", *(name for _file, name in FILES)])


def test_no_file_points_to_a_source_map_that_is_not_served(packages: Path, tmp_path: Path) -> None:
    collect(packages, tmp_path / "vendor", [])
    served = [file for file in (tmp_path / "vendor").rglob("*") if file.is_file()]
    pointing = [file.name for file in served if b"sourceMappingURL" in file.read_bytes()]
    assert pointing == []


def test_an_icon_that_does_not_exist_is_named(packages: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingAsset, match="There is no Tabler icon named 'unicorn'"):
        collect(packages, tmp_path / "vendor", ["unicorn"])


def test_nothing_is_written_when_an_icon_is_missing(packages: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingAsset):
        collect(packages, tmp_path / "vendor", ["unicorn"])
    assert not (tmp_path / "vendor").exists()


def test_the_icons_in_use_are_listed_once_and_in_order() -> None:
    assert list(ICONS) == sorted(set(ICONS))
