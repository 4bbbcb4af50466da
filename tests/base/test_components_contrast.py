"""The colours of the theme, read from the stylesheets, against WCAG 2.2 AA."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Colours = Callable[[int], dict[str, str]]
STATIC = Path(__file__).parents[2] / "src/imbizo/base/static/base"

# (foreground, background) of texts, as the pages pair them.
TEXTS = [
    (ink, ground) for ink in ("ink", "ink-2", "act", "act-deep") for ground in ("paper", "card", "act-soft")
] + [
    ("ink", "line"),
    ("ink-2", "line"),
    ("act-ink", "act"),
    ("act-ink", "act-deep"),
    ("ink", "warn-soft"),
    ("ink-2", "warn-soft"),
    ("act", "warn-soft"),
    ("warn-ink", "warn-soft"),
    ("warn-ink", "paper"),
    ("ink", "bad-soft"),
    ("bad", "bad-soft"),
    ("bad", "paper"),
    ("bad", "card"),
    ("bad-ink", "bad"),
    ("ink", "ok-soft"),
    ("ok", "ok-soft"),
    ("act", "ok-soft"),
    ("act", "bad-soft"),
]
# Edges of fields and buttons, dots, bars and the focus ring: 3 to 1.
MARKS = [(mark, ground) for mark in ("edge", "act", "warn", "bad", "ok") for ground in ("paper", "card")] + [
    ("act", "act-soft"),
    ("act", "warn-soft"),
    ("edge", "act-soft"),
]


def _theme(side: int) -> dict[str, str]:
    """The theme's variables, light (0) or dark (1)."""
    css = (STATIC / "theme.css").read_text()
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", css)
    return {name: pair[side] for name, *pair in found}


def _public(side: int) -> dict[str, str]:
    block = re.findall(r":root \{(.*?)\}", (STATIC / "public.css").read_text(), re.DOTALL)[side]
    return dict(re.findall(r"--([\w-]+): (#\w{6})", block))


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _too_faint(colours: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    return [
        f"{front} on {ground}: {_contrast(colours[front], colours[ground]):.2f}"
        for front, ground in pairs
        if front in colours and ground in colours and _contrast(colours[front], colours[ground]) < least
    ]


def test_contrast_of_black_on_white_is_the_published_21() -> None:
    assert round(_contrast("#000000", "#ffffff"), 2) == 21.0


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("colours", [_theme, _public], ids=["staff", "public"])
def test_every_text_stands_out_4_5_to_1(colours: Colours, side: int) -> None:
    assert _too_faint(colours(side), TEXTS, 4.5) == []


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("colours", [_theme, _public], ids=["staff", "public"])
def test_every_edge_and_mark_stands_out_3_to_1(colours: Colours, side: int) -> None:
    assert _too_faint(colours(side), MARKS, 3.0) == []


def test_public_pages_and_staff_pages_have_the_same_colours() -> None:
    assert [_theme(side) | _public(side) for side in (0, 1)] == [_theme(0), _theme(1)]


def test_the_public_stylesheet_is_under_12_kilobytes() -> None:
    assert (STATIC / "public.css").stat().st_size < 12_000
