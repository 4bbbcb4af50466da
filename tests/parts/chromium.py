"""A real browser: the machine's own Chromium, driven by playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def started() -> "Iterator[Browser]":
    """A Chromium that is closed at the end."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django takes that for an async view and refuses its database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
