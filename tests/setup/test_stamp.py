"""What is done again, and what is not."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from scripts import console
from scripts.console import Trouble
from scripts.imports import local_imports
from scripts.stamp import Stamps, digest, files_of
from scripts.steps import Step, bring_up_to_date


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class House:
    """Two steps, the second after the first, that count how often they ran."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ran: list[str] = []
        self.stamps = Stamps(root / "stamps")
        write(root / "in/a.txt", "a")
        write(root / "in/b.txt", "b")

    def step(self, name: str, after: tuple[str, ...] = ()) -> Step:
        out = self.root / f"{name}.out"

        def do() -> None:
            self.ran.append(name)
            out.write_text("made", encoding="utf-8")

        return Step(name, lambda: files_of(self.root, [f"in/{name}.txt"]), out.exists, do, after)

    def bring(self) -> list[str]:
        return bring_up_to_date([self.step("a"), self.step("b", after=("a",))], self.stamps, self.root)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_second_time_does_nothing(house: House) -> None:
    assert house.bring() == ["a", "b"]
    assert house.bring() == []


def test_touched_files_do_nothing(house: House) -> None:
    house.bring()
    os.utime(house.root / "in/a.txt", (1, 1))
    assert house.bring() == []


def test_changed_content_reaches_later_steps(house: House) -> None:
    house.bring()
    write(house.root / "in/b.txt", "other")
    assert house.bring() == ["b"]
    write(house.root / "in/a.txt", "other")
    assert house.bring() == ["a", "b"]


def test_missing_result_is_made_again(house: House) -> None:
    house.bring()
    (house.root / "a.out").unlink()
    assert house.bring() == ["a"]


def test_broken_off_step_is_done_again(house: House) -> None:
    house.bring()
    write(house.root / "in/a.txt", "other")
    step = house.step("a")

    def fail() -> None:
        raise Trouble("no")

    with pytest.raises(Trouble):
        bring_up_to_date([Step(step.name, step.inputs, step.is_there, fail)], house.stamps, house.root)
    write(house.root / "in/a.txt", "a")
    assert house.bring()[0] == "a"


def test_step_that_leaves_nothing_is_trouble(house: House) -> None:
    step = Step("a", list, lambda: False, lambda: None)
    with pytest.raises(Trouble, match="left nothing"):
        bring_up_to_date([step], house.stamps, house.root)


def test_steps_that_do_not_need_each_other_go_side_by_side(house: House) -> None:
    met = threading.Barrier(2, timeout=10)
    made: set[str] = set()

    def step(name: str) -> Step:
        def do() -> None:
            met.wait()
            made.add(name)

        return Step(name, list, lambda: name in made, do)

    assert sorted(bring_up_to_date([step("a"), step("b")], house.stamps, house.root)) == ["a", "b"]


def test_a_step_behind_another_waits_but_is_not_done_again_with_it(house: House) -> None:
    first, second = house.step("a"), replace(house.step("b"), behind=("a",))
    assert bring_up_to_date([second, first], house.stamps, house.root) == ["a", "b"]
    write(house.root / "in/a.txt", "other")
    assert bring_up_to_date([second, first], house.stamps, house.root) == ["a"]


def test_a_failure_ends_the_other_steps_commands(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "LOGS", house.root / "log")

    def fail() -> None:
        time.sleep(0.3)
        raise Trouble("the compiler is missing")

    def linger() -> None:
        console.run_logged("Lingering", [sys.executable, "-c", "import time; time.sleep(60)"], "linger")

    steps = [Step("a", list, lambda: False, fail), Step("b", list, lambda: False, linger)]
    start = time.monotonic()
    with pytest.raises(Trouble, match="compiler"):
        bring_up_to_date(steps, house.stamps, house.root)
    assert time.monotonic() - start < 20
    console.run_logged("Going on", [sys.executable, "-c", ""], "on")


def test_caches_do_not_count(tmp_path: Path) -> None:
    kept = write(tmp_path / "k/a.py", "x")
    write(tmp_path / "k/__pycache__/a.cpython-310.pyc", "x")
    write(tmp_path / "k/.hidden/a.py", "x")
    assert files_of(tmp_path, ["k"]) == [kept]


def test_digest_sees_names_contents_and_extras(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1", "x"), write(tmp_path / "2", "x")
    seen = {digest(tmp_path, [one]), digest(tmp_path, [two]), digest(tmp_path, [one], ["e"]), digest(tmp_path, [])}
    assert len(seen) == 4


def test_imports_are_followed(tmp_path: Path) -> None:
    start = write(tmp_path / "bot/nlu/read.py", "from knowledge import encoder\nfrom . import words\nimport numpy\n")
    write(tmp_path / "bot/nlu/words.py", "from knowledge.rules import deep\n")
    write(tmp_path / "knowledge/__init__.py", "")
    encoder = write(tmp_path / "knowledge/encoder.py", "def f():\n    import knowledge.late\n")
    late = write(tmp_path / "knowledge/late.py", "this is no Python")
    rules = write(tmp_path / "knowledge/rules/deep.py", "")
    write(tmp_path / "knowledge/search.py", "")
    package = tmp_path / "knowledge/__init__.py"
    assert local_imports(tmp_path, [start], "knowledge") == sorted([encoder, late, rules, package])
