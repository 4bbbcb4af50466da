"""A thread in plain sentences: what a record goes back to, and what became of it.

"What was said in De Doorns on 12 May is in section 3 of “Living together” and clause 4.2 of “Memorandum”, which Breede
Valley adopted on 30 August." Each kind says its own part of it (`registry.Telling`); here they are put together, from
what the reader may see and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imbizo.base.sentences import listed, opened
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.queries.walk import Reach, Strand, reach
from imbizo.thread.registry import Telling
from imbizo.thread.states import Part, Stage

FEW: Final = 3
"""So many of a kind are named in a sentence; of the others it says how many there are."""
_FIRST: Final[Mapping[Part, Promise]] = {
    Part.CODED: gettext_lazy("%(this)s is coded as %(list)s."),
    Part.IN: gettext_lazy("%(this)s is in %(list)s."),
    Part.LED: gettext_lazy("%(this)s led to %(list)s."),
    Part.PUT: gettext_lazy("%(this)s was put to %(list)s."),
    Part.DREW: gettext_lazy("%(this)s drew %(list)s."),
}
_NEXT: Final[Mapping[Part, Promise]] = {
    Part.CODED: gettext_lazy("It is coded as %(list)s."),
    Part.IN: gettext_lazy("It is in %(list)s."),
    Part.LED: gettext_lazy("It led to %(list)s."),
    Part.PUT: gettext_lazy("It was put to %(list)s."),
    Part.DREW: gettext_lazy("It drew %(list)s."),
}


@dataclass(frozen=True, slots=True)
class Story:
    """A record's thread: both walks, and the sentences that say the same. `parts` are those of a whole."""

    before: Reach
    after: Reach
    came_from: str
    became: Sequence[str]
    parts: Sequence[Any] = ()

    @property
    def sentences(self) -> list[str]:
        """What became of it, and what it goes back to. They are long, so that each is shown as a paragraph."""
        return [each for each in (*self.became, self.came_from) if each]

    @property
    def is_alone(self) -> bool:
        """Whether nothing that the reader may see is tied to it."""
        return not (self.before.strands or self.after.strands)


def story(record: Any, member: Membership) -> Story:
    """The thread of a record, or of a whole with all its parts, as this member may see it.

    The number of queries follows from the kinds on the thread, not from how many records there are.
    """
    parts = registry.parts(member, record)
    starts = [record, *parts]
    before, after = reach(starts, member, "from"), reach(starts, member, "to")
    return Story(before, after, _came_from(record, before, member), _became(record, after, member), parts)


def few(phrases: Sequence[str]) -> list[str]:
    """The first FEW of these, and how many more there are."""
    left = len(phrases) - FEW
    if left < 1:
        return list(phrases)
    return [*phrases[:FEW], ngettext("%(count)s more", "%(count)s more", left) % {"count": left}]


def subject(record: Any) -> str:
    """What a sentence about the record begins with: "what was said in De Doorns on 12 May", "this clause"."""
    kind = registry.kind_of(record)
    told = registry.telling(kind.kind)
    if told is not None and told.subject is not None:
        return told.subject(record)
    return _("this %(noun)s") % {"noun": kind.noun}


def _came_from(record: Any, before: Reach, member: Membership) -> str:
    told = registry.telling(registry.kind_of(record).kind)
    phrases = _origins(before, member)
    this = {"this": opened(subject(record)), "list": listed(phrases)}
    if phrases:
        return _("%(this)s goes back to %(list)s.") % this
    if told is not None and told.is_root:
        return ""
    if before.strands:
        return _("%(this)s goes back to %(list)s.") % (this | {"list": listed(_counted(before.strands))})
    return _("Nothing is noted yet that this goes back to.")


def _origins(before: Reach, member: Membership) -> list[str]:
    """Those that stand at the beginning; where there are none, the earliest kind that is there."""
    there = [each for each in registry.tellings() if each.origin is not None and each.kind in before.ids]
    roots = [each for each in there if each.is_root] or there[:1]
    return [phrase for each in roots if each.origin for phrase in each.origin(member, before.ids[each.kind])]


def _became(record: Any, after: Reach, member: Membership) -> list[str]:
    this = opened(subject(record))
    sentences = list(_sentences(this, _by_part(after, member)))
    if not sentences and after.strands:
        words = {"this": this, "list": listed(_counted(after.strands))}
        sentences = [_("%(this)s led to %(list)s.") % words]
    told = registry.telling(registry.kind_of(record).kind)
    stands = told.stands(member, record) if told is not None and told.stands is not None else ""
    return [each for each in (*sentences, stands) if each] or [_("Nobody has used this yet.")]


def _by_part(after: Reach, member: Membership) -> dict[Part, list[str]]:
    parts: dict[Part, list[str]] = {}
    near = {strand.id for strand in after.strands if strand.depth == 1}
    for each in _worth_telling(after):
        ids = after.ids[each.kind]
        # A comment on what was made of something isn't one on the thing itself.
        told = ids & near if each.part is Part.DREW else ids
        phrases = each.became(member, told) if each.became and told else ()
        parts.setdefault(each.part, []).extend(phrases)
    return {part: phrases for part, phrases in parts.items() if phrases}


def _worth_telling(after: Reach) -> list[Telling]:
    """The kinds that are told: of those on the way to a text, only the furthest."""
    there = [each for each in registry.tellings() if each.became is not None and each.kind in after.ids]
    early = [each.stage for each in there if each.stage < Stage.WRITTEN]
    furthest = max((each.stage for each in there if each.part in (Part.CODED, Part.IN)), default=None)
    floor = furthest if furthest is not None else max(early, default=Stage.SAID)
    return [each for each in there if each.stage >= min(floor, Stage.WRITTEN) or each.part is Part.PUT]


def _sentences(this: str, parts: Mapping[Part, Sequence[str]]) -> Iterable[str]:
    frames = _FIRST
    for part, phrases in parts.items():
        yield str(frames[part]) % {"this": this, "list": listed(phrases)}
        frames = _NEXT


def _counted(strands: Sequence[Strand]) -> list[str]:
    """How many of each kind there are, where no kind has more to say: "2 meetings"."""
    counts: dict[str, int] = {}
    for strand in strands:
        counts[strand.kind.kind] = counts.get(strand.kind.kind, 0) + (strand.more or 1)
    kinds = [(registry.get(name), count) for name, count in counts.items()]
    named = [(kind.noun if count == 1 else kind.many.lower(), count) for kind, count in kinds]
    return few([_("%(count)s %(noun)s") % {"count": count, "noun": noun} for noun, count in named])
