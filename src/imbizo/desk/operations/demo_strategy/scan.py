"""The rapid scan of the literature: what was found and taken in, and what it answers."""

from collections.abc import Mapping
from typing import Any

from imbizo.desk.operations.demo_messages import Stage
from imbizo.evidence.models import Source

Row = Mapping[str, Any]


def load_scan(stage: Stage, told: Row, sources: Mapping[str, Source]) -> None:
    """Filled in once the verbs of scans stand."""
