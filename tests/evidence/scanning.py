"""What tests of literature scans begin with: a scan, references in it, two reviewers."""

from typing import Any

from imbizo.evidence.models import ReferenceImport, Scan, ScanItem
from imbizo.evidence.operations.references import bring_references, take_references
from imbizo.evidence.operations.scans import begin_scan
from imbizo.evidence.operations.screening import screen
from imbizo.evidence.states import Stage, Verdict
from imbizo.programmes.models import Membership
from tests.cast import Cast

TITLES = (
    "Farm work in the valley",
    "Shops and their neighbours",
    "Who is blamed in dry years",
    "Schools and papers",
)


def make_scan(cast: Cast, **changes: Any) -> Scan:
    """A scan of the convenor with two questions and two reasons."""
    fields: dict[str, Any] = {
        "name": "Migration in the valley",
        "questions": ["What are the trends?", "What eased conflict?"],
        "reasons": ["About another place", "Too old"],
    }
    return begin_scan(by=cast.amina, **(fields | changes))


def ris(*entries: tuple[str, int | str]) -> bytes:
    """A RIS file of titles and years, each by an author of its own."""
    lines = [
        f"TY  - JOUR\nTI  - {title}\nAU  - Author{title.split()[0]}, Ann\nPY  - {year}\nER  - \n"
        for title, year in entries
    ]
    return "".join(lines).encode()


def bring(scan: Scan, by: Membership, content: bytes, **changes: Any) -> ReferenceImport:
    """A file that was read."""
    fields: dict[str, Any] = {"file_name": "scopus.ris", "found_in": "Scopus"}
    batch = bring_references(scan=scan, content=content, by=by, **(fields | changes))
    batch.refresh_from_db()
    return batch


def take(scan: Scan, by: Membership, content: bytes, **changes: Any) -> ReferenceImport:
    """A file that was taken."""
    batch = bring(scan, by, content, **changes)
    take_references(batch=batch, by=by)
    batch.refresh_from_db()
    return batch


def filled(cast: Cast, **changes: Any) -> Scan:
    """A scan with four sources."""
    scan = make_scan(cast, **changes)
    take(scan, cast.amina, ris(*((title, 2010 + at) for at, title in enumerate(TITLES))))
    return scan


def items_of(scan: Scan) -> list[ScanItem]:
    rows = ScanItem.objects.filter(scan=scan).select_related(
        "scan__lead__user", "scan__second__user", "source"
    )
    return sorted(rows, key=lambda each: TITLES.index(each.source.title))


def say(item: ScanItem, verdict: str, by: Membership, stage: str = Stage.ABSTRACT, **more: Any) -> None:
    """A word on one source, with the first reason where it is left out."""
    reason = item.scan.reasons.first() if verdict == Verdict.EXCLUDE else None
    screen(items=[item], stage=stage, verdict=verdict, by=by, **({"reason": reason} | more))
