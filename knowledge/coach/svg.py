"""Charts drawn as SVG: readable on a phone, with title and description for those who do not see it.

No library: the pictures are few and small, and must carry title, description and our own stick figures. Colours keep a
contrast of 4.5 or more on white, and no meaning hangs on colour alone: limits are dashed, bands are pale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import yaml

from knowledge.coach.charts import BAND, BARS, LINE, Chart, Series, spread

FILE = Path(__file__).resolve().parent / "figures.yml"
WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 84, 56  # margins of the plot
MOST_LABELS = 7
TICKS = 4
INK, SOFT, PLAIN, WARM, PALE = "#1b2733", "#5a6672", "#0b6b75", "#b3261e", "#d5ebed"
FONT = "'Source Sans Pro', system-ui, sans-serif"
LARGE, SMALL = 22, 18
NARROW = 16  # width of a bar up to which corners stay square, which draws faster
LETTER = 9.5  # width of a small letter, at most on the average
CELL = 150  # of a stick figure
FIGURES_A_ROW = 4


def to_svg(chart: Chart) -> str:
    """Return the chart as an SVG document."""
    if chart.figures:
        return _figures(chart)
    scale = _Scale(chart)
    parts = [*_grid(scale, chart), *_series(scale, chart), *_labels(scale, chart), *_legend(chart)]
    return _document(chart, WIDTH, HEIGHT, parts)


def _document(chart: Chart, width: int, height: int, parts: Sequence[str]) -> str:
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-labelledby="t d" font-family="{escape(FONT)}">',
            f'<title id="t">{escape(chart.title)}</title><desc id="d">{escape(chart.caption)}</desc>',
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            _text(16, 34, chart.title, size=LARGE, weight="bold"),
            *parts,
            "</svg>",
        ]
    )


class _Scale:
    """Where values and places fall in the plot."""

    def __init__(self, chart: Chart) -> None:
        values = [v for one in chart.series for v in (*one.values, *one.floor) if v is not None]
        bars = any(one.drawn == BARS for one in chart.series)
        low, high = min(values, default=0.0), max(values, default=1.0)
        room = max(high - low, 1.0) * 0.15
        self.step = _step(high - (0.0 if bars else low - room))
        self.low = 0.0 if bars else self.step * int((low - room) // self.step)
        self.high = self.step * -int(-max(high * 1.001, self.low + self.step) // self.step)
        self.count = max(1, len(chart.labels))
        self.slot = (WIDTH - LEFT - RIGHT) / self.count

    def x(self, place: int) -> float:
        """Return the middle of a place."""
        return LEFT + (place + 0.5) * self.slot

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def _step(span: float) -> float:
    """Return a round distance of the lines of the grid: 1, 2 or 5 times a power of ten."""
    size = 10.0 ** len(str(int(max(span, 1.0) / TICKS))) / 10
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor * TICKS >= span)


def _grid(scale: _Scale, chart: Chart) -> list[str]:
    parts = []
    value = scale.low
    while value <= scale.high + 1e-9:
        y = scale.y(value)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dfe4e8"/>')
        parts.append(_text(LEFT - 8, y + 6, f"{value:g}", anchor="end", fill=SOFT))
        value += scale.step
    return parts


def _series(scale: _Scale, chart: Chart) -> list[str]:
    drawing = {BAND: _band, BARS: _bars, LINE: _line}
    ordered = sorted(chart.series, key=lambda one: (BAND, BARS, LINE).index(one.drawn))
    alone = all(one.drawn != BARS for one in chart.series)
    return [part for one in ordered for part in drawing[one.drawn](scale, one, alone)]


def _band(scale: _Scale, series: Series, _: bool) -> list[str]:
    upper = [(scale.x(n), scale.y(v)) for n, v in enumerate(series.values) if v is not None]
    lower = [(scale.x(n), scale.y(v)) for n, v in enumerate(series.floor) if v is not None]
    return [f'<polygon points="{_points([*upper, *reversed(lower)])}" fill="{PALE}"/>']


def _bars(scale: _Scale, series: Series, _: bool) -> list[str]:
    width = scale.slot * 0.64
    rounded = 'rx="3" ' if width > NARROW else ""
    parts = []
    for n, value in enumerate(series.values):
        if value is None:
            continue
        top = scale.y(value)
        height = max(scale.y(scale.low) - top, 2.0)
        parts.append(
            f'<rect x="{scale.x(n) - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'{rounded}fill="{PLAIN}"/>'
        )
        if scale.slot >= 40:
            parts.append(_text(scale.x(n), top - 6, f"{value:g}", anchor="middle"))
    return parts


def _line(scale: _Scale, series: Series, alone: bool) -> list[str]:
    points = [(scale.x(n), scale.y(v)) for n, v in enumerate(series.values) if v is not None]
    if len(points) == 1 and not alone:  # a limit of one place is as wide as its bar
        (x, y), half = points[0], scale.slot * 0.4
        points = [(x - half, y), (x + half, y)]
    colour, dashes = (PLAIN, "") if alone else (WARM, ' stroke-dasharray="7 5"')
    parts = [f'<polyline points="{_points(points)}" fill="none" stroke="{colour}" stroke-width="3"{dashes}/>']
    if alone:
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>' for x, y in points]
        shown = [v for v in series.values if v is not None]
        parts += [_text(x, y - 12, f"{v:g}", anchor="middle") for (x, y), v in zip(points, shown, strict=True)]
    return parts


def _labels(scale: _Scale, chart: Chart) -> list[str]:
    parts = []
    for n in spread(len(chart.labels), MOST_LABELS):
        for row, words in enumerate(chart.labels[n].split("\n")):
            half = LETTER * len(words) / 2
            x = min(max(scale.x(n), half + 2), WIDTH - 2 - half)
            parts.append(_text(x, HEIGHT - BOTTOM + 24 + 20 * row, words, anchor="middle", fill=SOFT))
    return parts


def _legend(chart: Chart) -> list[str]:
    """Return the unit and what each mark stands for, in one row under the title."""
    parts = [_text(16, 62, chart.unit, fill=SOFT)]
    x = 16.0 + 9.0 * len(chart.unit) + 24
    alone = all(one.drawn != BARS for one in chart.series)
    for one in chart.series:
        colour = {BAND: PALE, BARS: PLAIN, LINE: PLAIN if alone else WARM}[one.drawn]
        dashes = ' stroke-dasharray="7 5"' if one.drawn == LINE and not alone else ""
        thick = 3 if one.drawn == LINE else 14
        parts.append(
            f'<line x1="{x:.0f}" y1="56" x2="{x + 26:.0f}" y2="56" stroke="{colour}" stroke-width="{thick}"{dashes}/>'
        )
        parts.append(_text(x + 32, 62, one.name, fill=SOFT))
        x += 32 + LETTER * len(one.name) + 20
    return parts


def _figures(chart: Chart) -> str:
    columns = min(FIGURES_A_ROW, len(chart.figures))
    rows = -(-len(chart.figures) // columns)
    width, height = columns * (CELL + 10) + 10, 50 + rows * (CELL + 34)
    parts = []
    for n, name in enumerate(chart.figures):
        x, y = 10 + (n % columns) * (CELL + 10), 50 + (n // columns) * (CELL + 34)
        parts.append(f'<g transform="translate({x} {y}) scale({CELL / 100})">{_figure(figures()[name])}</g>')
        parts.append(_text(x + CELL / 2, y + CELL + 14, name.replace("_", " ").capitalize(), anchor="middle"))
    return _document(chart, max(width, 330), height, parts)


def _figure(drawn: Mapping[str, Any]) -> str:
    stroke = f'fill="none" stroke="{INK}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"'
    ground = drawn.get("slope") or [[2, drawn["ground"]], [98, drawn["ground"]]]
    parts = [f'<polyline points="{_points(ground)}" fill="none" stroke="#b9c2ca" stroke-width="2"/>']
    parts += [f'<polyline points="{_points(line)}" {stroke}/>' for line in drawn["lines"]]
    moved = f'fill="none" stroke="{PLAIN}" stroke-width="3" stroke-dasharray="5 4" stroke-linecap="round"'
    parts += [f'<polyline points="{_points(line)}" {moved}/>' for line in drawn.get("moves", ())]
    if "ball" in drawn:
        parts.append(f'<circle cx="{drawn["ball"][0]}" cy="{drawn["ball"][1]}" r="7" fill="{PLAIN}"/>')
    parts.append(f'<circle cx="{drawn["head"][0]}" cy="{drawn["head"][1]}" r="7" fill="{INK}"/>')
    return "".join(parts)


@lru_cache(maxsize=1)
def figures() -> Mapping[str, Any]:
    """Return the drawings of the exercises, read once."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def _points(points: Sequence[Sequence[float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _text(
    x: float, y: float, words: str, anchor: str = "start", fill: str = INK, size: int = SMALL, weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{fill}">'
        f"{escape(words)}</text>"
    )
