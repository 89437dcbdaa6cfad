"""What each step depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import steps


def test_a_proposal_in_the_inbox_does_not_call_for_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        "knowledge/build.py", "knowledge/cues.yml", "knowledge/ingest/hints.yml", "knowledge/shop/beach/passages.md",
        "knowledge/shop/inbox/hills/passages.md", "knowledge/shop/inbox/.replaced/hills.1/passages.md", "settings.yml",
    ]  # fmt: skip
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path in steps._knowledge_inputs()}
    assert found == {"knowledge/build.py", "knowledge/cues.yml", "knowledge/shop/beach/passages.md", "settings.yml"}
