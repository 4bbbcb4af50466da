"""The file of the strategy, in the order in which its rows need each other."""

from collections.abc import Mapping
from typing import Any

from imbizo.desk.operations.demo_messages import Stage
from imbizo.desk.operations.demo_strategy.coding import load_coding
from imbizo.desk.operations.demo_strategy.drafts import load_drafts
from imbizo.desk.operations.demo_strategy.scan import load_scan
from imbizo.desk.operations.demo_strategy.sources import load_sources


def load_strategy(stage: Stage, content: Mapping[str, Any]) -> None:
    """Sources, the scan, codes and themes, and the draft with its comments."""
    sources = load_sources(stage, content["sources"])
    load_scan(stage, content["scan"], sources)
    themes = load_coding(stage, content, sources)
    load_drafts(stage, content, themes)
