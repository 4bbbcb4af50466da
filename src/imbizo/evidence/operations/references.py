"""References brought into a scan: a file or DOIs, read by the worker (`imports/`), looked at by a person, and taken.

A file is taken in chunks, each by itself: whatever interrupts it, it goes on where it was, and nothing comes twice.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.documents.text import plain
from imbizo.base.models import new_id
from imbizo.evidence import tasks
from imbizo.evidence.errors import NotNow, NotReady, Unreadable
from imbizo.evidence.models import ReferenceImport, Scan, ScanItem, Source
from imbizo.evidence.operations.scans import must_change
from imbizo.evidence.operations.sources import title_key
from imbizo.evidence.rules.scanning import MAX_BYTES, Row, as_reference, is_being_taken, is_undecided
from imbizo.evidence.states import FileState, SourceKind, Stage
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

CHUNK: Final = 40  # of 100 a transaction lasts over a second on a busy machine
_NOTHING: Final = _("Choose a file, or paste DOIs.")
_TOO_LARGE: Final = _("A file of references may have 50 MB at most. Divide it.")
_NOT_READ: Final = _("This file isn't at the point where that can be done. Load the page again.")
_UNDECIDED: Final = _("Say first of each reference that looks like another whether it is the same work.")


@transaction.atomic
def bring_references(
    *, scan: Scan, content: bytes, file_name: str, by: Membership, found_in: str = "", id: UUID | None = None
) -> ReferenceImport:
    """Keep what was brought and have the worker read it. The same content in the same scan is the same import.

    Raises NotAllowed, NotNow, NotReady (nothing given), Unreadable (too large).
    """
    must_change(scan, by)
    if not content.strip():
        raise NotReady(_NOTHING, field="file")
    if len(content) > MAX_BYTES:
        raise Unreadable(_TOO_LARGE)
    digest = hashlib.sha256(content).hexdigest()
    # The scan is held, so that two presses of one button meet here one after the other.
    Scan.objects.select_for_update().get(pk=scan.pk)
    there = ReferenceImport.objects.filter(scan=scan, digest=digest).exclude(state=FileState.REFUSED).first()
    if there is not None:
        return there
    batch = ReferenceImport(
        id=_free(id), programme=scan.programme, scan=scan, file_name=plain(file_name)[:200], digest=digest,
        found_in=" ".join(plain(found_in).split())[:120], by=by,
    )  # fmt: skip
    batch.file.save("", ContentFile(content), save=False)
    batch.save(force_insert=True)
    audit("create", [batch], by=by, changes={"file_name": [None, batch.file_name]})
    tasks.read_references.enqueue(str(batch.pk))
    return batch


@transaction.atomic
def choose(*, batch: ReferenceImport, choices: Mapping[int, bool], by: Membership) -> ReferenceImport:
    """Say of rows (by their place in the file, from 0) whether they are the same work as what they are like.

    Raises NotAllowed, NotNow.
    """
    held = _held(batch, by)
    if held.state != FileState.READ:
        raise NotNow(_NOT_READ)
    chosen = {number: is_same for number, is_same in choices.items() if _can_choose(held.rows, number)}
    for number, is_same in chosen.items():
        held.rows[number]["same"] = is_same
    held.save(update_fields=["rows", "updated_at"])
    audit("change", [held], by=by, changes={"choices": [None, len(chosen)]})
    return held


@transaction.atomic
def take_references(*, batch: ReferenceImport, by: Membership) -> ReferenceImport:
    """Have the worker take what was read into the scan. Pressed twice it is taken once.

    Raises NotAllowed, NotNow, NotReady (near-duplicates that nobody decided on).
    """
    held = _held(batch, by)
    if held.state == FileState.TAKEN:
        return held
    if held.state != FileState.READ:
        raise NotNow(_NOT_READ)
    if any(map(is_undecided, held.rows)):
        raise NotReady(_UNDECIDED)
    held.state = FileState.TAKEN
    held.save(update_fields=["state", "updated_at"])
    audit("take_references", [held], by=by, changes={"count": [None, held.count]})
    tasks.take_references.enqueue(str(held.pk))
    return held


@transaction.atomic
def drop_references(*, batch: ReferenceImport, by: Membership) -> None:
    """Put a file away that wasn't taken; it can be brought again. Raises NotAllowed, NotNow."""
    held = _held(batch, by)
    if held.state == FileState.TAKEN:
        raise NotNow(_NOT_READ)
    audit("remove", [held], by=by, changes={"file_name": [held.file_name, None]})
    held.file.delete(save=False)
    held.delete()


def take_rows(*, id: UUID) -> None:
    """Make a source and its place in the scan of every reference, in chunks. Done twice it is the same.

    What is the same work as another stays with the file, so that its number can be opened. Called by the worker.
    """
    batch = ReferenceImport.objects.select_related("scan__owner", "programme", "by__partner").get(pk=id)
    if batch.state != FileState.TAKEN or not is_being_taken(batch.rows):
        return
    new, repeated = _sorted_out(batch)
    for start in range(0, len(new), CHUNK):
        _take_chunk(new[start : start + CHUNK], batch)
    batch.rows = [_repeated(row, of) for row, of in repeated]
    batch.duplicates = len(repeated)
    batch.save(update_fields=["rows", "duplicates", "updated_at"])


