"""A picture of figures as data: what a block carries, and what every channel draws in its own way (`svg.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BARS, LINE, BAND = "bars", "line", "band"


@dataclass(frozen=True)
class Series:
    """One row of figures; None is a gap. A band has a lower edge, `floor`."""

    name: str
    drawn: str  # BARS, LINE or BAND
    values: tuple[float | None, ...]
    floor: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """What is drawn; `caption` says it in one sentence, for the ear and for whoever cannot see it."""

    kind: str  # cadence, mileage, diary or exercises
    title: str
    caption: str
    unit: str = ""
    labels: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    figures: tuple[str, ...] = ()  # names in figures.yml, where exercises are drawn

    def block(self) -> dict[str, Any]:
        """Return the chart as a block carries it; empty fields are left out."""
        rows = [
            {
                "name": one.name,
                "drawn": one.drawn,
                "values": list(one.values),
                **({"floor": list(one.floor)} if one.floor else {}),
            }
            for one in self.series
        ]
        data = {
            "kind": self.kind, "title": self.title, "caption": self.caption, "unit": self.unit,
            "labels": list(self.labels), "series": rows, "figures": list(self.figures),
        }  # fmt: skip
        return {key: value for key, value in data.items() if value}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Chart:
        """Return the chart that a block carries."""
        series = tuple(
            Series(str(one["name"]), str(one["drawn"]), tuple(one["values"]), tuple(one.get("floor", ())))
            for one in data.get("series", ())
        )
        return cls(
            str(data["kind"]), str(data["title"]), str(data["caption"]), str(data.get("unit", "")),
            tuple(map(str, data.get("labels", ()))), series, tuple(map(str, data.get("figures", ()))),
        )  # fmt: skip


def spread(count: int, most: int) -> Sequence[int]:
    """Return which of `count` labels to show so that at most `most` stand under a chart, evenly up to the last.

    Where some are left out they are longer ("Week 52") and the last keeps to the edge, so there is one fewer.
    """
    step = 1 if count <= most else -(-count // (most - 1))
    return range((count - 1) % step, count, step)
