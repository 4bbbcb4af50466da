"""The documents are true: their links lead somewhere, their commands exist, their map is the contract's."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.commands import COMMANDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
RECORDS = sorted((DOCS / "adr").glob("[0-9]*.md"))
COMMAND_FILES = sorted((ROOT / "src" / "imbizo").glob("*/management/commands/[a-z]*.py"))
# Written down nowhere but in the notes of those who built this, or on the machines where they did. In halves, so
# that this file passes its own test.
ASTRAY = [
    "/" + "work/",
    "." + "library",
    "/" + "tmp/imbizo",
    "/" + "root/",
    "registry." + "npmjs",
    "pypi." + "org",
    "files.python" + "hosted",
    "docker." + "io",
    "proxy.golang" + ".org",
    "index-" + "url",
]
# What makes the locks says by which option they leave the address out.
MAY_NAME_THE_OPTION = {"tools/locks.py"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """The page without its code, in which a bracket is no link."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)}


def broken_links(page: Path) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if target.startswith(("https://", "mailto:")):
            continue
        path, _, part = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (part and part not in anchors(found)):
            yield target


def is_named(command: str, text: str) -> bool:
    return re.search(rf"(?:imbizo|run\.py) {command}\b|`{command}`", text) is not None


def tracked_texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for tracked in filter(None, listed.stdout.split("\0")):
        try:
            yield tracked, (ROOT / tracked).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


def test_every_page_is_reached_from_the_index() -> None:
    reached = {DOCS / "index.md"}
    todo = list(reached)
    while todo:
        page = todo.pop()
        targets = re.findall(r"\]\(([^)#\s]+\.md)[)#]", page.read_text())
        new = {(page.parent / target).resolve() for target in targets} - reached
        reached |= new
        todo += new
    assert sorted(set(DOCS.rglob("*.md")) - reached) == []


@pytest.mark.parametrize("file", COMMAND_FILES, ids=lambda file: file.stem)
def test_every_command_of_ours_is_named_for_operators_or_developers(file: Path) -> None:
    pages = [DOCS / "operations.md", DOCS / "architecture.md"]
    pages += [*(DOCS / "developer").glob("*.md"), *(DOCS / "operator").glob("*.md")]
    assert [page.name for page in pages if is_named(file.stem, page.read_text())] != []


def test_the_commands_in_the_readme_exist() -> None:
    named = set(re.findall(r"python3 run\.py[ ]?([a-z_]*)", (ROOT / "README.md").read_text()))
    ours = {"", *COMMANDS, *(file.stem for file in COMMAND_FILES)}
    assert named == named & ours
    assert {"", "test"} <= named


def test_the_commands_in_the_documents_exist() -> None:
    of_django = {"COMMAND", "collectstatic", "sendtestemail", "help"}
    ours = {*COMMANDS, *(file.stem for file in COMMAND_FILES), *of_django}
    text = "\n".join(page.read_text() for page in DOCS.rglob("*.md"))
    named = set(re.findall(r"(?:run\.py|bin/imbizo|^    imbizo|`imbizo) ([A-Za-z_]+)", text, re.MULTILINE))
    assert sorted(named - ours) == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_has_its_three_parts(record: Path) -> None:
    headings = re.findall(r"^## (.+)$", record.read_text(), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_every_decision_is_listed_with_its_title() -> None:
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", (DOCS / "adr" / "index.md").read_text(), re.MULTILINE)
    titles = [(record.read_text().splitlines()[0], record.name) for record in RECORDS]
    assert [(f"# {number}. {title}", file) for number, title, file in listed] == titles


def rows_of_the_picture() -> list[str]:
    """The first column of the map: what stands before two spaces, or before one after a last bracket."""
    picture = (DOCS / "architecture.md").read_text().split("```text\n")[1].split("```")[0]
    row = re.compile(r"(?:\(?\w+\)?)(?: \| \(?\w+\)?)*")
    return [found.group() for line in picture.splitlines() if (found := row.match(line))]


def test_the_map_in_the_documents_is_the_one_that_imports_are_checked_by() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert rows_of_the_picture() == contracts[0]["layers"]


def test_the_rooms_in_the_documents_are_those_that_imports_are_checked_by() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rooms = [re.findall(r"\w+", layer) for layer in contracts[1]["layers"]]
    picture = (DOCS / "architecture.md").read_text().split("```text\n")[2].split("```")[0]
    drawn = [re.match(r"\w+(?:, \w+)*", line) for line in picture.splitlines()]
    assert [found.group().split(", ") for found in drawn if found] == rooms


def test_no_text_names_the_machine_or_the_registry_it_was_made_with() -> None:
    found = [
        f"{path}: {word}"
        for path, text in tracked_texts()
        for word in ASTRAY
        if word in text and path not in MAY_NAME_THE_OPTION
    ]
    assert found == []


def test_pictures_in_the_documents_are_small() -> None:
    large = [name(picture) for picture in DOCS.rglob("*.png") if picture.stat().st_size > 150_000]
    assert large == []


def test_every_picture_is_shown_somewhere() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    unused = [picture.name for picture in DOCS.rglob("*.png") if picture.name not in text]
    assert unused == []
