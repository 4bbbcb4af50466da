"""Hypothesis strategies that make rich texts of every kind, and texts that differ by an edit or two."""

import uuid

from hypothesis import strategies as st

from imbizo.calc.richtext import Block, Citation, Kind, Look, Mark, RichText, Run, SectionReference, Shape

WORDS = [
    "the",
    "parties",
    "shall",
    "meet",
    "quarterly",
    "a",
    "é",
    "e\u0301",
    "👩\u200d🌾",
    "\xa0",
    "4.2",
    "R",
    "<b>",
    "&amp;",
]
SPACES = [" ", " ", " ", "\n", "\n\n", "  ", ", ", ".", "\t", "\r\n", ""]
IDS = [uuid.UUID(int=number) for number in range(1, 4)]

words = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=6).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)
texts = st.one_of(words, st.text(max_size=12))
looks = st.builds(
    Look,
    st.frozensets(st.sampled_from(Mark), max_size=2),
    st.sampled_from(["", "", "", "https://example.org/a?b=1&c=%22", "mailto:a@example.org"]),
)
atoms = st.one_of(
    st.builds(Citation, st.sampled_from(IDS)),
    st.builds(SectionReference, st.sampled_from(IDS)),
)
inlines = st.one_of(st.builds(Run, texts, looks), st.builds(Run, texts), atoms)
shapes = st.builds(Shape, st.sampled_from(Kind), st.integers(0, 9))
blocks = st.builds(Block, st.lists(inlines, max_size=4).map(tuple), shapes)
rich_texts = st.lists(blocks, max_size=5).map(RichText.of)


@st.composite
def versions(draw: st.DrawFn, count: int = 2) -> tuple[RichText, ...]:
    """A rich text and others made of it by dropping, changing and adding blocks and pieces of blocks."""
    base = draw(rich_texts)
    return (base, *(RichText.of(_edited(draw, base)) for _version in range(count - 1)))


def _edited(draw: st.DrawFn, base: RichText) -> list[Block]:
    edited = []
    for block in base.blocks:
        match draw(st.sampled_from(["keep", "keep", "drop", "shape", "content", "before"])):
            case "keep":
                edited.append(block)
            case "shape":
                edited.append(Block(block.content, draw(shapes)))
            case "content":
                edited.append(Block((*block.content[:-1], draw(inlines)), block.shape))
            case "before":
                edited += [draw(blocks), block]
    return edited
