"""Two versions of a strategy of 200 pages as tracked changes, on the page, as PDF and in Word, against bare typst.

Both versions stand frozen in memory, as publications hold them. Ours reads them, compares them section by section and
word by word, and draws all of it; the baseline is typst alone, which sets the words of the newer version as they are
(a heading and paragraphs of plain text), compares nothing and marks nothing. The ratio is of the two PDFs. Each run has
a strategy of its own, for typst remembers what it has set before, and nobody asks for the same comparison twice.
"""

import itertools
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.harness import database, ratio, say, timed, timed_in_turn

PAGES = int(os.environ.get("BENCH_ROWS", "200"))
WORDS_A_PAGE, PAGES_A_SECTION, WORDS_A_PARAGRAPH = 580, 2, 116
Paragraphs = list[str]
_RUNS = 4


def main() -> None:
    with database():
        _measure()


def _measure() -> None:
    from imbizo.drafting.exports.documents import comparison_docx, comparison_pdf
    from imbizo.drafting.queries.comparing import compared, shown

    strategies = [_versions(random.Random(seed)) for seed in range(_RUNS + 1)]  # noqa: S311 - the same each time
    pairs = [(_side(1, before), _side(2, after)) for before, after in strategies]
    fresh, sources = (
        itertools.cycle(pairs),
        itertools.cycle(_bare_source(after) for _before, after in strategies),
    )
    say("on the page", timed(lambda: shown(compared(*next(fresh)), only_changed=False), _RUNS, warm=1))
    say("in Word", timed(lambda: comparison_docx(compared(*next(fresh))), _RUNS, warm=1))
    bare, ours = timed_in_turn(
        lambda: _bare(next(sources)),
        lambda: comparison_pdf(compared(*next(fresh)), only_changed=False),
        repeats=_RUNS,
        warm=1,
    )
    say("bare typst", bare)
    say("as PDF", ours)
    ratio(bare.total / ours.total, "bare typst on the words of the newer version")


def _versions(chance: random.Random) -> tuple[list[Paragraphs], list[Paragraphs]]:
    """Sections of paragraphs; in the newer version every eighth paragraph is edited, some are new, some are gone."""
    words = [
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _at in range(4_000)
    ]
    count = WORDS_A_PAGE * PAGES_A_SECTION // WORDS_A_PARAGRAPH
    before = [
        [_paragraph(chance, words) for _at in range(count)] for _section in range(PAGES // PAGES_A_SECTION)
    ]
    after = [[_edited(chance, words, each) for each in section] for section in before]
    for section in chance.sample(after, len(after) // 5):
        section.insert(chance.randrange(len(section)), _paragraph(chance, words))
        section.pop(chance.randrange(len(section)))
    return before, after


def _paragraph(chance: random.Random, words: Sequence[str]) -> str:
    return " ".join(chance.choices(words, k=WORDS_A_PARAGRAPH)).capitalize() + "."


def _edited(chance: random.Random, words: Sequence[str], paragraph: str) -> str:
    if chance.random() > 1 / 8:
        return paragraph
    parts = paragraph.split(" ")
    at = chance.randrange(len(parts) - 6)
    parts[at : at + chance.randint(0, 4)] = chance.choices(words, k=chance.randint(1, 4))
    return " ".join(parts)


def _side(number: int, sections: Sequence[Paragraphs]) -> Any:
    """A published version that isn't in the database."""
    from imbizo.drafting.models import Document, Publication
    from imbizo.drafting.queries.comparing import Side
    from imbizo.programmes.models import Programme

    document = Document(programme=Programme(name="Measured"), title="A strategy", language="en")
    frozen = {"sections": [_frozen(at, each) for at, each in enumerate(sections, start=1)], "atoms": {}}
    publication = Publication(document=document, number=number, title=document.title, frozen=frozen)
    return Side(str(number), f"version {number}", publication, document)


def _frozen(at: int, paragraphs: Paragraphs) -> dict[str, Any]:
    return {
        "id": str(UUID(int=at)),
        "number": str(at),
        "depth": 1,
        "parent": None,
        "title": f"Section {at}",
        "html": "".join(f"<p>{each}</p>" for each in paragraphs),
        "version": 1,
        "sources": {"workshops": [], "other": 0},
    }


def _bare_source(sections: Sequence[Paragraphs]) -> str:
    return "\n\n".join(
        "\n\n".join([f"= Section {at}", *paragraphs]) for at, paragraphs in enumerate(sections, start=1)
    )


def _bare(source: str) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bare.typ"
        file.write_text(source, encoding="utf-8")
        return typst.compile(file, format="pdf")


if __name__ == "__main__":
    main()
