"""What a page says of a file of another program: its figures, and the list of what isn't taken."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from imbizo.base.components import Figure
from imbizo.evidence.models import ProjectImport
from imbizo.evidence.rules.project_words import KINDS, REASONS


@dataclass(frozen=True)
class Line:
    """One entry of the list: how many of what, why, and the first of their names."""

    kind: str | Promise
    count: int
    why: str | Promise
    names: Sequence[str]

    @property
    def more(self) -> int:
        """How many have no name here."""
        return self.count - len(self.names) if self.names else 0


def figures(project: ProjectImport) -> list[Figure]:
    """How many codes, texts, codings, coders, cases and memos are in it."""
    found = project.found
    if not found:
        return []
    return [
        Figure(found["codes"], _("Codes")),
        Figure(found["texts"], _("Texts")),
        Figure(found["codings"], _("Codings")),
        Figure(len(found["coders"]), _("Coders")),
        Figure(found["cases"], _("Cases")),
        Figure(found["memos"], _("Memos")),
    ]


def lines(project: ProjectImport, *, is_lost: bool) -> list[Line]:
    """What isn't taken, or what was mended."""
    return [
        Line(
            KINDS.get(each["kind"], each["kind"]),
            each["count"],
            REASONS.get(each["reason"], each["reason"]),
            each["names"],
        )
        for each in project.left_out
        if each["is_lost"] == is_lost
    ]
