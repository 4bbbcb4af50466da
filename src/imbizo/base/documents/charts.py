"""Charts: one drawing, as SVG for pages and PNG for documents, always with the table that says the same.

Altair and its renderer take a second and a half to start in a process, and some hundredths for each chart after that.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.formats import number_format

from imbizo.base.documents import look
from imbizo.base.documents.text import plain

if TYPE_CHECKING:
    import altair as alt

# One for each group: each is told from the ground by 3:1 or more, and from its neighbour by lightness too.
GROUP_COLOURS = (look.ACT, look.WARN, look.INK_2, "#4f8fa3")
MISSING = "–"

_FONT = "Inter, Noto Sans, Helvetica, Arial, Liberation Sans, sans-serif"
_WIDTH = 400
_BAR = 20
_GAP = 12
_LINE = 15
_LETTERS_TO_A_LINE = 30
_LINES = 3
# The rank before the first stroke tells two rows of one name apart; what follows it is the name, in lines.
_LABEL = "split(slice(datum.label, indexof(datum.label, '|') + 1), '\\n')"
# Vega hangs a label of several lines from the middle of its bar: half of those below the first go up.
_LIFT = {
    "condition": [
        {"test": f"length({_LABEL}) == {lines}", "value": -(lines - 1) * _LINE / 2}
        for lines in range(2, _LINES + 1)
    ],
    "value": 0,
}


@dataclass(frozen=True)
class Chart:
    """A chart and its companion table: `headings`, and `rows` of texts as its language writes them."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    spec: Mapping[str, Any] = field(repr=False)

    @property
    def alt(self) -> str:
        """What the picture says, for those who don't see it."""
        return f"{self.title}. " + "; ".join(self._said(row) for row in self.rows)

    def _said(self, row: tuple[str, ...]) -> str:
        """One row aloud; the groups are named where there are several."""
        names = self.headings[1:] if len(row) > 2 else ("",)
        return f"{row[0]}: " + ", ".join(
            f"{name} {text}".strip() for name, text in zip(names, row[1:], strict=True)
        )

    def svg(self) -> str:
        """For pages, by `data_uri`."""
        import vl_convert

        return vl_convert.vegalite_to_svg(dict(self.spec), allowed_base_urls=[])

    def png(self, *, scale: float = 3) -> bytes:
        """For documents: `scale` times 72 dots to the inch."""
        import vl_convert

        return vl_convert.vegalite_to_png(dict(self.spec), scale=scale, allowed_base_urls=[])

    def data_uri(self) -> str:
        """The SVG for `<img src="{{ chart.data_uri }}" alt="{{ chart.alt }}">`.

        Our Content-Security-Policy allows that, and no style or script of an image reaches the page.
        """
        return "data:image/svg+xml;base64," + b64encode(self.svg().encode()).decode()


@dataclass(frozen=True)
class _Bar:
    label: str
    group: str
    value: int | float | Decimal | None

    @property
    def text(self) -> str:
        """The number as the current language writes it; what is missing is a dash, never a zero."""
        return (
            MISSING if self.value is None else number_format(self.value, use_l10n=True, force_grouping=True)
        )


def bars(
    rows: Sequence[Mapping[str, Any]],
    *,
    title: str,
    label: str,
    value: str,
    group: str | None = None,
    language: str,
) -> Chart | None:
    """A bar for each row, from top to bottom in their order, with its number at its end.

    `label`, `value` and `group` are keys of the rows and the headings of the table, in the reader's language. Values
    are numbers, or None for what isn't known: that shows as a dash, without a bar. With `group`, rows of one label
    stand together, a colour for each group.

    Returns None where no row has a number: say so in words instead. Raises ValueError for more than four groups, which
    no colours tell apart.
    """
    found = [_bar(row, label, value, group) for row in rows]
    if all(bar.value is None for bar in found):
        return None
    groups = list(dict.fromkeys(bar.group for bar in found))
    if len(groups) > len(GROUP_COLOURS):
        raise ValueError(f"A chart shows at most {len(GROUP_COLOURS)} groups.")
    with translation.override(language):
        table = _rows(found) if group is None else _rows_by_group(found, groups)
        spec = _drawing(found, groups, plain(title), value).to_dict()
    headings = (label, value) if group is None else (label, *groups)
    return Chart(plain(title), headings, table, spec)


