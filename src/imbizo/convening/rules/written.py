"""The plain marks of a text that people edit: "# " begins a small heading, "- " an item, two spaces carry it on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "items", "paragraph"]
_HEADING, _ITEM, _ON = "# ", "- ", "  "


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph of one text, or a list of several; line ends inside a text stay."""

    kind: Kind
    texts: tuple[str, ...]


def item(text: str) -> str:
    """An item of a list, whatever lines the text has: no line of it is taken for a mark."""
    return _ITEM + ("\n" + _ON).join(text.strip().splitlines())


def heading(text: str) -> str:
    return _HEADING + " ".join(text.split())


def blocks(text: str) -> list[Block]:
    """The text in the pieces that a document is made of."""
    found: list[Block] = []
    for kind, line in _lines(text):
        _put(found, kind, line)
    return found


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line with what it is: heading, item, on (it carries an item on), paragraph, or nothing."""
    for line in text.splitlines():
        if not line.strip():
            yield "nothing", ""
        elif line.startswith(_HEADING):
            yield "heading", line.removeprefix(_HEADING).strip()
        elif line.startswith(_ITEM):
            yield "items", line.removeprefix(_ITEM).strip()
        elif line.startswith(_ON):
            yield "on", line.strip()
        else:
            yield "paragraph", line.strip()


def _put(found: list[Block], kind: str, line: str) -> None:
    last = found[-1] if found else None
    if kind == "nothing":
        # An empty line ends a paragraph; items go on after one.
        if last is not None and last.kind == "paragraph":
            found.append(Block("paragraph", ()))
    elif kind == "heading":
        found.append(Block("heading", (line,)))
    elif kind == "items":
        _add_item(found, last, line)
    else:
        _carry_on(found, last, line, is_item=kind == "on")
    if len(found) > 1 and kind != "nothing" and not found[-2].texts:
        del found[-2]


def _add_item(found: list[Block], last: Block | None, line: str) -> None:
    if last is not None and last.kind == "items":
        found[-1] = Block("items", (*last.texts, line))
    else:
        found.append(Block("items", (line,)))


def _carry_on(found: list[Block], last: Block | None, line: str, *, is_item: bool) -> None:
    """Put the line below the last one of the same piece, or begin a paragraph with it."""
    kind: Kind = "items" if is_item and last is not None and last.kind == "items" else "paragraph"
    if last is not None and last.kind == kind and last.texts:
        found[-1] = Block(kind, (*last.texts[:-1], f"{last.texts[-1]}\n{line}"))
    else:
        found.append(Block("paragraph", (line,)))
