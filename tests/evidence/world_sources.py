"""A source with a text, an excerpt of it, an earlier text, a practice and an interview of the convenor."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from imbizo.evidence.models import Excerpt, Interview, Practice, TextVersion
from imbizo.evidence.states import SourceKind
from tests.evidence.making import make_source

_OF_SOURCE = (
    "source", "source-edit", "source-share", "source-withdraw", "source-restore", "source-ris", "source-file",
    "source-attach", "source-read-again", "source-progress", "source-text", "source-text-write", "source-versions",
    "source-excerpt",
)  # fmt: skip
PRIVATE = {
    **{f"evidence:{name}": {"pk": "source"} for name in _OF_SOURCE},
    "evidence:source-text-correct": {"pk": "source", "number": "1"},
    "evidence:source-version": {"pk": "source", "number": "1"},
    "evidence:source-take-back": {"pk": "interview_source"},
    "evidence:excerpt": {"pk": "excerpt"},
    "evidence:excerpt-edit": {"pk": "excerpt"},
    "evidence:excerpt-remove": {"pk": "excerpt"},
}
OPEN = {"evidence:source-add-kind": {"kind": "report"}}
LISTS = ("evidence:sources", "evidence:practices", "evidence:source", "evidence:source-text")


def fill(world: Any) -> None:
    """The convenor's own, which it keeps to itself."""
    world.source = make_source(world.cast)
    world.source.file.save("report.txt", ContentFile(b"Shop owners pay twice."))
    world.excerpt = Excerpt.objects.create(
        source=world.source, start=0, end=21, quote="Shop owners pay twice", **world.here
    )
    world.text_version = TextVersion.objects.create(
        source=world.source, number=1, text="Shop owners pay.", **world.here
    )
    practice = make_source(world.cast, kind=SourceKind.PRACTICE, title="A forum of shop owners")
    world.practice = Practice.objects.create(source=practice, **world.here)
    world.interview_source = make_source(world.cast, kind=SourceKind.INTERVIEW, title="Interview")
    world.interview = Interview.objects.create(
        source=world.interview_source, called="a shop owner", held_on=date(2026, 3, 9), **world.here
    )


def add(rows: Any) -> None:
    """One more practice, which stands in the library too, and one more excerpt of the report."""
    if not hasattr(rows, "source"):
        rows.source = make_source(rows.cast, text="Words to quote.")
    practice = make_source(rows.cast, kind=SourceKind.PRACTICE, title=f"Forum {rows.made}")
    Practice.objects.create(source=practice, **rows.here)
    Excerpt.objects.create(source=rows.source, start=0, end=5, quote="Words", **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The arguments of the lists' addresses."""
    return {f"evidence:{name}": {"pk": rows.source.pk} for name in ("source", "source-text")}
