"""PDF from Typst templates: tagged for screen readers (PDF/UA-1), with language and title.

Data go in as JSON beside the template, never into its source: nothing that a person wrote can be markup. Templates
read no file outside `root` and no package from the network, and personal data touch no disk.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from imbizo.base.documents.errors import BadPicture, NotMade
from imbizo.base.documents.look import locale, page_words
from imbizo.base.documents.text import plain, plain_data

if TYPE_CHECKING:
    from typst import Fonts

# Where templates live: "convening/card" is convening/typst/card.typ below it.
ROOT = Path(__file__).parents[2]

_NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})
_PACKAGE = re.compile(r'"@[a-z]')
_PICTURES = re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|\s*<(?:svg|\?xml)")
# PDF/UA refuses a character that no font on this machine draws.
_UNDRAWN = "PDF/UA-1 error: the text"
# How Typst says that a file is damaged, or is an SVG that asks for another file, which it refuses.
_DAMAGED = re.compile(r"decode image|parse SVG|linked image|image format")


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    language: str,
    title: str,
    images: Mapping[str, bytes] = _NO_IMAGES,
    timestamp: datetime | None = None,
    root: Path = ROOT,
) -> bytes:
    """The PDF that the template makes of the data.

    `data` holds texts, numbers, booleans, None, lists and mappings; what else it holds is written as `str` writes it.
    `images` are PNG, JPEG or SVG by the name that the template asks for. The same arguments with a `timestamp` give
    the same bytes on the same machine.

    A character that no font here can draw shows as a box; the document is tagged then, but doesn't claim PDF/UA.

    Raises NotMade where the template fails, BadPicture for an unreadable image, FileNotFoundError for no template.
    """
    file = _template(root, template)
    inputs = {
        "data": json.dumps(plain_data(data)),
        "images": json.dumps({name: _for_typst(name, picture) for name, picture in images.items()}),
        "title": plain(title),
        "language": locale(language)[0],
        "country": locale(language)[1],
        "page-words": page_words(language),
    }
    try:
        return _compiled(file, root, inputs, timestamp)
    except NotMade as error:
        if images and _DAMAGED.search(str(error.__cause__)):
            raise BadPicture(", ".join(images)) from error
        raise


def _template(root: Path, name: str) -> Path:
    folder, _, stem = name.rpartition("/")
    file = root / folder / "typst" / f"{stem}.typ"
    if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
        raise FileNotFoundError(f"There is no template {name}.")
    _refuse_packages(root)
    return file


@cache
def _refuse_packages(root: Path) -> None:
    """Typst would fetch a package from the network at the first use; no option of it forbids that."""
    for file in sorted(root.glob("**/typst/**/*.typ")):
        if _PACKAGE.search(file.read_text(encoding="utf-8")):
            raise NotMade from ImportError(f"{file.relative_to(root)} imports a package from the network.")


def _for_typst(name: str, picture: bytes) -> str | list[int]:
    """Text for SVG, numbers for what isn't text: Typst makes bytes of both."""
    if not _PICTURES.match(picture):
        raise BadPicture(name)
    try:
        return picture.decode()
    except UnicodeDecodeError:
        return list(picture)


def _compiled(file: Path, root: Path, inputs: dict[str, str], timestamp: datetime | None) -> bytes:
    from typst import TypstError

    try:
        return _typeset(file, root, inputs, timestamp, standards=True)
    except TypstError as error:
        if not error.message.startswith(_UNDRAWN):
            raise NotMade from error
    return _typeset(file, root, inputs, timestamp, standards=False)


def _typeset(
    file: Path, root: Path, inputs: dict[str, str], timestamp: datetime | None, *, standards: bool
) -> bytes:
    import typst

    return typst.compile(
        file,
        root=root,
        font_paths=_fonts(),
        sys_inputs=inputs,
        format="pdf",
        pdf_standards=["ua-1"] if standards else [],
        timestamp=None if timestamp is None else int(timestamp.timestamp()),
    )


@cache
def _fonts() -> "Fonts":
    """The fonts that Typst brings and those of the machine, looked for once in a process: that takes 0.2 s."""
    from typst import Fonts

    return Fonts()