def _bar(row: Mapping[str, Any], label: str, value: str, group: str | None) -> _Bar:
    return _Bar(plain(str(row[label])), "" if group is None else plain(str(row[group])), row[value])


def _rows(found: list[_Bar]) -> tuple[tuple[str, ...], ...]:
    return tuple((bar.label, bar.text) for bar in found)


def _rows_by_group(found: list[_Bar], groups: list[str]) -> tuple[tuple[str, ...], ...]:
    """A row for each label, a column for each group."""
    texts = {(bar.label, bar.group): bar.text for bar in found}
    labels = dict.fromkeys(bar.label for bar in found)
    return tuple((label, *(texts.get((label, group), MISSING) for group in groups)) for label in labels)


def _drawing(found: list[_Bar], groups: list[str], title: str, value: str) -> "alt.LayerChart":
    import altair as alt

    values = _values(found, grouped=len(groups) > 1)
    # The domain is named, or a row without a number would go to the end.
    places = alt.Scale(domain=list(dict.fromkeys(each["key"] for each in values)))
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("key:N", scale=places, title=None, axis=alt.Axis(labelExpr=_LABEL, labelOffset=_LIFT)),
        yOffset=alt.YOffset("group:N", scale=alt.Scale(domain=groups, paddingInner=0.14)),
    )
    drawn = base.mark_bar().encode(x=alt.X("number:Q", axis=None), color=_colours(groups))
    numbers = base.mark_text(align="left", dx=5).encode(x=alt.X("end:Q", axis=None), text="text:N")
    heading = alt.TitleParams(wrap(title, 60) or [""], subtitle=value)
    return alt.LayerChart(
        layer=[drawn, numbers], title=heading, width=_WIDTH, height=_height(found), config=_look()
    )


def _values(found: list[_Bar], *, grouped: bool) -> list[dict[str, Any]]:
    """What Vega reads: only our own names, because a dot or a bracket in a name means something to it."""
    keys = _keys(found, grouped=grouped)
    return [
        {
            "key": key,
            "group": bar.group,
            "number": None if bar.value is None else float(bar.value),
            "end": float(bar.value or 0),
            "text": bar.text,
        }
        for key, bar in zip(keys, found, strict=True)
    ]


def _keys(found: list[_Bar], *, grouped: bool) -> list[str]:
    """What stands beside each bar; rows of one label share it in a grouped chart, and only there."""
    ranks: dict[str, int] = {}
    return [
        f"{ranks.setdefault(bar.label, rank) if grouped else rank}|" + "\n".join(_lines(bar.label))
        for rank, bar in enumerate(found)
    ]


def _lines(label: str) -> list[str]:
    return wrap(label, _LETTERS_TO_A_LINE, max_lines=_LINES, placeholder=" …")


def _height(found: list[_Bar]) -> int:
    """Room for the bars of each label, or for its lines where they need more."""
    labels = [bar.label for bar in found]
    most = max(labels.count(label) for label in labels) if len({bar.group for bar in found}) > 1 else 1
    lines = max(len(_lines(label)) for label in labels)
    count = len(set(labels)) if most > 1 else len(labels)
    return count * (max(most * _BAR, lines * _LINE) + _GAP)


def _colours(groups: list[str]) -> "alt.Color | alt.Value":
    import altair as alt

    if groups == [""]:
        return alt.value(look.ACT)
    scale = alt.Scale(domain=groups, range=list(GROUP_COLOURS[: len(groups)]))
    return alt.Color("group:N", scale=scale, legend=alt.Legend(title=None, orient="top"))


def _look() -> "alt.Config":
    """The house's look; without labels for screen readers, which read `Chart.alt` and not what is in an image."""
    import altair as alt

    return alt.Config(
        aria=False,
        background=look.CARD,
        font=_FONT,
        padding=14,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(domainColor=look.LINE, ticks=False, grid=False, labelColor=look.INK),
        axisY=alt.AxisConfig(labelFontSize=12, labelPadding=8, labelLimit=240, labelLineHeight=_LINE),
        text=alt.MarkConfig(fontSize=12, color=look.INK, fontWeight=600),
        legend=alt.LegendConfig(labelColor=look.INK, labelFontSize=12, symbolType="square", offset=6),
        title=alt.TitleConfig(
            anchor="start",
            frame="group",
            offset=12,
            color=look.INK,
            fontSize=14,
            fontWeight=600,
            subtitleColor=look.INK_2,
            subtitleFontSize=12,
        ),
    )
