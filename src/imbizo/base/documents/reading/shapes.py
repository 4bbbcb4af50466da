"""What readers hand to each other: lines with their place on a page, pages, and the text in the end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on the page; edges and `height` in points, `bottom` counted from the foot of the page.

    `hyphen` is true where the typesetter cut a word at the line's end; the text is without that hyphen then.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    hyphen: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of `total`, counted from 1.

    `is_picture` says that it is a picture with next to no text, as a scanner makes; `is_broken`, that it couldn't be
    read. `title` and `language` are what the file says of itself, the same on each page; "" for nothing.
    """

    number: int
    total: int
    lines: tuple[Line, ...]
    is_picture: bool = False
    is_broken: bool = False
    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file's text. `pages` holds the code point at which each page begins, (0,) where a file has no pages.

    `language` is a code such as "en", or "" for none that is known. `scanned` numbers the pages without text, from 1;
    `notes` are sentences about what was left out or couldn't be read.
    """

    text: str
    pages: tuple[int, ...] = (0,)
    title: str = ""
    language: str = ""
    scanned: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_scan(self) -> bool:
        """Whether there is nothing but pictures."""
        return bool(self.scanned) and not self.text.strip()

    def page_of(self, offset: int) -> int:
        """The page, from 1, on which a code point stands."""
        return max(1, sum(start <= offset for start in self.pages))
