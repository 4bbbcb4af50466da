"""Every verb that writes leaves an entry in the audit trail."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "imbizo"
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "update",
}
AUDITS = {"audit", "changed"}
# Verbs that write no domain record, and why they leave no entry.
EXEMPT = {
    "actors.suggest_for": "a suggestion; what a person decides on it is in the trail",
    "convening.say": "hundreds a minute; each input bears when it came and who wrote it, or that nobody is to know",
    "desk.mark_read": "a reader's own mark",
    "messaging.claim": "by a process; a message keeps its own history",
    "outreach.let_go": "who rings at this moment; the attempts keep their own history",
    "outreach.take": "who rings at this moment; the attempts keep their own history",
    "outreach.take_next": "who rings at this moment; the attempts keep their own history",
    "thread.audit": "the trail itself",
    "thread.log_read": "the reading log itself",
    "thread.link": "keeps its own history",
    "thread.link_many": "keeps its own history",
    "thread.issue_public_link": "keeps its own history",
    "thread.open_public_link": "keeps its own history",
    "thread.revoke_public_links": "keeps its own history",
}

Module = dict[str, ast.FunctionDef]


@dataclass(frozen=True)
class App:
    """The functions of an app's operations, by module. A private name means the one of its own module."""

    name: str
    modules: list[Module]

    def called(self, name: str, caller: Module) -> list[tuple[Module, ast.FunctionDef]]:
        """What a name in a module calls: its own function, else every public one of that name in the app."""
        if name in caller:
            return [(caller, caller[name])]
        return [(each, each[name]) for each in self.modules if name in each and not name.startswith("_")]


def operations() -> Iterator[App]:
    for app in sorted(path.parent.name for path in SOURCE.glob("*/apps.py")):
        paths = [*SOURCE.glob(f"{app}/operations.py"), *SOURCE.glob(f"{app}/operations/**/*.py")]
        trees = [ast.parse(path.read_text()) for path in paths]
        yield App(
            app,
            [{node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)} for tree in trees],
        )


def calls(function: ast.FunctionDef) -> set[str]:
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


def reached(app: App, module: Module, function: ast.FunctionDef) -> set[str]:
    """All that a verb calls, through the functions of its own app's operations."""
    names: set[str] = set()
    seen: set[int] = set()
    todo = [(module, function)]
    while todo:
        here, current = todo.pop()
        if id(current) not in seen:
            seen.add(id(current))
            found = calls(current)
            names |= found
            todo += [each for name in found for each in app.called(name, here)]
    return names


VERBS = [
    (app, module, function)
    for app in operations()
    for module in app.modules
    for name, function in module.items()
    if not name.startswith("_") and any(arg.arg == "by" for arg in function.args.kwonlyargs)
]


@pytest.mark.parametrize(
    ("app", "module", "function"), VERBS, ids=[f"{app.name}.{verb.name}" for app, _module, verb in VERBS]
)
def test_a_verb_that_writes_leaves_an_entry(app: App, module: Module, function: ast.FunctionDef) -> None:
    found = reached(app, module, function)
    writes = bool(found & WRITES)
    assert f"{app.name}.{function.name}" in EXEMPT or not writes or found & AUDITS
