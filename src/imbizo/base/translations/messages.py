"""A text to translate, and how one is found in Python, in templates and in the processes."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.template import Context, Template
from django.template.base import DebugLexer, Node, TokenType
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

# Which argument is what, by the function's name without `_lazy` and `_noop`.
SHAPES = {
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
# The keys of a process or a design that hold texts for people; a list there is a list of texts.
YAML_TEXTS = {
    "title", "short", "summary", "for_whom", "what", "who", "why", "covers",
    "name", "purpose", "method", "materials", "roles", "questions",
    "prompt", "text", "about",
}  # fmt: skip
CONSTANT = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")


@dataclass(frozen=True)
class Message:
    """A text: its English, the English of the plural where it counts something, its context where it has one."""

    text: str
    plural: str = ""
    context: str = ""


def in_file(path: Path) -> Iterator[Message]:
    """The texts of a file: Python, YAML of a process or a design, or a template.

    Raises SyntaxError, TemplateSyntaxError or YAMLError where the file can't be read as what it is.
    """
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return in_python(source)
    return in_process(source) if path.suffix == ".yaml" else in_template(source)


def in_python(source: str) -> Iterator[Message]:
    """Constant arguments of gettext's functions, under whatever name they were imported."""
    tree = ast.parse(source)
    names = dict(_imported_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from _of_call(node, SHAPES[names[node.func.id]])


def _imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for each in node.names:
                plain = each.name.removesuffix("_lazy").removesuffix("_noop")
                if plain in SHAPES:
                    yield each.asname or each.name, plain


def _of_call(call: ast.Call, shape: tuple[str, ...]) -> Iterator[Message]:
    values = {
        part: argument.value
        for part, argument in zip(shape, call.args, strict=False)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    if len(values) == len(shape):
        yield Message(**values)


def in_process(source: str) -> Iterator[Message]:
    """The texts of a process or a design, by their keys."""
    return _in_branch(yaml.safe_load(source))


def _in_branch(branch: Any) -> Iterator[Message]:
    if isinstance(branch, list):
        for each in branch:
            yield from _in_branch(each)
    if isinstance(branch, dict):
        for key, value in branch.items():
            if key in YAML_TEXTS:
                yield from _texts(value)
            yield from _in_branch(value)


def _texts(value: Any) -> Iterator[Message]:
    """A text, or each of a list of texts; an empty one is none."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str) and each.strip():
            yield Message(each.strip())


def in_template(source: str) -> Iterator[Message]:
    """What `translate` and `blocktranslate` name, and constants like `_("Name")` in other tags."""
    nodelist = Template(source, engine=Engine.get_default()).nodelist
    for node in nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield _of_translate(node)
        if isinstance(node, BlockTranslateNode):
            yield _of_block(node)
    for token in DebugLexer(source).tokenize():
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from (Message(first or second) for first, second in CONSTANT.findall(token.contents))


def _of_translate(node: TranslateNode) -> Message:
    # Django doubles percent signs before it looks a constant up.
    return Message(str(node.filter_expression.var.literal).replace("%", "%%"), context=_context(node))


def _of_block(node: BlockTranslateNode) -> Message:
    text, _names = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural else ""
    return Message(text, plural, _context(node))


def _context(node: TranslateNode | BlockTranslateNode) -> str:
    return str(node.message_context.resolve(Context())) if node.message_context else ""
