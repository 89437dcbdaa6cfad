"""Learn the coach's reading anew: `python -m knowledge.coach.learning`, part of `make learn`.

With `--check`, learn without the lines of one author after the other, and say how many of them are read.
"""

from __future__ import annotations

import click

from knowledge.coach.learning.fit import asked_of, keep, learn_roles, learn_routes, sent
from knowledge.coach.learning.rows import IMPLAUSIBLE, Row, others, rows
from knowledge.coach.learning.ways import KNOWN_WEEK, TODAY, fits, lessons
from knowledge.coach.marks import marks_of
from knowledge.coach.roles import FILE, Model
from knowledge.coach.routes import FILE as ROUTES
from knowledge.coach.routes import route
from knowledge.coach.telling import compose, readings

OURS = ("ours", "said")  # authors whose lines are always learnt from


@click.command()
@click.option("--check", is_flag=True, help="Leave out one author after the other instead, and keep nothing.")
def main(check: bool) -> None:
    """Learn which number tells what, and which part of the coach a message goes to."""
    lines = rows()
    apart = others()
    if not check:
        keep(learn_roles(lessons(lines)), FILE)
        keep(learn_routes(sent(lines, apart)), ROUTES)
        click.echo(f"Learnt from {len(lines)} lines: {FILE.name}, {ROUTES.name}.")
        return
    taught = lessons(lines)
    for author in sorted({row.author for row in lines} - {*OURS}):
        rest = [row for row in lines if row.author != author]
        own = [row for row in lines if row.author == author and IMPLAUSIBLE not in row.want]
        roles = learn_roles([one for one in taught if one.row.author != author])
        read = [row for row in own if _is_read(row, roles)]
        routes = learn_routes(sent(rest, apart))
        right = [row for row in own if route(row.text, asked_of(row), routes) == row.part]
        click.echo(
            f"{author}: {len(own)} lines, {len(read) / len(own):.3f} read, {len(right) / len(own):.3f} sent right"
        )


def _is_read(row: Row, of: Model) -> bool:
    words, marks = marks_of(row.text)
    ways = readings(words, marks, row.context, of)
    return fits(compose(words, marks, ways[0][1], TODAY, "", KNOWN_WEEK), row.want)


if __name__ == "__main__":
    main()
