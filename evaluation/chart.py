"""Curves as an SVG picture: right and answered against let through, a panel for each set of questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Svg

from evaluation.curve import Point, best_within

SIDE = 260  # of a panel's square
LEFT, TOP, RIGHT, BOTTOM, GAP = 54, 60, 20, 74, 40  # GAP lies between panels
MOST_THROUGH = 0.25  # where the horizontal axis ends: nobody would let more through
MARKS_X, MARKS_Y = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25), (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
INK, PALE = "#222222", "#dddddd"
# Okabe and Ito's colours, which the colour-blind can tell apart; dashes tell them apart in print.
STYLES = (("#0072b2", ""), ("#009e73", "7 3"), ("#e69f00", "2 3"), ("#d55e00", "9 3 2 3"), ("#cc79a7", "4 4"))

Spot = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """The curves over one set, by the name of their way, and the spot where the assistant's gate stands."""

    title: str
    curves: Mapping[str, Sequence[Point]]
    gate: Spot  # share let through, share right and answered


def steps(points: Sequence[Point]) -> list[Spot]:
    """Return the corners of a curve as a flight of steps, as far as the chart goes.

    Between two thresholds nothing is promised, so a step goes right before it goes up.
    """
    corners: list[Spot] = []
    for through in sorted({point.through.value for point in points if point.through.value <= MOST_THROUGH}):
        right = best_within(points, through).right.value
        if corners:
            corners.append((through, corners[-1][1]))
        corners.append((through, right))
    return [*corners, (MOST_THROUGH, corners[-1][1])]


def draw(title: str, panels: Sequence[Panel]) -> str:
    """Return the picture as SVG; ways have the same line in every panel.

    Raises:
        ValueError: there are no panels, or more ways than kinds of lines.
    """
    ways = list(dict.fromkeys(name for panel in panels for name in panel.curves))
    if not panels or len(ways) > len(STYLES):
        raise ValueError(f"a chart needs a panel and at most {len(STYLES)} ways; got {len(panels)} and {len(ways)}.")
    styles = dict(zip(ways, STYLES, strict=False))
    width = LEFT + len(panels) * (SIDE + GAP) - GAP + RIGHT
    height = TOP + SIDE + BOTTOM
    root = Svg.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "font-family": "sans-serif",
            "font-size": "11",
            "role": "img",
        },
    )
    Svg.SubElement(root, "title").text = title
    _add(root, "rect", width=width, height=height, fill="white")
    _text(root, LEFT, 18, title, size=14)
    _legend(root, styles)
    for number, panel in enumerate(panels):
        place = Svg.SubElement(root, "g", transform=f"translate({LEFT + number * (SIDE + GAP)} {TOP})")
        _axes(place, panel.title, first=number == 0)
        for name, points in panel.curves.items():
            _curve(place, name, points, styles[name])
        _add(place, "circle", cx=_x(panel.gate[0]), cy=_y(panel.gate[1]), r=4, fill="none", stroke=INK)
    _text(root, LEFT, height - 12, "Circle: where the gate stands as built. Curves: every threshold.")
    Svg.indent(root)
    return Svg.tostring(root, encoding="unicode") + "\n"


def _curve(place: Svg.Element, name: str, points: Sequence[Point], style: tuple[str, str]) -> None:
    colour, dashes = style
    corners = " ".join(f"{_x(through):.1f},{_y(right):.1f}" for through, right in steps(points))
    line = _add(place, "polyline", points=corners, fill="none", stroke=colour, stroke_width=2, stroke_dasharray=dashes)
    Svg.SubElement(line, "title").text = name


def _legend(root: Svg.Element, styles: Mapping[str, tuple[str, str]]) -> None:
    left = float(LEFT)
    for name, (colour, dashes) in styles.items():
        _add(root, "line", x1=left, x2=left + 26, y1=33, y2=33, stroke=colour, stroke_width=2, stroke_dasharray=dashes)
        _text(root, left + 31, 37, name)
        left += 50 + 6.2 * len(name)  # the mean width of a letter at this size


def _axes(place: Svg.Element, title: str, first: bool) -> None:
    _text(place, SIDE / 2, -6, title, anchor="middle", size=12)
    for share in MARKS_X:
        _add(place, "line", x1=_x(share), x2=_x(share), y1=0, y2=SIDE, stroke=PALE)
        _text(place, _x(share), SIDE + 15, f"{share:.0%}", anchor="middle")
    for share in MARKS_Y:
        _add(place, "line", x1=0, x2=SIDE, y1=_y(share), y2=_y(share), stroke=PALE)
        if first:
            _text(place, -6, _y(share) + 4, f"{share:.0%}", anchor="end")
    _text(place, SIDE / 2, SIDE + 34, "out of scope let through", anchor="middle")
    if first:
        turned = _text(place, 0, 0, "right and answered", anchor="middle")
        turned.set("transform", f"translate(-42 {SIDE / 2}) rotate(-90)")


def _text(place: Svg.Element, x: float, y: float, words: str, anchor: str = "start", size: int = 11) -> Svg.Element:
    element = _add(place, "text", x=x, y=y, fill=INK, text_anchor=anchor, font_size=size)
    element.text = words
    return element


def _add(place: Svg.Element, kind: str, **attributes: object) -> Svg.Element:
    """Add an element; underscores in names become hyphens, empty values are left out."""
    told = {
        name.replace("_", "-"): f"{value:g}" if isinstance(value, float) else str(value)
        for name, value in attributes.items()
    }
    return Svg.SubElement(place, kind, {name: value for name, value in told.items() if value})


def _x(through: float) -> float:
    return min(through, MOST_THROUGH) / MOST_THROUGH * SIDE


def _y(right: float) -> float:
    return (1 - right) * SIDE
