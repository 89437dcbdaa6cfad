"""A fresh browser profile per test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from tests.browser.chat import Chat

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the browser: $CHROMIUM, or `chromium` on the path."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path or not Path(path).is_file():
        pytest.fail(f"No Chromium at {path!r}: install the package `chromium` or set CHROMIUM to its path.")
    return path


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def context(playwright_driver: Playwright, chromium_path: str, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with a profile of its own, 1200 by 800."""
    browser = playwright_driver.chromium.launch_persistent_context(
        str(tmp_path / "profile"),
        executable_path=chromium_path,
        headless=True,
        args=QUIET,
        viewport={"width": 1200, "height": 800},
        color_scheme="light",
    )
    browser.set_default_timeout(20_000)
    yield browser
    browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The first tab."""
    return context.pages[0] if context.pages else context.new_page()


@pytest.fixture
def chat(page: Page, assistant_url: str) -> Chat:
    """The chat on a freshly loaded page, open."""
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    chat.open()
    return chat
