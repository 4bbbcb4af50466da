"""Projects of other programs, in the world: one that was looked into and waits for a decision."""

from typing import Any

from imbizo.evidence.models import ProjectImport

FILE, BOOK = {"pk": "project"}, {"pk": "codebook"}
PRIVATE = {
    **{f"evidence:project-{name}": FILE for name in ("import", "back", "again")},
    **{f"evidence:codebook-{name}": BOOK for name in ("files", "qdc", "qdpx")},
}
OPEN: dict[str, dict[str, str]] = {"evidence:project-add": {}}
LISTS = ("evidence:project-add",)
_FOUND = {"codes": 2, "texts": 1, "codings": 3, "shared": 1, "coders": {"a": "Anna"}, "cases": 0, "memos": 0}


def _project(cast: Any, here: dict[str, Any], name: str) -> ProjectImport:
    lost = {"reason": "recording", "kind": "AudioSource", "names": ["Tape 1"], "count": 1, "is_lost": True}
    return ProjectImport.objects.create(
        file_name=name, digest=name, state="read", by=cast.amina, found=_FOUND, left_out=[lost], **here
    )


def fill(world: Any) -> None:
    world.project = _project(world.cast, world.here, "trading.qdpx")


def add(rows: Any) -> None:
    _project(rows.cast, rows.here, f"project {rows.made:05d}.qdpx")
