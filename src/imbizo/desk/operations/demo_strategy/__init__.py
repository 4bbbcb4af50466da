"""Loading what became of what was said in a demo programme: themes, a strategy, agreements and their measures.

The forms of the files are told in `desk/demo/strategy/cape-winelands.yaml` and `desk/demo/agreements/`.
"""

from imbizo.desk.operations.demo_strategy.agreements import load_agreements
from imbizo.desk.operations.demo_strategy.loading import load_strategy

__all__ = ["load_agreements", "load_strategy"]
