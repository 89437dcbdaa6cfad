"""Charts of a block as PNG, for channels that show no SVG."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from knowledge.coach.charts import Chart
from knowledge.coach.svg import to_svg

WIDTH = 1080  # pixels: sharp on a phone


def to_png(chart: Mapping[str, Any]) -> bytes:
    """Return the chart of a block as PNG.

    Raises:
        KeyError: the chart lacks its kind, title or caption.
    """
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=to_svg(Chart.of(chart)),
        width=WIDTH,
        skip_system_fonts=True,
        font_files=_fonts(),
        sans_serif_family="Source Sans Pro",
        font_family="Source Sans Pro",
    )
    return bytes(drawn)


async def drawn(charts: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Return charts as PNG, drawn in a thread so that other conversations go on."""
    loop = asyncio.get_running_loop()
    return [await loop.run_in_executor(None, to_png, chart) for chart in charts]


@lru_cache(maxsize=1)
def _fonts() -> list[str]:
    folder = files("font_source_sans_pro") / "files"
    return [str(folder / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Bold")]
