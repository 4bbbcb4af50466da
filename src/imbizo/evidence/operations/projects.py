"""Projects of other programs: bringing a file, and deciding what is taken of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.evidence import tasks
from imbizo.evidence.errors import NotNow, NotReady, Unreadable
from imbizo.evidence.models import Codebook, ProjectImport
from imbizo.evidence.operations.codebooks import must_own
from imbizo.evidence.queries import projects as queries
from imbizo.evidence.rules.brought import Brought
from imbizo.evidence.states import FileState, SourceKind, Unit
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import make_once, write
from imbizo.thread.operations import audit

MOST_BYTES: Final = 100_000_000
NAMELESS: Final = _("A coder without a name")
_TOO_LARGE = _(
    "This file has more than 100 MB. Export the project without recordings and pictures, and bring that file."
)
_EMPTY = _("There is nothing in this file. Export it once more, and bring the new file.")
_NOT_TO_TAKE = _("This file isn't waiting to be taken any more. Open its page again.")
NOT_TAKEN = _("This file isn't taken, so that there is nothing to take back.")
_NO_CODES = _("There are no codes in this file, so that there is nothing to take.")
_NOT_YOURS = _("This file was brought by another partner.")
_NO_NAME = _("Give the new codebook a name, or choose one that is there.")


def bring(*, file: "UploadedFile[Any]", by: Membership, id: UUID | None = None) -> ProjectImport:
    """Keep the file, and have the worker look into it. The very same file brought before is found again.

    Raises Unreadable (empty, too large), Conflict.
    """
    if (file.size or 0) > MOST_BYTES:
        raise Unreadable(_TOO_LARGE)
    content = bytes(file.read())
    if not content:
        raise Unreadable(_EMPTY)
    digest = hashlib.sha256(content).hexdigest()
    there = queries.brought_before(by, digest)
    return there or _kept(content, digest, file.name or "", by, id)


@transaction.atomic
def _kept(content: bytes, digest: str, name: str, by: Membership, id: UUID | None) -> ProjectImport:
    told = name.replace("\\", "/").rsplit("/", 1)[-1][-200:]
    made = make_once(
        ProjectImport,
        id=id,
        programme=by.programme,
        by=by,
        defaults={"by": by},
        file_name=told,
        digest=digest,
    )
    if not made.file:
        made.file.save("", ContentFile(content), save=True)
        tasks.check_project.enqueue(str(made.pk))
    return made


@transaction.atomic
def refuse(*, project: ProjectImport, why: str) -> None:
    """Say why nothing of the file can be taken; the file isn't kept."""
    kept = str(project.file.name)
    project.state, project.problem, project.file = FileState.REFUSED, why[:500], ""
    project.save(update_fields=["state", "problem", "file", "updated_at"])
    transaction.on_commit(partial(default_storage.delete, kept))
    audit("refuse_project", [project], by=None)


@transaction.atomic
def note_found(*, project: ProjectImport, brought: Brought) -> None:
    """Write down what is in the file, and what of it isn't taken."""
    project.origin = brought.origin[:160]
    project.found = {
        "codes": len(brought.codes),
        "texts": len(brought.texts),
        "codings": sum(len(text.codings) for text in brought.texts),
        "shared": len(brought.shared),
        "coders": dict(brought.coders),
        **brought.counts,
    }
    project.left_out = [asdict(each) for each in brought.left_out]
    project.total = len(brought.texts)
    project.state = FileState.READ
    project.save()


@transaction.atomic
def choose(*, project: ProjectImport, by: Membership, given: Mapping[str, Any]) -> ProjectImport:
    """Take the file, as a person decided.

    `given` is
    - what: "all" or "codebook",
    - into: a Codebook with which it is merged by name, or None,
    - name: what a new one is called,
    - kind: the SourceKind of its texts,
    - coders: {guid of a coder in the file: Membership or None},
    - compare: a Unit on which its coders are compared, or "".

    Raises NotAllowed, NotNow, NotReady.
    """
    now = held(project, by)
    if now.state != FileState.READ:
        raise NotNow(_NOT_TO_TAKE)
    if not now.found["codes"]:
        raise NotReady(_NO_CODES)
    into: Codebook | None = given["into"]
    if into is not None:
        must_own(into, by)
    elif not given["name"].strip():
        raise NotReady(_NO_NAME, field="name")
    now.choice = {
        "what": given["what"],
        "into": str(into.pk) if into else "",
        "name": given["name"].strip(),
        "kind": str(SourceKind(given["kind"])),
        "coders": {guid: str(member.pk) for guid, member in given["coders"].items() if member},
        "compare": str(Unit(given["compare"])) if given["compare"] else "",
    }
    now.state, now.by, now.done, now.made = FileState.TAKING, by, 0, {}
    now.save()
    audit("choose_project", [now], by=by, changes={"choice": [None, now.choice]})
    tasks.take_project.enqueue(str(now.pk))
    return now


def go_on(*, project: ProjectImport, by: Membership) -> None:
    """Ask the worker once more for what it didn't finish. Raises NotAllowed."""
    with transaction.atomic():
        now = held(project, by)
        if now.state == FileState.WAITING:
            tasks.check_project.enqueue(str(now.pk))
        if now.state == FileState.TAKING:
            tasks.take_project.enqueue(str(now.pk))


@transaction.atomic
def finish(*, project: ProjectImport) -> None:
    """All that was chosen is taken."""
    now = ProjectImport.objects.select_for_update().get(pk=project.pk)
    if now.state != FileState.TAKING:
        return
    codebook = Codebook.objects.get(pk=now.made["codebook"])
    write(now, {"codebook": codebook, "state": FileState.TAKEN}, by=now.by, verb="take_project")


def held(project: ProjectImport, by: Membership) -> ProjectImport:
    """The project as it is now, held until it is written. Raises NotAllowed for members of other partners."""
    now = (
        ProjectImport.objects.select_for_update(of=("self",))
        .select_related("by", "programme")
        .get(pk=project.pk)
    )
    if now.by.partner_id != by.partner_id:
        raise NotAllowed(_NOT_YOURS)
    return now
