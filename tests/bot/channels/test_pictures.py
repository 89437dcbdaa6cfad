"""Charts as SVG and PNG: every kind draws, can be read by those who do not see it, and costs little."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from bot.channels.pictures import WIDTH, to_png
from knowledge.coach.charts import BAND, BARS, LINE, Chart, Series
from knowledge.coach.svg import figures, to_svg

MOST_SECONDS = 0.15  # of processor time, for other work on the machine is not the chart's
SVG = "{http://www.w3.org/2000/svg}"
WEEKS = tuple(f"Week {n}" for n in range(1, 53))
CHARTS = {
    "cadence": Chart("cadence", "Steps", "From 148 to 155.", "steps", WEEKS[:7], (
        Series("Band", BAND, (163,) * 7, (155,) * 7), Series("To try", LINE, (148, 150, 152, 153, 155, 155, 155)))),
    "mileage": Chart("mileage", "Distance", "52 weeks.", "km", WEEKS, (
        Series("Distance", BARS, tuple(20.0 + n for n in range(52))),
        Series("At most", LINE, (None, *(22.0 + n for n in range(51)))))),
    "diary": Chart("diary", "Pain <&>", "1 run.", "pain", ("28 Nov\n5 km",), (
        Series("Pain", BARS, (0.0,)), Series("Limit", LINE, (2.0,)))),
    "gaps": Chart("diary", "Pain", "2 runs.", "pain", ("a", "b"), (Series("Pain", BARS, (None, None)),)),
    "exercises": Chart("exercises", "Today", "Drawings.", figures=tuple(figures())),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_title_description_and_stays_in_its_frame(name: str) -> None:
    chart = CHARTS[name]
    root = ElementTree.fromstring(to_svg(chart))
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.caption
    assert root.get("role") == "img"
    width = float(root.get("width") or 0)
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x") or -1) <= width
        assert float(text.get("font-size") or 0) >= 18


@pytest.mark.parametrize("count", range(1, 57))
def test_labels_of_places_stand_apart_and_within_the_frame(count: int) -> None:
    labels = tuple(f"Week {n}" for n in range(1, count + 1))
    drawn = Chart("mileage", "Distance", "Some.", "km", labels, (Series("Distance", BARS, (1.0,) * count),))
    root = ElementTree.fromstring(to_svg(drawn))
    half = 0.5 * 18 * 0.55 * len("Week 10")  # letters of this face are at most so wide on the average
    places = [float(text.get("x") or 0) for text in root.iter(f"{SVG}text") if (text.text or "").startswith("Week")]
    assert places
    assert places[-1] + 0.8 * half <= float(root.get("width") or 0)
    assert all(b - a >= 2 * half for a, b in pairwise(places))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_survives_the_block(name: str) -> None:
    block: dict[str, Any] = CHARTS[name].block()
    assert Chart.of(block) == CHARTS[name]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_as_png_in_time(name: str) -> None:
    block = CHARTS[name].block()
    to_png(block)
    took = []
    for _ in range(3):
        start = time.process_time()
        image = Image.open(BytesIO(to_png(block)))
        took.append(time.process_time() - start)
    assert min(took) <= MOST_SECONDS
    assert image.width == WIDTH
    assert len(set(image.convert("L").getdata())) > 10