def _can_choose(rows: Sequence[Row], number: int) -> bool:
    return 0 <= number < len(rows) and "like" in rows[number]


def _held(batch: ReferenceImport, by: Membership) -> ReferenceImport:
    """The import, held for this transaction. Raises NotAllowed, NotNow (the scan is closed)."""
    held = (
        ReferenceImport.objects.select_for_update(of=("self",)).select_related("scan__owner").get(pk=batch.pk)
    )
    must_change(held.scan, by)
    return held


def _free(id: UUID | None) -> UUID:
    """The id that the form chose, unless another import has it: the form was sent twice with other content."""
    return id if id and not ReferenceImport.objects.filter(pk=id).exists() else new_id()


# Taking


class _Known:
    """What stands in the scan by now from elsewhere: other files may have been taken since this one was read."""

    def __init__(self, batch: ReferenceImport) -> None:
        rows = Source.objects.filter(
            pk__in=batch.scan.items.exclude(batch=batch).order_by().values("source_id")
        )
        found = list(rows.values_list("pk", "doi", "title_key", "year"))
        self.ids = {str(pk) for pk, *_rest in found}
        self._by_doi = {doi: str(pk) for pk, doi, _title, _year in found if doi}
        self._by_title = {(title, year): str(pk) for pk, _doi, title, year in found}

    def same_as(self, row: Row) -> str:
        """The id of the source in the scan that is certainly this work; "" for none, or where a person said no."""
        if row.get("same") is False:
            return ""
        reference = as_reference(row["ref"])
        by_title = (title_key(reference.title), reference.year)
        return self._by_doi.get(reference.doi, "") or self._by_title.get(by_title, "")


def _sorted_out(batch: ReferenceImport) -> tuple[list[Row], list[tuple[Row, str]]]:
    """The rows that come into the scan; and those that are there already, each with the id of its source."""
    known = _Known(batch)
    new: list[Row] = []
    repeated: list[tuple[Row, str]] = []
    stands: dict[int, str] = {}  # Where each row came to stand, for those that are the same as it.
    taken = set(known.ids)
    for number, row in enumerate(batch.rows):
        like = row["like"] if row.get("same") else {}
        of = stands[like["row"]] if "row" in like else like.get("source") or known.same_as(row) or row["id"]
        stands[number] = of
        if of in taken:
            repeated.append((row, of))
        else:
            taken.add(of)
            new.append(row)
    return new, repeated


@transaction.atomic
def _take_chunk(rows: Sequence[Row], batch: ReferenceImport) -> None:
    there = set(ScanItem.objects.filter(pk__in=[row["item"] for row in rows]).values_list("pk", flat=True))
    rows = [row for row in rows if UUID(row["item"]) not in there]
    made = [_source(row, batch) for row in rows if not _is_ours(row)]
    Source.objects.bulk_create(made)
    items = [
        ScanItem(
            id=UUID(row["item"]), programme=batch.programme, scan=batch.scan, batch=batch, found_in=batch.found_in,
            source_id=UUID(row["like"]["source"] if _is_ours(row) else row["id"]), stage=Stage.ABSTRACT,
        )
        for row in rows
    ]  # fmt: skip
    ScanItem.objects.bulk_create(items)
    audit("create", made, by=batch.by)
    audit("create", items, by=batch.by)


def _is_ours(row: Row) -> bool:
    """Whether it is a source that we have already, in another scan or by itself."""
    return bool(row.get("same")) and "source" in row["like"]


def _source(row: Row, batch: ReferenceImport) -> Source:
    reference = as_reference(row["ref"])
    title = " ".join((reference.title or reference.doi).split())
    return Source(
        id=UUID(row["id"]),
        programme=batch.programme,
        owner=batch.scan.owner,
        sharing=batch.scan.sharing,
        kind=SourceKind.LITERATURE,
        title=title[:500],
        title_key=title_key(title),
        authors=list(reference.authors),
        year=reference.year,
        container=reference.container[:300],
        volume=(reference.volume + (f"({reference.issue})" if reference.issue else ""))[:60],
        pages_cited=reference.pages[:40],
        publisher=reference.publisher[:200],
        doi=reference.doi[:200],
        url=reference.url[:1_000] if reference.url.startswith(("https://", "http://")) else "",
        abstract=reference.abstract[:20_000],
        keywords=list(reference.keywords),
        language=reference.language[:8],
    )


def _repeated(row: Row, of: str) -> Row:
    """What is kept of a reference that came twice: enough to see it, and what it is the same as."""
    kept = {
        name: row["ref"][name]
        for name in ("title", "authors", "year", "container", "doi")
        if name in row["ref"]
    }
    return {"of": of, "ref": kept}
