"""PDF, read by a program of its own.

pdfium is written in C++ and these files come from anywhere, so it runs in a child process that has little time and
memory, writes no file, and whose fall harms nobody. The file goes to it, and a line of JSON for each page comes back.
"""

import json
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

from imbizo.base.documents.errors import BrokenFile, LockedFile, NotRead, OversizedFile, ReadingStopped
from imbizo.base.documents.reading.limits import (
    MAX_MEMORY,
    MAX_PAGES,
    MAX_SECONDS,
    MAX_SECONDS_A_PAGE,
    too_many_pages,
)
from imbizo.base.documents.reading.shapes import Line, Page

_CHILD = Path(__file__).with_name("pdfchild.py")
_Process = subprocess.Popen[bytes]


def pdf_pages(content: bytes, *, first: int = 1) -> Generator[Page, None, None]:
    """The pages from `first` on, each as soon as it is read; stop whenever you like.

    Raises LockedFile, BrokenFile, OversizedFile (more than 1,000 pages), ReadingStopped.
    """
    with _child(first) as process:
        _hand_over(process, content)
        head = _answer(process, first)
        if "refused" in head:
            raise _refusal(head)
        for number in range(first, head["pages"] + 1):
            yield _page(_answer(process, number), number, head)


@contextmanager
def _child(first: int) -> Iterator[_Process]:
    process = subprocess.Popen(
        # Isolated: neither the folder it is started in nor the environment can bring in other code.
        [sys.executable, "-I", str(_CHILD), *map(str, (first, MAX_PAGES, MAX_SECONDS, MAX_MEMORY))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _hand_over(process: _Process, content: bytes) -> None:
    """The child reads the whole file before it writes, so neither waits for the other."""
    assert process.stdin is not None
    # A child that has fallen already is noticed when its answer is missing.
    with suppress(BrokenPipeError), process.stdin as stdin:
        stdin.write(content)
    process.stdin = None


def _answer(process: _Process, page: int) -> dict[str, Any]:
    """The child's next line. Raises ReadingStopped where it has none, or none in time."""
    assert process.stdout is not None
    watchdog = Timer(MAX_SECONDS_A_PAGE, process.kill)
    watchdog.start()
    try:
        answer: dict[str, Any] = json.loads(process.stdout.readline())
    except ValueError as error:
        raise ReadingStopped(page) from error
    finally:
        watchdog.cancel()
    return answer


def _refusal(head: Mapping[str, Any]) -> NotRead:
    if head["refused"] == "locked":
        return LockedFile()
    if head["pages"] > MAX_PAGES:
        return OversizedFile(too_many_pages(head["pages"]))
    return BrokenFile()


def _page(answer: Mapping[str, Any], number: int, head: Mapping[str, Any]) -> Page:
    return Page(
        number,
        head["pages"],
        tuple(Line(*line) for line in answer["lines"]),
        is_picture=answer["picture"],
        is_broken=answer["broken"],
        title=head["title"],
        language=head["language"],
    )
