"""Two people's changes to one text brought together, three ways, word by word (drafting-and-agreements.md section 2).

What doesn't collide is merged. Changes collide where they touch the same words, or words with nothing but white space
between them, and aren't the same change; where one deletes what the other edits; or where both set one thing
differently. A collision becomes a hunk that shows all three versions, for a person to choose: nothing is ever lost or
written silently. Mine and theirs are alike in rank: exchanging them exchanges only the names in the result.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from imbizo.calc.alignment import Match
from imbizo.calc.errors import ChoicesError
from imbizo.calc.pairing import common
from imbizo.calc.richtext import Look, RichText
from imbizo.calc.tokens import BREAK, Row, Setting, plain, to_rich, tokens


class Side(StrEnum):
    """Whose a change is."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class Choice(StrEnum):
    """What is to stand where two changes collide."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Credit:
    """A change that the merge took: whose, and the words before and after; equal where only their look changed."""

    side: Side
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Hunk:
    """A place where two changes collide, in three versions, with the unchanged words around it."""

    base: RichText
    mine: RichText
    theirs: RichText
    before: str
    after: str


class Part(NamedTuple):
    """A stretch of the base with its versions. `side` says whose was taken, None where they collide or none changed."""

    base: Row
    mine: Row
    theirs: Row
    side: Side | None

    @property
    def is_same(self) -> bool:
        return self.base == self.mine == self.theirs

    @property
    def collides(self) -> bool:
        return self.side is None and not self.is_same


@dataclass(frozen=True, slots=True)
class Merge:
    """What became of two versions of a base: see `text` where it's clean, else `hunks` and `resolve`."""

    parts: tuple[Part, ...]

    @property
    def is_clean(self) -> bool:
        return not any(part.collides for part in self.parts)

    @property
    def text(self) -> RichText | None:
        """The merged text; None while changes collide."""
        return resolve(self, []) if self.is_clean else None

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """Where changes collide, in order."""
        return tuple(_hunk(self.parts, at) for at, part in enumerate(self.parts) if part.collides)

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Which changes were taken and whose they are, in order; the same change by both is one."""
        changed = (part for part in self.parts if part.side)
        return tuple(
            Credit(part.side, plain(part.base), plain(_taken(part))) for part in changed if part.side
        )


def merge(base: RichText, mine: RichText, theirs: RichText) -> Merge:
    """Bring the changes from base to mine and from base to theirs together."""
    row = tokens(base)
    versions = _version(row, tokens(mine), is_mine=True), _version(row, tokens(theirs), is_mine=False)
    return Merge(tuple(_joined(_parts(_Sides(row, *versions)))))


def resolve(merge: Merge, choices: Sequence[Choice | RichText]) -> RichText:
    """The merged text with one choice for each hunk, in order; a rich text stands for words written anew.

    Raises ChoicesError where their number differs.
    """
    expected = sum(part.collides for part in merge.parts)
    if len(choices) != expected:
        raise ChoicesError(len(choices), expected)
    remaining = iter(choices)
    return to_rich(
        _chain(_chosen(part, next(remaining)) if part.collides else _taken(part) for part in merge.parts)
    )


def _taken(part: Part) -> Row:
    return part.theirs if part.side is Side.THEIRS else part.mine


def _chosen(part: Part, choice: Choice | RichText) -> Row:
    if isinstance(choice, RichText):
        return _anew(part, tokens(choice))
    if choice is Choice.BOTH:
        return _both(part.mine, part.theirs)
    return {Choice.MINE: part.mine, Choice.THEIRS: part.theirs, Choice.BASE: part.base}[choice]


def _anew(part: Part, row: Row) -> Row:
    """Words written anew in the place of a part: where that ends inside a block, the last of them ends none."""
    ends_block = any(side.keys[-1:] == [BREAK] for side in (part.base, part.mine, part.theirs))
    return row if ends_block else row.cut(0, len(row) - 1)


def _both(mine: Row, theirs: Row) -> Row:
    """One after the other, mine first, with a space between words."""
    if (
        not mine
        or not theirs
        or mine.keys[-1] == BREAK
        or mine.keys[-1].isspace()
        or theirs.keys[0].isspace()
    ):
        return mine + theirs
    return mine + Row([" "], [Look()]) + theirs


_CONTEXT = 60
_CONTEXT_TOKENS = 40


def _hunk(parts: Sequence[Part], at: int) -> Hunk:
    before = "".join(reversed([plain(row) for row in _settled(reversed(parts[:at]))]))
    after = "".join(plain(row) for row in _settled(parts[at + 1 :]))
    part = parts[at]
    return Hunk(
        to_rich(part.base),
        to_rich(part.mine),
        to_rich(part.theirs),
        before.rpartition("\n")[2][-_CONTEXT:],
        after.partition("\n")[0][:_CONTEXT],
    )


def _settled(parts: Iterable[Part]) -> Iterator[Row]:
    """The rows of the parts up to the next collision, the end of a block, or as many words as are shown."""
    for part in itertools.takewhile(lambda part: not part.collides, parts):
        row = _taken(part)
        yield row
        if len(row) > _CONTEXT_TOKENS or BREAK in row.keys:
            return


# How the parts are found: each side's edits against the base, those that collide together, and what lies between.


class _Edit(NamedTuple):
    """A side's edit: tokens `start` to before `end` of the base became `new` to before `new_end` of its row."""

    start: int
    end: int
    new: int
    new_end: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class _Version:
    """A side's row, its edits of the base, and where each token of the base stands in it that it kept."""

    row: Row
    edits: list[_Edit]
    places: dict[int, int]

    def between(self, start: int, end: int) -> Row:
        """The side's version of a stretch of the base in which it has no edit, and none at the ends counts."""
        place = self.places.get(start, 0)
        return self.row.cut(place, place + end - start)

    def of(self, start: int, end: int, edits: Sequence[_Edit]) -> Row:
        """The side's version of a stretch of the base in which it has these edits."""
        if not edits:
            return self.between(start, end)
        first, last = edits[0], edits[-1]
        return self.row.cut(first.new - (first.start - start), last.new_end + end - last.end)


