"""The third-party files that pages use: chosen by name from the front-end packages, never committed.

`collect(packages, destination)` copies them beside a sprite of the icons in use. It needs no Django, so that
building the wheel can call it as well.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

# (file in node_modules, name under static/vendor/)
FILES: tuple[tuple[str, str], ...] = (
    ("@tabler/core/dist/css/tabler.min.css", "tabler.min.css"),
    # The one build of htmx 4. It makes functions of text only for hx-on, `js:` values and trigger filters,
    # none of which we use and all of which our Content-Security-Policy refuses.
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    # "popular" is the build with remove buttons and a search field in the list, without the other ten plugins.
    ("tom-select/dist/js/tom-select.popular.min.js", "tom-select.min.js"),
    ("tom-select/dist/css/tom-select.bootstrap5.min.css", "tom-select.min.css"),
    ("trix/dist/trix.umd.min.js", "trix.min.js"),
    ("trix/dist/trix.css", "trix.css"),
    ("leaflet/dist/leaflet.js", "leaflet.js"),
    ("leaflet/dist/leaflet.css", "leaflet.css"),
    # Named in the stylesheet. Our maps draw points without them.
    ("leaflet/dist/images/layers.png", "images/layers.png"),
    ("leaflet/dist/images/layers-2x.png", "images/layers-2x.png"),
    ("leaflet/dist/images/marker-icon.png", "images/marker-icon.png"),
)
SPRITE = "icons.svg"

_OUTLINE = "@tabler/icons/icons/outline"
_SVG = "http://www.w3.org/2000/svg"
# The maps aren't served, and storage that hashes names refuses a reference to a file that isn't there.
_SOURCE_MAP = re.compile(rb"/[/*][#@]\s*sourceMappingURL=[^\s*]+(?:\s*\*/)?")


class MissingAsset(Exception):
    """A file or an icon isn't in the front-end packages; the text says which and how to mend it."""


def collect(packages: Path, destination: Path, icons: Iterable[str]) -> None:
    """Fill `destination` from `packages` (a node_modules folder); `icons` are names of Tabler outline icons.

    Raises MissingAsset before anything is written, so that the folder is never half new.
    """
    texts = {name: _SOURCE_MAP.sub(b"", _read(packages / file)) for file, name in FILES}
    texts[SPRITE] = sprite(packages, icons)
    destination.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (destination / name).parent.mkdir(exist_ok=True)
        (destination / name).write_bytes(text)


def sprite(packages: Path, icons: Iterable[str]) -> bytes:
    """One SVG with a `<symbol id="NAME">` per icon, drawn in the colour of the text around it."""
    ET.register_namespace("", _SVG)
    root = ET.Element(f"{{{_SVG}}}svg")
    for name in sorted(set(icons)):
        root.append(_symbol(name, packages / _OUTLINE / f"{name}.svg"))
    return ET.tostring(root)


def _symbol(name: str, file: Path) -> ET.Element:
    if not file.is_file():
        raise MissingAsset(
            f"There is no Tabler icon named {name!r}: look the name up and mend it in imbizo/base/icons.py."
        )
    # The file comes from the locked package, and its hash was checked: no stranger's XML is read here.
    icon = ET.fromstring(file.read_bytes())  # noqa: S314
    kept = {key: icon.get(key, "") for key in ("viewBox", "fill", "stroke", "stroke-width")}
    symbol = ET.Element(f"{{{_SVG}}}symbol", {"id": name, **kept})
    symbol.attrib |= {"stroke-linecap": "round", "stroke-linejoin": "round"}
    # Each drawing begins with an invisible square that only editors need.
    symbol.extend(shape for shape in icon if shape.get("stroke") != "none")
    return symbol


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise MissingAsset(
            f"{file} isn't there: fetch the front-end packages with `npm ci --ignore-scripts`."
        )
    return file.read_bytes()
