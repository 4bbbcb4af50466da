"""The code tree, what was coded, the themes that came of it, and what was set aside."""

from collections.abc import Mapping, Sequence
from typing import Any

from imbizo.convening.models import Input
from imbizo.desk.operations.demo_messages import Stage
from imbizo.evidence.models import Code, Codebook, Source, Theme
from imbizo.evidence.operations.codebooks import add_code, create_codebook
from imbizo.evidence.operations.coding import Words, code_words, words_quoted
from imbizo.evidence.operations.themes import create_theme, mark_grave
from imbizo.evidence.operations.weighing import set_aside
from imbizo.programmes.states import Sharing

Row = Mapping[str, Any]


def load_coding(stage: Stage, content: Row, sources: Mapping[str, Source]) -> dict[str, Theme]:
    """The themes, by their keys."""
    by, told = stage.coordinator, content["codebook"]
    codebook = create_codebook(name=told["name"], description=told["description"], sharing=Sharing.ALL, by=by)
    codes: dict[str, Code] = {}
    _grow(stage, codebook, told["codes"], codes, None)
    for key, coded in content["coded"].items():
        for each in coded:
            code_words(words=_words(stage, each, sources), codes=[codes[key]], by=by)
    themes = {row["key"]: _theme(stage, row, codes) for row in content["themes"]}
    for row in content["set_aside"]:
        set_aside(said=[stage.said[row["input"]]], because=row["because"], by=by)
    return themes


def _grow(
    stage: Stage, codebook: Codebook, rows: Sequence[Row], codes: dict[str, Code], parent: Code | None
) -> None:
    """The codes of one level and those below them; a code without a colour has its parent's."""
    for row in rows:
        colour = row.get("colour") or (parent.colour if parent else "")
        code = codes[row["key"]] = add_code(
            codebook=codebook,
            name=row["name"],
            parent=parent,
            memo=row.get("memo", ""),
            colour=colour,
            is_codable="parts" not in row,
            by=stage.coordinator,
        )
        _grow(stage, codebook, row.get("parts") or (), codes, code)


def _words(stage: Stage, coded: str | Row, sources: Mapping[str, Source]) -> Words:
    """A whole input, or words of a source."""
    if isinstance(coded, str):
        said: Input = stage.said[coded]
        return Words(said.text, 0, len(said.text), input=said)
    source = sources[coded["source"]]
    source.refresh_from_db()
    return words_quoted(Words(source.text, 0, len(source.text), source=source), coded["words"])


def _theme(stage: Stage, row: Row, codes: Mapping[str, Code]) -> Theme:
    by = stage.coordinator
    theme = create_theme(
        title=row["title"],
        statement=row["statement"],
        sharing=Sharing.ALL,
        codes=[codes[key] for key in row["codes"]],
        by=by,
    )
    return mark_grave(theme=theme, because=row["grave"], by=by) if row.get("grave") else theme
