"""Who stands behind each section: from which gatherings, and how many voices. Nobody is named.

A voice is an input as it was spoken or written: what facilitators joined or divided counts as often as it was said. A
gathering of which fewer than five voices stand behind a section isn't named beside it: its people could be known by
their words. Such gatherings are put together, and where they have fewer than five voices in all, the number is closed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.calc.disclosure import is_few
from imbizo.convening.models import Gathering, Input
from imbizo.convening.queries.words import span_words
from imbizo.convening.states import InputState
from imbizo.drafting.models import Document, Section
from imbizo.thread.queries.origins import origins

_INPUT = "convening.input"
# What a comment led to doesn't make the section's own sources those of another section.
_NOT_THROUGH = ("drafting.comment",)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A gathering behind a section: its name, its day in words, and how many voices of it."""

    name: str
    day: str
    voices: int


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands behind a section.

    `other` counts the voices of gatherings that are too small to name; None where they are too few to say.
    """

    workshops: tuple[Workshop, ...] = ()
    other: int | None = 0

    @property
    def voices(self) -> int | None:
        """All voices, where that can be said."""
        if self.other is None:
            return None
        return sum(each.voices for each in self.workshops) + self.other

    @property
    def is_none(self) -> bool:
        return not self.workshops and self.other == 0

    def as_json(self) -> dict[str, Any]:
        """The form in which a publication keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sources":
        return cls(tuple(Workshop(**each) for each in kept["workshops"]), kept["other"])


def sources_of(document: Document, sections: Sequence[Section]) -> dict[UUID, Sources]:
    """What stands behind each of these sections of a document, in four queries."""
    reached = origins(document.programme_id, [each.pk for each in sections], _INPUT, not_through=_NOT_THROUGH)
    at = _gatherings_of(set().union(*reached.values()) if reached else set())
    held = {each.pk: each for each in Gathering.objects.filter(pk__in=set(at.values()))}
    return {
        pk: _sources(Counter(at[each] for each in inputs if each in at), held)
        for pk, inputs in reached.items()
    }


def said(sources: Sources) -> list[str]:
    """The same in words, a line for each: "Workshop in De Doorns, 12 May: 23 voices"."""
    lines = [f"{each.name}, {each.day}: {_voices(each.voices)}" for each in sources.workshops]
    if sources.other is None:
        lines.append(_("Smaller gatherings: fewer than five voices"))
    elif sources.other:
        lines.append(_("Smaller gatherings: %(voices)s") % {"voices": _voices(sources.other)})
    return lines


def _voices(count: int) -> str:
    return ngettext("%(count)s voice", "%(count)s voices", count) % {"count": count}


def _gatherings_of(inputs: Iterable[UUID]) -> dict[UUID, UUID]:
    """The gathering of each input that wasn't withdrawn."""
    rows = Input.objects.filter(pk__in=list(inputs)).exclude(state=InputState.WITHDRAWN)
    return dict(rows.order_by().values_list("pk", "gathering_id"))


def _sources(counts: Counter[UUID], held: Mapping[UUID, Gathering]) -> Sources:
    named = [(held[pk], count) for pk, count in counts.items() if not is_few(count)]
    small = sum(count for count in counts.values() if is_few(count))
    named.sort(key=lambda pair: (-pair[1], pair[0].name))
    workshops = (Workshop(each.name, span_words(each), count) for each, count in named)
    return Sources(tuple(workshops), None if is_few(small) else small)
