"""The clause templates that come with the system (`agreements/clauses/`, one file each), in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.html import escape
from django.utils.translation import gettext as _

_FOLDER: Final = Path(__file__).resolve().parent.parent / "clauses"


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """A clause as a file gives it; the texts are English message ids, with blanks in square brackets."""

    kind: str
    title: str
    prompt: str
    paragraphs: tuple[str, ...]
    takes_sections: bool

    @property
    def html(self) -> str:
        """Its starting words in the reader's language, a paragraph each."""
        return "".join(f"<p>{escape(_(each))}</p>" for each in self.paragraphs)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing that a protocol must hold, and where the Act says so."""

    key: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ClauseTemplate:
    """A kind of agreement with its clauses, and its checklist, which may be empty."""

    key: str
    kind: str
    name: str
    about: str
    clauses: tuple[ClauseWords, ...]
    checklist: tuple[CheckItem, ...]


@cache
def clause_templates() -> tuple[ClauseTemplate, ...]:
    """All of them, by their keys. Raises KeyError or TypeError for a file that lacks something."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.yaml")))


def clause_template(kind: str) -> ClauseTemplate:
    """The template for a kind of agreement. Raises StopIteration for a kind that has none."""
    return next(each for each in clause_templates() if each.kind == kind)


def checklist_of(kind: str) -> tuple[CheckItem, ...]:
    """What an agreement of that kind must hold; empty where no law says it."""
    return next((each.checklist for each in clause_templates() if each.kind == kind), ())


def prompt_for(agreement_kind: str, clause_kind: str) -> str:
    """What a clause of that kind should say, in the reader's language; empty where the template has none."""
    clauses = clause_template(agreement_kind).clauses
    found = next((each.prompt for each in clauses if each.kind == clause_kind), "")
    return _(found) if found else ""


def _read(path: Path) -> ClauseTemplate:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    return ClauseTemplate(
        written["key"],
        written["kind"],
        written["name"],
        written["about"],
        tuple(_clause(each) for each in written["clauses"]),
        tuple(CheckItem(**each) for each in written.get("checklist", ())),
    )


def _clause(written: Mapping[str, Any]) -> ClauseWords:
    return ClauseWords(
        written["kind"],
        written["title"],
        written["prompt"],
        tuple(written["text"]),
        bool(written.get("takes_sections")),
    )