class _Sides(NamedTuple):
    base: Row
    mine: _Version
    theirs: _Version


def _version(base: Row, row: Row, *, is_mine: bool) -> _Version:
    edits: list[_Edit] = []
    places: dict[int, int] = {}
    old = new = 0
    for match in [*common(base.keys, row.keys), Match(len(base), len(row), 0)]:
        if old < match.old or new < match.new:
            edits.append(_Edit(old, match.old, new, match.new, is_mine))
        old, new = match.old + match.length, match.new + match.length
        places.update(zip(range(match.old, old), range(match.new, new), strict=True))
    return _Version(row, edits, places)


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Neighbouring collisions as one, for they'd be one question."""
    for collides, group in itertools.groupby(parts, key=lambda part: part.collides):
        if collides:
            base, mine, theirs = (_chain(rows) for rows in list(zip(*group, strict=True))[:3])
            yield Part(base, mine, theirs, None)
        else:
            yield from group


def _chain(rows: Iterable[Row]) -> Row:
    row = Row([], [])
    for each in rows:
        row.keys.extend(each.keys)
        row.looks.extend(each.looks)
    return row


def _parts(sides: _Sides) -> Iterator[Part]:
    """The stretches of the base in order, each with its fate."""
    at = 0
    for cluster in _clusters(sides):
        start, end = cluster[0].start, max(edit.end for edit in cluster)
        yield from _unedited(sides, at, start)
        yield _edited(sides, start, end, cluster)
        at = end
    yield from _unedited(sides, at, len(sides.base))


