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
    "drafting.keep": "part of the verbs that write a section, which leave the entry",
    "drafting.put": "part of the verbs that divide and join sections, which leave the entry",
    "drafting.taken_in": "part of the verbs that write a section, which leave the entry",
    "desk.mark_read": "a reader's own mark",
    "evidence.note": "why somebody coded, kept with the coding: who reads the trail isn't to know it in a blind round",
    "evidence.read_again": "the worker begins anew; that the file was brought is in the trail",
    "messaging.claim": "by a process; a message keeps its own history",
    "outreach.let_go": "who rings at this moment; the attempts keep their own history",
    "outreach.take": "who rings at this moment; the attempts keep their own history",
    "outreach.take_next": "who rings at this moment; the attempts keep their own history",
    "thread.add_public_links": "keeps its own history",
    "thread.audit": "the trail itself",
    "thread.log_read": "the reading log itself",
    "thread.link": "keeps its own history",
    "thread.link_many": "keeps its own history",
    "thread.issue_public_link": "keeps its own history",
    "thread.open_public_link": "keeps its own history",
    "thread.revoke_public_links": "keeps its own history",
}

Function = ast.FunctionDef


@dataclass(frozen=True, eq=False)
class Module:
    """The functions of a module, and what it takes from elsewhere: the module and the name there, by the name here."""

    functions: dict[str, Function]
    taken: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class App:
    """An app's operations, by module. A private name means the one of its own module."""

    name: str
    modules: list[Module]

    def called(self, name: str, caller: Module) -> list[tuple[Module, Function]]:
        """What a name in a module calls: its own function, the one it took, else every public one of the app."""
        if name in caller.functions:
            return [(caller, caller.functions[name])]
        if name in caller.taken:
            return found(*caller.taken[name])
        named = [each for each in self.modules if name in each.functions]
        return [(each, each.functions[name]) for each in named if not name.startswith("_")]


def dotted(path: Path) -> str:
    parts = ("imbizo", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(part for part in parts if part != "__init__")


def read(path: Path) -> Module:
    tree = ast.parse(path.read_text())
    functions = {node.name: node for node in tree.body if isinstance(node, Function)}
    taken = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    return Module(functions, taken)


def paths_of(app: str) -> list[Path]:
    return [*SOURCE.glob(f"{app}/operations.py"), *SOURCE.glob(f"{app}/operations/**/*.py")]


APPS = sorted(path.parent.name for path in SOURCE.glob("*/apps.py"))
MODULES = {dotted(path): read(path) for app in APPS for path in paths_of(app)}


def found(module: str, name: str) -> list[tuple[Module, Function]]:
    """The function that a module of operations offers under that name, also where it only hands it on.

    Not those that leave no entry with a reason: what a verb writes through them needs none either.
    """
    here = MODULES.get(module)
    if here is None or f"{module.split('.')[1]}.{name}" in EXEMPT:
        return []
    if name in here.functions:
        return [(here, here.functions[name])]
    return found(*here.taken[name]) if name in here.taken else []


def operations() -> Iterator[App]:
    for app in APPS:
        yield App(app, [MODULES[dotted(path)] for path in paths_of(app)])


def calls(function: Function) -> set[str]:
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            target = node.func
            found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


def reached(app: App, module: Module, function: Function) -> set[str]:
    """All that a verb calls, through operations of its own app and of those below."""
    names: set[str] = set()
    seen: set[int] = set()
    todo = [(module, function)]
    while todo:
        here, current = todo.pop()
        if id(current) not in seen:
            seen.add(id(current))
            called = calls(current)
            names |= called
            todo += [each for name in called for each in app.called(name, here)]
    return names


VERBS = [
    (app, module, function)
    for app in operations()
    for module in app.modules
    for name, function in module.functions.items()
    if not name.startswith("_") and any(arg.arg == "by" for arg in function.args.kwonlyargs)
]


@pytest.mark.parametrize(
    ("app", "module", "function"), VERBS, ids=[f"{app.name}.{verb.name}" for app, _module, verb in VERBS]
)
def test_a_verb_that_writes_leaves_an_entry(app: App, module: Module, function: Function) -> None:
    called = reached(app, module, function)
    writes = bool(called & WRITES)
    assert f"{app.name}.{function.name}" in EXEMPT or not writes or called & AUDITS
