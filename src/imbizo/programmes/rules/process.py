"""Process templates: YAML files in `programmes/processes/`, read once and checked as they are read.

Texts in them are English message ids; `gettext` is applied where they are shown or copied into a programme.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.errors import BadTemplate
from imbizo.programmes.rules.roles import ROLES

FOLDER = Path(__file__).parent.parent / "processes"


@dataclass(frozen=True)
class StepTemplate:
    """A step: `tool` is the dotted name of what gives it a live state, empty for a step kept by hand."""

    key: str
    title: str
    what: str
    tool: str
    owner_role: str
    due_after_days: int


@dataclass(frozen=True)
class PhaseTemplate:
    key: str
    title: str
    short: str
    steps: tuple[StepTemplate, ...]


@dataclass(frozen=True)
class ExpectedActor:
    """Who should be in the register, in each municipality or once in the programme."""

    sphere: str
    kind: str
    per_municipality: bool
    who: str
    why: str


@dataclass(frozen=True)
class RetentionDefault:
    """How many months a class of records is kept, None for ever, counted from when, and what then."""

    record_class: str
    covers: str
    counted_from: str
    months: int | None
    then: str


@dataclass(frozen=True)
class ProcessTemplate:
    """A whole process, as a new programme starts with it."""

    key: str
    title: str
    short: str
    summary: str
    for_whom: str
    phases: tuple[PhaseTemplate, ...]
    coverage: tuple[ExpectedActor, ...]
    retention: tuple[RetentionDefault, ...]


@cache
def process_templates() -> dict[str, ProcessTemplate]:
    """Every template by key. Raises BadTemplate, naming the file, where one can't be used."""
    templates = [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {template.key: template for template in templates}


def process_template(key: str) -> ProcessTemplate:
    """The template of that key. Raises BadTemplate."""
    if key not in process_templates():
        known = {"key": key, "known": ", ".join(process_templates())}
        raise BadTemplate(_("There is no process called “%(key)s”. There are: %(known)s.") % known)
    return process_templates()[key]


def _read(path: Path) -> ProcessTemplate:
    try:
        template = _template(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise BadTemplate(f"{path.name}: {error}") from error
    _check(template, path.name)
    return template


def _template(raw: Mapping[str, Any]) -> ProcessTemplate:
    return ProcessTemplate(
        key=raw["key"],
        title=raw["title"],
        short=raw["short"],
        summary=raw["summary"].strip(),
        for_whom=raw["for_whom"],
        phases=tuple(_phase(each) for each in raw["phases"]),
        coverage=tuple(_expected(each) for each in raw["coverage"]),
        retention=tuple(RetentionDefault(**each) for each in raw["retention"]),
    )


def _phase(raw: Mapping[str, Any]) -> PhaseTemplate:
    return PhaseTemplate(raw["key"], raw["title"], raw["short"], tuple(_step(each) for each in raw["steps"]))


def _step(raw: Mapping[str, Any]) -> StepTemplate:
    return StepTemplate(
        key=raw["key"],
        title=raw["title"],
        what=raw["what"].strip(),
        tool=raw["tool"] or "",
        owner_role=raw["owner_role"],
        due_after_days=int(raw["due_after_days"]),
    )


def _expected(raw: Mapping[str, Any]) -> ExpectedActor:
    return ExpectedActor(raw["sphere"], raw["kind"], raw["per"] == "municipality", raw["who"], raw["why"])


def _check(template: ProcessTemplate, file: str) -> None:
    steps = [step for phase in template.phases for step in phase.steps]
    keys = [step.key for step in steps]
    if len(set(keys)) != len(keys):
        raise BadTemplate(f"{file}: two steps have the same key")
    if unknown := {step.owner_role for step in steps} - ROLES.keys():
        raise BadTemplate(f"{file}: no such role: {', '.join(sorted(unknown))}")
