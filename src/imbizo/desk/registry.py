"""What other apps tell the journey: how a tool's step stands, figures of the week, and sentences for its head.

All are bound in `config/wiring/`. Each function costs a fixed number of queries, whatever the size of the programme.
"""

from collections.abc import Callable, Mapping, Sequence

from imbizo.base.components import Figure
from imbizo.base.registry import Hooks
from imbizo.programmes.models import Membership
from imbizo.programmes.states import StepStatus

# None where the tool has nothing to say to that member.
ToolState = Callable[[Membership], StepStatus | None]

# Figures for the side of the journey page ("7 actions due"), each with the way to what it counts.
week_figures: Hooks[[Membership], Sequence[Figure]] = Hooks("figures of the week")
# Sentences under the programme's name ("412 actors in the register.").
head_lines: Hooks[[Membership], str] = Hooks("lines of the journey's head")

_tools: dict[str, ToolState] = {}


def register_tool(key: str, state: ToolState) -> None:
    """Let a tool ("actors.coverage") say how the steps that name it stand."""
    _tools[key] = state


def tools() -> Mapping[str, ToolState]:
    """The tools that exist, by key."""
    return _tools
