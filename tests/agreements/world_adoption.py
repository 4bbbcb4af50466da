"""Adoption in the world: a path with its steps, a resolution with a scan, a meeting and a recess."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from imbizo.agreements.models import AdoptionPath, AdoptionStep, BodyMeeting, CouncilBreak, Resolution
from imbizo.agreements.states import BreakKind, Outcome, StepKind
from tests.agreements.making import make_agreement, make_party
from tests.drafting.making import make_document

STEP = {"pk": "adoption_step"}
PRIVATE = {
    **{f"agreements:{name}": {"pk": "adopted_agreement"} for name in ("adoption", "paths-begin")},
    "agreements:document-adoption": {"pk": "adopted_document"},
    **{
        f"agreements:{name}": {"pk": "adoption_path"}
        for name in ("path", "path-edit", "path-ask", "step-add")
    },
    **{f"agreements:step-{name}": STEP for name in ("edit", "hand-in", "finish", "skip", "move", "take-up")},
    "agreements:resolution-add": STEP,
    "agreements:resolution-file": {"pk": "resolution"},
}
OPEN: dict[str, dict[str, str]] = {
    "agreements:open-path": {"token": "x"},
    "agreements:body-meeting-drop": {"pk": "body_meeting"},
    "agreements:council-break-drop": {"pk": "council_break"},
}
LISTS = ("agreements:adoption", "agreements:document-adoption", "agreements:body-meetings")


def fill(world: Any) -> None:
    """A path of a party, with a resolution on its council's step."""
    agreement = world.adopted_agreement = make_agreement(world.cast)
    world.adopted_document = make_document(world.cast)
    party = make_party(agreement, world.organisation)
    world.adoption_path = _path(party=party, institution=world.organisation)
    world.adoption_step = world.adoption_path.steps.get(kind=StepKind.COUNCIL)
    world.resolution = Resolution.objects.create(
        programme=agreement.programme,
        step=world.adoption_step,
        decided_on=timezone.localdate(),
        outcome=Outcome.DEFERRED,
        file=ContentFile(b"%PDF-1.4", name="minutes"),
    )
    day = timezone.localdate() + timedelta(days=20)
    world.body_meeting = _meeting(world.organisation, day)
    world.council_break = CouncilBreak.objects.create(
        programme=agreement.programme, kind=BreakKind.RECESS, starts_on=day, ends_on=day
    )


def add(rows: Any) -> None:
    """One more party with its path, one more institution for the document, one more meeting."""
    if not hasattr(rows, "adopted_agreement"):
        rows.adopted_agreement, rows.adopted_document = make_agreement(rows.cast), make_document(rows.cast)
    party = make_party(rows.adopted_agreement, rows.body)
    _path(party=party, institution=rows.body)
    _path(document=rows.adopted_document, institution=rows.body)
    _meeting(rows.body, timezone.localdate() + timedelta(days=20))


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The arguments of the lists' addresses."""
    return {
        "agreements:adoption": {"pk": rows.adopted_agreement.pk},
        "agreements:document-adoption": {"pk": rows.adopted_document.pk},
        "agreements:body-meetings": {},
    }


def _path(*, institution: Any, **of_text: Any) -> AdoptionPath:
    path = AdoptionPath.objects.create(programme=institution.programme, institution=institution, **of_text)
    for position, kind in enumerate((StepKind.RECEIVED, StepKind.COUNCIL), start=1):
        AdoptionStep.objects.create(programme=path.programme, path=path, kind=kind, position=position)
    return path


def _meeting(institution: Any, day: Any) -> BodyMeeting:
    return BodyMeeting.objects.create(
        programme=institution.programme,
        institution=institution,
        held_on=day,
        agenda_closes_on=day - timedelta(days=10),
    )
