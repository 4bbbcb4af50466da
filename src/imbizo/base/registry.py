"""Hooks: how an app below asks for something that only an app above knows. All are bound in `config/wiring/`."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Unbound(LookupError):
    """A hook was used that the wiring doesn't bind."""


class Hooks(Generic[P, R]):
    """Functions with one signature, called in the order in which they were bound."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._bound: list[Callable[P, R]] = []

    def bind(self, function: Callable[P, R]) -> None:
        if function not in self._bound:
            self._bound.append(function)

    def __iter__(self) -> Iterator[Callable[P, R]]:
        return iter(self._bound)


class Operations:
    """Operations by name, for tasks: a task stands below the operations that enqueue it, so it can't import them."""

    def __init__(self) -> None:
        self._bound: dict[str, Callable[..., Any]] = {}

    def bind(self, name: str, operation: Callable[..., Any]) -> None:
        self._bound[name] = operation

    def run(self, name: str, /, **arguments: Any) -> Any:
        """Call the operation of that name. Raises Unbound where the wiring has none."""
        if name not in self._bound:
            raise Unbound(name)
        return self._bound[name](**arguments)


operations = Operations()
