"""Drawing a coded text: its words with a line under those that are coded, and the names of the codes beside them."""

from collections.abc import Iterable
from itertools import pairwise

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from imbizo.actors.states import Language
from imbizo.evidence.models import Coding
from imbizo.evidence.queries.coding import Line

register = template.Library()
LINES = 3
"""How many codes are drawn under one word; the names beside the line say them all."""


@register.simple_tag
def coded_words(line: Line) -> SafeString:
    """The line's words; each stretch with the same codes is one mark."""
    edges = {edge for each in line.codings for edge in (each.start, each.end) if line.start < edge < line.end}
    bounds = sorted({line.start, line.end, *edges})
    pieces = (_piece(line, start, end) for start, end in pairwise(bounds))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _piece(line: Line, start: int, end: int) -> SafeString:
    # What HTML can't hold would be left out by the browser, and shift all that follows.
    words = line.text[start - line.start : end - line.start].replace("\0", "\ufffd")
    on = [each for each in line.codings if each.start <= start and each.end >= end]
    if not on:
        return format_html("{}", words)
    colours = format_html_join(
        "", ' data-c{}="{}"', ((number, each.code.colour) for number, each in enumerate(on[:LINES], start=1))
    )
    ids = " ".join(str(each.pk) for each in on)
    return format_html('<mark class="coded" data-codings="{}"{}>{}</mark>', ids, colours, words)


@register.simple_tag
def dot(colour: str) -> SafeString:
    """A code's colour, beside its name."""
    return format_html(
        '<svg class="code-dot" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">'
        '<rect width="12" height="12" rx="3" fill="{}"></rect></svg>',
        colour,
    )


@register.filter
def tongue(code: str) -> str:
    """The name of a language."""
    return str(Language(code).label) if code in Language.values else code


@register.filter
def coder_names(codings: Iterable[Coding]) -> str:
    """Who coded, each once."""
    return ", ".join(dict.fromkeys(each.who for each in codings))


@register.filter
def percent(value: float) -> str:
    """Percent agreement with one place: "96.0 %"."""
    return f"{value * 100:.1f}\N{NO-BREAK SPACE}%"


@register.filter
def share(value: float | None) -> str:
    """A coefficient with three places, as papers give it; empty for none."""
    return "" if value is None else f"{value:.3f}"
