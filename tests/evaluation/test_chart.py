"""The chart: every curve with all its points, the gate's spot, and words that XML would trip over."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

import pytest

from evaluation.chart import MOST_THROUGH, SIDE, STYLES, Panel, draw, steps
from evaluation.curve import curve

NAMESPACE = "{http://www.w3.org/2000/svg}"
# One in ten out of scope passes before the second is right, three in ten before the third.
POINTS = curve([(0.9, True), (0.7, True), (0.3, True)], [0.8, 0.6, 0.5, *[0.1] * 7])


def drawn(*panels: Panel) -> ElementTree.Element:
    return ElementTree.fromstring(draw("A <chart> & more", list(panels)))


def flat(pairs: Iterable[tuple[float, float]]) -> list[float]:
    return [number for pair in pairs for number in pair]


def test_steps_go_right_before_they_go_up() -> None:
    wanted = [(0, 1 / 3), (0.1, 1 / 3), (0.1, 2 / 3), (0.2, 2 / 3), (0.2, 2 / 3), (MOST_THROUGH, 2 / 3)]
    assert flat(steps(POINTS)) == pytest.approx(flat(wanted))


def test_a_curve_has_its_points() -> None:
    root = drawn(Panel("one", {"ours": POINTS, "theirs": POINTS[:1]}, (0.1, 0.5)))
    lines = root.findall(f".//{NAMESPACE}polyline")
    assert [line.findtext(f"{NAMESPACE}title") for line in lines] == ["ours", "theirs"]
    corners = [float(number) for number in lines[0].attrib["points"].replace(",", " ").split()]
    wanted = [(through / MOST_THROUGH * SIDE, (1 - right) * SIDE) for through, right in steps(POINTS)]
    assert corners == pytest.approx(flat(wanted), abs=0.06)
    assert lines[1].attrib["points"] == f"0.0,{SIDE:.1f} {SIDE:.1f},{SIDE:.1f}"


def test_the_gate_stands_in_every_panel() -> None:
    root = drawn(Panel("one", {"ours": POINTS}, (0.1, 0.5)), Panel("two", {"ours": POINTS}, (0.9, 1.0)))
    circles = root.findall(f".//{NAMESPACE}circle")
    assert [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in circles] == [(104, 130), (SIDE, 0)]
    assert len(root.findall(f".//{NAMESPACE}polyline")) == 2


def test_a_way_has_one_line_in_the_legend_and_the_same_in_every_panel() -> None:
    ways = {f"way {number}": POINTS for number in range(len(STYLES))}
    root = drawn(Panel("one", ways, (0, 0)), Panel("two", dict(reversed(ways.items())), (0, 0)))
    styles: dict[str | None, set[tuple[str | None, str | None]]] = {}
    for line in root.findall(f".//{NAMESPACE}polyline"):
        style = (line.get("stroke"), line.get("stroke-dasharray"))
        styles.setdefault(line.findtext(f"{NAMESPACE}title"), set()).add(style)
    assert set(styles) == set(ways)
    assert all(len(own) == 1 for own in styles.values())
    assert len(set.union(*styles.values())) == len(STYLES)
    words = [element.text for element in root.findall(f".//{NAMESPACE}text")]
    assert [words.count(name) for name in ways] == [1] * len(ways)


def test_words_are_escaped() -> None:
    assert drawn(Panel("<near>", {"a & b": POINTS}, (0, 0))).findtext(f"{NAMESPACE}title") == "A <chart> & more"


@pytest.mark.parametrize(
    "panels", [[], [Panel("one", {f"way {number}": POINTS for number in range(len(STYLES) + 1)}, (0, 0))]]
)
def test_what_cannot_be_drawn(panels: list[Panel]) -> None:
    with pytest.raises(ValueError, match="a chart needs a panel and at most"):
        draw("A chart", panels)
