"""Every verb that writes leaves an entry in the audit trail."""

import ast
from collections.abc import Iterator
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

Functions = dict[str, ast.FunctionDef]


def operations() -> Iterator[tuple[str, Functions]]:
    for app in sorted(path.parent.name for path in SOURCE.glob("*/apps.py")):
        paths = [*SOURCE.glob(f"{app}/operations.py"), *SOURCE.glob(f"{app}/operations/**/*.py")]
        trees = [ast.parse(path.read_text()) for path in paths]
        yield (
            app,
            {node.name: node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)},
        )


def calls(function: ast.FunctionDef) -> set[str]:
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


def reached(name: str, functions: Functions) -> set[str]:
    """All that a verb calls, through the functions of its own app's operations."""
    seen: set[str] = set()
    todo = {name}
    while todo:
        current = todo.pop()
        seen.add(current)
        todo |= (calls(functions[current]) if current in functions else set()) - seen
    return seen


VERBS = [
    (app, name, functions)
    for app, functions in operations()
    for name, function in functions.items()
    if not name.startswith("_") and any(arg.arg == "by" for arg in function.args.kwonlyargs)
]


@pytest.mark.parametrize(("app", "name", "functions"), VERBS, ids=[f"{app}.{name}" for app, name, _ in VERBS])
def test_a_verb_that_writes_leaves_an_entry(app: str, name: str, functions: Functions) -> None:
    found = reached(name, functions)
    writes = bool(found & WRITES)
    assert f"{app}.{name}" in EXEMPT or not writes or found & AUDITS
