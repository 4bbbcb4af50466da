"""Literature scans in the world: one with a question, a file, a source and a finding."""

from typing import Any

from django.core.files.base import ContentFile

from imbizo.evidence.models import (
    ExclusionReason,
    Finding,
    ReferenceImport,
    Scan,
    ScanItem,
    ScanQuestion,
    Screening,
    Source,
)

SCAN, ITEM, QUESTION = {"pk": "scan"}, {"pk": "scan_item"}, {"pk": "scan_question"}
FILE, FINDING = {"pk": "references"}, {"pk": "finding"}
PRIVATE = {
    **{
        f"evidence:{name}": SCAN
        for name in (
            "scan", "scan-edit", "scan-lists", "scan-close", "references-add", "scan-items", "scan-items-do",
            "scan-screen", "scan-conflicts", "scan-flow", "scan-report", "scan-ris",
        )
    },
    "evidence:scan-items-undo": {"pk": "scan", "token": "x"},
    "evidence:scan-flow-file": {"pk": "scan", "form": "svg"},
    **{f"evidence:references{name}": FILE for name in ("", "-choose", "-take", "-drop")},
    **{f"evidence:scan-item{name}": ITEM for name in ("", "-say", "-undo", "-retrieval", "-duplicate", "-settle")},
    **{f"evidence:{name}": QUESTION for name in ("scan-question", "scan-question-answer", "finding-add")},
    **{f"evidence:finding-{name}": FINDING for name in ("edit", "withdraw", "back")},
}  # fmt: skip
LISTS = ("evidence:scans", "evidence:scan", "evidence:scan-items", "evidence:scan-question")


def fill(world: Any) -> None:
    world.scan = Scan.objects.create(name="Migration", lead=world.cast.amina, **world.own)
    of = {"scan": world.scan, **world.here}
    world.scan_question = ScanQuestion.objects.create(text="What are the trends?", **of)
    reason = ExclusionReason.objects.create(text="Too old", **of)
    world.references = ReferenceImport(
        file_name="a.ris", digest="0", state="taken", by=world.cast.amina, **of
    )
    world.references.file.save("", ContentFile(b"TY  - JOUR"), save=True)
    source = Source.objects.create(kind="literature", title="Farm work in the valley", **world.own)
    taken = {"stage": "full_text", "outcome": "include"}
    world.scan_item = ScanItem.objects.create(source=source, batch=world.references, **taken, **of)
    Screening.objects.create(
        item=world.scan_item, reviewer=world.cast.amina, stage="abstract", verdict="exclude", reason=reason,
        **world.here,
    )  # fmt: skip
    world.finding = Finding.objects.create(
        question=world.scan_question, source=source, text="More come each year.", **world.here
    )


def add(rows: Any) -> None:
    """One more scan; and in one scan one more question, file, source and finding."""
    number = f"{rows.made:05d}"
    owned = {"owner": rows.cast.convenor, **rows.here}
    if not hasattr(rows, "scan"):
        rows.scan = Scan.objects.create(name="Migration", lead=rows.cast.amina, **owned)
        rows.question = ScanQuestion.objects.create(scan=rows.scan, text="What?", **rows.here)
    Scan.objects.create(name=f"Scan {number}", lead=rows.cast.amina, **owned)
    of = {"scan": rows.scan, **rows.here}
    # Answered, so that the next step stays the same whatever the number.
    ScanQuestion.objects.create(text=f"What {number}?", answer="This.", **of)
    ReferenceImport.objects.create(
        file_name=f"{number}.ris", digest=number, state="taken", by=rows.cast.amina, **of
    )
    # The one that the world of sources has just made: more would need a second page of their list.
    source = Source.objects.filter(kind="practice").latest("created_at")
    ScanItem.objects.create(source=source, stage="full_text", outcome="include", **of)
    Finding.objects.create(question=rows.question, source=source, text=f"So {number}.", **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    scan = {"pk": rows.scan.pk}
    return {
        "evidence:scan": scan,
        "evidence:scan-items": scan,
        "evidence:scan-question": {"pk": rows.question.pk},
    }
