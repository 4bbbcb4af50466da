"""What a Word file holds that isn't taken, counted while it is read and said in sentences at the end."""

from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from django.utils.translation import ngettext


class Thing(StrEnum):
    """What isn't taken, or is taken as something else."""

    PICTURE = "picture"
    TEXT_BOX = "text box"
    OBJECT = "object"
    FORMULA = "formula"
    SYMBOL = "symbol"
    HIDDEN = "hidden words"
    LOOKS = "changes of looks"
    CONTENTS = "table of contents"
    MARGIN_TEXT = "text in headers and footers"
    TAKEN_BACK = "inserted and deleted again"
    SOURCES = "changes in the table of sources"
    HEADING = "new heading taken as words"
    COMMENT = "comments that hang on nothing"


class LeftOut:
    """The count of each thing."""

    def __init__(self) -> None:
        self._counts: Counter[Thing] = Counter()

    def add(self, thing: Thing) -> None:
        self._counts[thing] += 1

    def sentences(self) -> tuple[str, ...]:
        """A sentence for each thing that was met, in the reader's language."""
        return tuple(_SENTENCES[thing](count) % {"count": count} for thing, count in self._counts.items())


def _pictures(count: int) -> str:
    return ngettext("%(count)s picture was left out.", "%(count)s pictures were left out.", count)


def _text_boxes(count: int) -> str:
    return ngettext(
        "%(count)s text box was left out. Move its words into the text if they matter.",
        "%(count)s text boxes were left out. Move their words into the text if they matter.",
        count,
    )


def _objects(count: int) -> str:
    return ngettext(
        "%(count)s embedded file or drawing was left out.",
        "%(count)s embedded files or drawings were left out.",
        count,
    )


def _formulas(count: int) -> str:
    return ngettext("%(count)s formula was left out.", "%(count)s formulas were left out.", count)


def _symbols(count: int) -> str:
    return ngettext(
        "%(count)s symbol from a special font was left out.",
        "%(count)s symbols from a special font were left out.",
        count,
    )


def _hidden(count: int) -> str:
    return ngettext(
        "%(count)s stretch of hidden words was left out.",
        "%(count)s stretches of hidden words were left out.",
        count,
    )


def _looks(count: int) -> str:
    return ngettext(
        "%(count)s tracked change of looks only (bold, style, spacing) was left out.",
        "%(count)s tracked changes of looks only (bold, style, spacing) were left out.",
        count,
    )


def _contents(count: int) -> str:
    return ngettext(
        "%(count)s line of a table of contents was left out: the contents are made from the headings.",
        "%(count)s lines of a table of contents were left out: the contents are made from the headings.",
        count,
    )


def _margin_texts(count: int) -> str:
    return ngettext(
        "The words of %(count)s header or footer were left out.",
        "The words of %(count)s headers or footers were left out.",
        count,
    )


def _taken_back(count: int) -> str:
    return ngettext(
        "%(count)s insertion that somebody deleted again was left out.",
        "%(count)s insertions that somebody deleted again were left out.",
        count,
    )


def _sources(count: int) -> str:
    return ngettext(
        "%(count)s tracked change in the table of sources was left out: the table is made from the citations.",
        "%(count)s tracked changes in the table of sources were left out: the table is made from the citations.",
        count,
    )


def _headings(count: int) -> str:
    return ngettext(
        "%(count)s new heading was taken as words suggested for the section above it.",
        "%(count)s new headings were taken as words suggested for the sections above them.",
        count,
    )


def _comments(count: int) -> str:
    return ngettext(
        "%(count)s comment that hangs on no words was taken as one on the whole document.",
        "%(count)s comments that hang on no words were taken as ones on the whole document.",
        count,
    )


_SENTENCES: dict[Thing, Callable[[int], str]] = {
    Thing.PICTURE: _pictures,
    Thing.TEXT_BOX: _text_boxes,
    Thing.OBJECT: _objects,
    Thing.FORMULA: _formulas,
    Thing.SYMBOL: _symbols,
    Thing.HIDDEN: _hidden,
    Thing.LOOKS: _looks,
    Thing.CONTENTS: _contents,
    Thing.MARGIN_TEXT: _margin_texts,
    Thing.TAKEN_BACK: _taken_back,
    Thing.SOURCES: _sources,
    Thing.HEADING: _headings,
    Thing.COMMENT: _comments,
}
