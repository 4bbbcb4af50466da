from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from imbizo.programmes.models import Step
from imbizo.thread.errors import UnknownKind
from imbizo.thread.models import AuditEntry, ReadEntry
from imbizo.thread.operations import audit, differences, log_read, on_audit, rewrite
from imbizo.thread.operations.audit import Audited
from tests.cast import Cast


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Audited]:
    """What a hook hears."""
    found: list[Audited] = []
    monkeypatch.setattr(on_audit, "_bound", [found.append])
    return found


def test_an_entry_says_who_did_what_to_which_record(cast: Cast) -> None:
    (entry,) = audit("change", [cast.committee], by=cast.amina, changes={"name": ["Old", "New"]})
    found = AuditEntry.objects.get(pk=entry.pk)
    assert (found.verb, found.subject_kind, found.subject_id, found.by, found.partner, found.changes) == (
        "change", "programmes.partner", cast.committee.pk, cast.amina.user, cast.convenor, {"name": ["Old", "New"]}
    )  # fmt: skip


def test_many_records_get_an_entry_each(cast: Cast) -> None:
    steps = list(Step.objects.filter(programme=cast.programme))
    audit("change", steps, by=cast.amina)
    assert AuditEntry.objects.filter(subject_kind="programmes.step").count() == len(steps)


def test_many_records_cost_as_many_queries_as_one(
    cast: Cast, django_assert_num_queries: Any, heard: Any
) -> None:
    steps = list(Step.objects.filter(programme=cast.programme)[:10])
    with django_assert_num_queries(1):
        audit("change", steps, by=cast.amina)


def test_each_record_can_have_changes_of_its_own(cast: Cast) -> None:
    partners = [cast.convenor, cast.committee]
    entries = audit("change", partners, by=None, changes=[{"name": ["A", "B"]}, {"name": ["C", "D"]}])
    assert [entry.changes for entry in entries] == [{"name": ["A", "B"]}, {"name": ["C", "D"]}]


def test_changes_must_be_as_many_as_the_records(cast: Cast) -> None:
    with pytest.raises(ValueError, match="shorter"):
        audit("change", [cast.convenor, cast.committee], by=None, changes=[{}])


def test_nothing_done_to_no_record_is_nothing(cast: Cast) -> None:
    assert audit("change", [], by=cast.amina) == []


def test_the_hooks_hear_of_records_and_entries(cast: Cast, heard: list[Audited]) -> None:
    entries = audit("change", [cast.convenor], by=cast.amina)
    assert heard == [Audited("programmes.partner", "change", [cast.convenor], cast.amina, entries)]


def test_a_record_of_no_kind_is_refused(cast: Cast) -> None:
    with pytest.raises(UnknownKind):
        audit("change", [cast.dede], by=None)


def test_the_system_is_nobody(cast: Cast) -> None:
    (entry,) = audit("change", [cast.convenor], by=None)
    assert (entry.by, entry.partner_id) == (None, None)


def test_a_row_is_written_anew_with_an_entry_of_what_differs(cast: Cast) -> None:
    def settle(step: Step) -> None:
        step.title = step.title.strip()

    step = Step.objects.filter(programme=cast.programme).first()
    assert step is not None
    rewrite(step, {"title": " Another ", "phase": step.phase}, by=cast.amina, settle=settle)
    entry = AuditEntry.objects.get(subject_id=step.pk, verb="change")
    assert (Step.objects.get(pk=step.pk).title, [*entry.changes], entry.changes["title"][1]) == (
        "Another", ["title"], "Another"
    )  # fmt: skip


def test_what_is_as_before_isnt_written(cast: Cast, heard: list[Audited]) -> None:
    rewrite(cast.committee, {"name": cast.committee.name}, by=cast.amina)
    assert heard == []


def test_differences_are_what_json_can_keep(cast: Cast) -> None:
    before = {"day": date(2026, 7, 6), "sum": Decimal("1.50"), "same": 1, "who": cast.convenor}
    after = {"day": None, "sum": Decimal("2.00"), "same": 1, "who": cast.committee}
    assert differences(before, after) == {
        "day": ["2026-07-06", None],
        "sum": ["1.50", "2.00"],
        "who": [str(cast.convenor.pk), str(cast.committee.pk)],
    }


def test_a_missing_value_is_not_a_nought() -> None:
    assert differences({"count": None}, {"count": 0}) == {"count": [None, 0]}


def test_reading_what_is_not_protected_is_not_logged(cast: Cast) -> None:
    log_read([cast.committee], by=cast.amina, how="page")
    assert ReadEntry.objects.count() == 0
