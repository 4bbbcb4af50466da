"""Literature, policies, practices, interviews and articles."""

from collections.abc import Mapping, Sequence
from typing import Any

from imbizo.desk.operations.demo_messages import Stage
from imbizo.evidence.models import Source
from imbizo.evidence.operations.sources import add_source, share_source
from imbizo.evidence.operations.texts import set_text
from imbizo.evidence.states import SourceKind, TextState
from imbizo.programmes.states import Sharing

Row = Mapping[str, Any]
_PLAIN = ("title", "authors", "year", "container", "publisher", "language", "abstract", "note")


def load_sources(stage: Stage, rows: Sequence[Row]) -> dict[str, Source]:
    """Each source with its text, by its key. Others see all but the interview."""
    return {row["key"]: _source(stage, row) for row in rows}


def _source(stage: Stage, row: Row) -> Source:
    fields = {name: row[name] for name in _PLAIN if name in row}
    if row.get("place"):
        fields["place"] = stage.places[row["place"]]
    kind = SourceKind(row["kind"])
    source = add_source(kind=kind, by=stage.coordinator, details=_details(stage, row), **fields)
    if row.get("text"):
        set_text(source=source, text=row["text"], pages=[], by=stage.coordinator, state=TextState.READ)
    if kind != SourceKind.INTERVIEW:
        share_source(source=source, sharing=Sharing.ALL, by=stage.coordinator)
    return source


def _details(stage: Stage, row: Row) -> dict[str, Any]:
    if "practice" in row:
        found = dict(row["practice"])
        for name in ("institution", "contact"):
            found[name] = stage.actors[found[name]] if found.get(name) else None
        return found
    if "interview" in row:
        told = row["interview"]
        held = stage.at(told["held"]).date()
        return {
            "called": told["called"],
            "held_on": held,
            "consent": told["consent"],
            "consent_on": held,
            "conditions": told.get("conditions", ""),
            "is_anonymous": told.get("anonymous", False),
        }
    return {}
