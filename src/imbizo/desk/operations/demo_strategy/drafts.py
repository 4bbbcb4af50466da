"""The strategy: components, sections with their citations, the reference group, its comments and the answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.formats import date_format

from imbizo.calc import richtext
from imbizo.calc.richtext import Block, Citation, RichText, Run
from imbizo.convening.models import Input
from imbizo.convening.queries.citable import where
from imbizo.desk.operations.demo_messages import Stage
from imbizo.desk.operations.demo_strategy.circulation import load_circulation
from imbizo.drafting.models import Component, Document, Section
from imbizo.drafting.operations.citations import cite
from imbizo.drafting.operations.components import add_component
from imbizo.drafting.operations.documents import add_document
from imbizo.drafting.operations.outline import add_section, change_section
from imbizo.drafting.operations.sections import write
from imbizo.drafting.states import SectionState
from imbizo.evidence.models import Theme
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import link
from imbizo.thread.states import Relation

Row = Mapping[str, Any]
_CITED: Final = re.compile(r"\{([a-z0-9-]+)\}")
"""A citation of what was said, by the key of the input."""


def load_drafts(stage: Stage, content: Row, themes: Mapping[str, Theme]) -> None:
    """The strategy with all that was said about it; its sections stand on the stage by their keys."""
    told = content["strategy"]
    document = add_document(
        title=told["title"],
        purpose=told["purpose"],
        due_on=stage.at(told["due"]).date(),
        sharing=Sharing.ALL,
        by=stage.coordinator,
    )
    components = {
        row["key"]: add_component(
            title=row["title"],
            statement=row["statement"],
            document=document,
            sharing=Sharing.ALL,
            themes=[themes[key] for key in row["themes"]],
            by=stage.coordinator,
        )
        for row in content["components"]
    }
    for row in told["sections"]:
        stage.sections[row["key"]] = _section(stage, document, row, components)
    stage.documents["strategy"] = document
    load_circulation(stage, document, told)


def _section(stage: Stage, document: Document, row: Row, components: Mapping[str, Component]) -> Section:
    writer = stage.members[row["writer"]] if row.get("writer") else None
    section = add_section(document=document, title=row["title"], writer=writer, by=stage.coordinator)
    if row.get("component"):
        component = components[row["component"]]
        change_section(section=section, changes={"component": component}, by=stage.coordinator)
        link(section, component, Relation.INFORMS, by=stage.coordinator)
    if row["text"]:
        section = fill(stage, section, row["text"])
        change_section(section=section, changes={"state": SectionState(row["state"])}, by=stage.coordinator)
    if "due" in row:
        change_section(section=section, changes={"due_on": stage.at(row["due"]).date()}, by=stage.coordinator)
    section.refresh_from_db()
    return section


def fill(stage: Stage, section: Section, paragraphs: Sequence[str]) -> Section:
    """Write these paragraphs into a section, with what they cite."""
    blocks = [Block(tuple(_content(stage, section, text))) for text in paragraphs]
    html = richtext.to_html(RichText.of(blocks))
    section.refresh_from_db()
    return write(section=section, html=html, base_version=section.version, by=stage.coordinator).section


def _content(stage: Stage, section: Section, text: str) -> list[Run | Citation]:
    """Words and citations in turn: what is split at a citation has keys of inputs at its odd places."""
    pieces = _CITED.split(text)
    return [
        _citation(stage, section, stage.said[piece]) if place % 2 else Run(piece)
        for place, piece in enumerate(pieces)
        if piece
    ]


def _citation(stage: Stage, section: Section, said: Input) -> Citation:
    day = said.said_at.astimezone(stage.programme.zone)
    label = f"{where(said.gathering)}, {date_format(day, 'F Y' if said.is_anonymous else 'j F')}"
    made = cite(section=section, kind="convening.input", id=said.pk, label=label, by=stage.coordinator)
    return Citation(made.pk)
