"""Marks the words asked for in a text, safely."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from imbizo.desk.rules.words import fold

register = template.Library()
_WORD = re.compile(r"[\w'’]+")


@register.filter
def highlight(text: str, asked: Sequence[str]) -> SafeString:
    """The text escaped, with each word marked that begins with one of the folded words asked for."""
    parts, end = [], 0
    for word in _WORD.finditer(text):
        parts += [escape(text[end : word.start()]), _marked(word.group(), asked)]
        end = word.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped


def _marked(word: str, asked: Sequence[str]) -> str:
    folded = fold(word)
    if any(folded.startswith(wanted) for wanted in asked):
        return format_html("<mark>{}</mark>", word)
    return escape(word)