def _clusters(sides: _Sides) -> Iterator[list[_Edit]]:
    """The edits in order, those that collide with one of the other side together."""
    cluster: list[_Edit] = []
    last: dict[bool, _Edit] = {}  # The last edit of each side in the cluster; True is mine.
    for edit in sorted(sides.mine.edits + sides.theirs.edits):
        other = last.get(not edit.is_mine)
        if cluster and not (other and _collide(sides, other, edit)):
            yield cluster
            cluster, last = [], {}
        cluster.append(edit)
        last[edit.is_mine] = edit
    if cluster:
        yield cluster


def _collide(sides: _Sides, first: _Edit, second: _Edit) -> bool:
    """Whether edits of two sides overlap or touch, white space between them not counting; `first` begins no later."""
    if first.end < second.start:
        return all(sides.base.keys[at].isspace() for at in range(first.end, second.start))
    return first.end > second.start or not _meet_cleanly(sides, first, second)


def _meet_cleanly(sides: _Sides, first: _Edit, second: _Edit) -> bool:
    """Whether two edits meet where a block begins, the first ends with a block, and not both put blocks there."""
    if not _begins_block(sides.base, second.start) or first.start == first.end == second.end:
        return False
    if first.new == first.new_end:
        return _begins_block(sides.base, first.start)
    version = sides.mine if first.is_mine else sides.theirs
    return version.row.keys[first.new_end - 1] == BREAK


def _begins_block(row: Row, at: int) -> bool:
    return not at or row.keys[at - 1] == BREAK


def _edited(sides: _Sides, start: int, end: int, cluster: Sequence[_Edit]) -> Part:
    """A stretch that one side edited, or both."""
    base = sides.base.cut(start, end)
    mine = sides.mine.of(start, end, [edit for edit in cluster if edit.is_mine])
    theirs = sides.theirs.of(start, end, [edit for edit in cluster if not edit.is_mine])
    return Part(base, mine, theirs, _whose(base, mine, theirs))


def _whose(base: object, mine: object, theirs: object) -> Side | None:
    """Whose change to take: None where there's none, or where two collide."""
    if mine == theirs:
        return None if mine == base else Side.BOTH
    if mine == base:
        return Side.THEIRS
    return Side.MINE if theirs == base else None


def _unedited(sides: _Sides, start: int, end: int) -> Iterator[Part]:
    """A stretch in which both sides kept the words, though they may have set them differently."""
    if start == end:
        return
    base = sides.base.cut(start, end)
    mine, theirs = sides.mine.between(start, end), sides.theirs.between(start, end)
    if base == mine == theirs:
        yield Part(base, mine, theirs, None)
        return
    looks = [_set(*three) for three in zip(base.looks, mine.looks, theirs.looks, strict=True)]
    at = 0
    for (_look, side), group in itertools.groupby(looks, key=lambda fate: (fate[0] is None, fate[1])):
        fates = list(group)
        stop = at + len(fates)
        kept = zip(fates, mine.looks[at:stop], strict=True)
        merged = [own if look is None else look for (look, _side), own in kept]
        yield Part(base.cut(at, stop), Row(base.keys[at:stop], merged), theirs.cut(at, stop), side)
        at = stop


def _set(base: Setting, mine: Setting, theirs: Setting) -> tuple[Setting | None, Side | None]:
    """How words are set that both kept, and whose change that is; no setting where the two collide."""
    side = _whose(base, mine, theirs)
    if side or mine == theirs:
        return (theirs if side is Side.THEIRS else mine), side
    if isinstance(base, Look) and isinstance(mine, Look) and isinstance(theirs, Look):
        look = _look(base, mine, theirs)
        return look, look and Side.BOTH
    return None, None


def _look(base: Look, mine: Look, theirs: Look) -> Look | None:
    """Both sides' marks, each as the side that changed it left it; None where the two lead to different places."""
    if mine.href != theirs.href and base.href not in {mine.href, theirs.href}:
        return None
    marks = (mine.marks & theirs.marks) | ((mine.marks ^ theirs.marks) - base.marks)
    return Look(marks, theirs.href if mine.href == base.href else mine.href)
