"""Measures in the world: one with a part, a report with a file, and a list of them."""

from typing import Any

from django.core.files.base import ContentFile

from imbizo.agreements.models import Measure, MeasureUpdate
from imbizo.agreements.states import MeasureState
from tests.agreements.making import make_agreement

ONE = {"pk": "measure"}
PRIVATE = {
    "agreements:measures-of": {"pk": "measured_agreement"},
    "agreements:measure-add": {"pk": "measured_agreement"},
    "agreements:measures-add": {"pk": "clause"},
    **{
        f"agreements:{name}": ONE
        for name in ("measure", "measure-edit", "measure-stop", "measure-resume", "measure-ask", "update-add")
    },
    **{f"agreements:{name}": {"pk": "measure_update"} for name in ("update-withdraw", "update-file")},
}
OPEN: dict[str, dict[str, str]] = {
    "agreements:open-measure": {"token": "x"},
    "agreements:coverage-left": {"line": "owners"},
}
LISTS = (
    "agreements:coverage",
    "agreements:coverage-left",
    "agreements:measures",
    "agreements:measures-of",
    "agreements:measure",
)


def fill(world: Any) -> None:
    """A measure of an agreement of its own, with one report."""
    agreement = world.measured_agreement = make_agreement(world.cast)
    world.measure = make_measure(agreement)
    world.measure_update = MeasureUpdate.objects.create(
        programme=agreement.programme,
        measure=world.measure,
        state=MeasureState.UNDER_WAY,
        text="Begun",
        file=ContentFile(b"%PDF-1.4", name="notice"),
    )


def add(rows: Any) -> None:
    """One more measure, one more part of the first, and one more report on it."""
    if not hasattr(rows, "measured_agreement"):
        rows.measured_agreement = make_agreement(rows.cast)
        rows.measure = make_measure(rows.measured_agreement)
    make_measure(rows.measured_agreement, parent=rows.measure, title=f"Part {rows.made}")
    MeasureUpdate.objects.create(
        programme=rows.measure.programme, measure=rows.measure, state=MeasureState.UNDER_WAY, text="More"
    )


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The arguments of the lists' addresses."""
    return {
        "agreements:coverage": {},
        "agreements:coverage-left": {"line": "owners"},
        "agreements:measures": {},
        "agreements:measures-of": {"pk": rows.measured_agreement.pk},
        "agreements:measure": {"pk": rows.measure.pk},
    }


def make_measure(agreement: Any, **changes: Any) -> Measure:
    """A measure of the agreement, with nobody to answer for it yet."""
    fields = {"programme": agreement.programme, "agreement": agreement, "title": "One number, day and night"}
    return Measure.objects.create(**(fields | changes))
