"""References brought into a scan: read, compared, looked at, taken."""

import pytest
from django.urls import reverse

from imbizo.evidence.errors import NotReady
from imbizo.evidence.imports.references import read_batch
from imbizo.evidence.models import ReferenceImport, ScanItem, Source
from imbizo.evidence.operations.references import (
    bring_references,
    choose,
    drop_references,
    take_references,
    take_rows,
)
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.states import FileState
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.evidence.making import make_source
from tests.evidence.scanning import bring, make_scan, ris, take

pytestmark = pytest.mark.django_db

WORK = ("Farm work in the valley", 2010)


def test_every_reference_of_a_file_becomes_a_source_in_the_scan(cast: Cast) -> None:
    scan = make_scan(cast)
    batch = take(scan, cast.amina, ris(WORK, ("Shops and their neighbours", 2011)))
    sources = Source.objects.filter(scan_items__scan=scan).order_by("year")
    assert [(each.title, each.authors, each.year, each.kind) for each in sources] == [
        ("Farm work in the valley", ["AuthorFarm, Ann"], 2010, "literature"),
        ("Shops and their neighbours", ["AuthorShops, Ann"], 2011, "literature"),
    ]
    assert (batch.state, batch.count, batch.duplicates, batch.rows) == (FileState.TAKEN, 2, 0, [])


def test_a_broken_year_is_taken_and_told_and_an_entry_without_a_name_is_left_out(cast: Cast) -> None:
    broken = ris((WORK[0], "20one0")) + b"TY  - JOUR\nAU  - Nobody, A\nER  - \n"
    batch = bring(make_scan(cast), cast.amina, broken)
    assert [(each["where"], each["is_left_out"]) for each in batch.left_out] == [(1, False), (6, True)]
    assert (batch.count, batch.rows[0]["ref"].get("year")) == (1, None)


def test_a_file_that_holds_no_references_says_so(cast: Cast) -> None:
    batch = bring(make_scan(cast), cast.amina, b"\x89PNG\r\n\x1a\n\x00\x00")
    assert (batch.state, batch.rows) == (FileState.REFUSED, [])
    assert batch.problem


def test_the_same_file_twice_is_one_import(cast: Cast) -> None:
    scan = make_scan(cast)
    first, second = (bring(scan, cast.amina, ris(WORK)) for _ in range(2))
    assert first.pk == second.pk


def test_pressing_twice_takes_once(cast: Cast) -> None:
    scan = make_scan(cast)
    batch = take(scan, cast.amina, ris(WORK))
    take_references(batch=batch, by=cast.amina)
    take_rows(id=batch.pk)
    assert ScanItem.objects.filter(scan=scan).count() == 1


def test_taking_goes_on_where_it_was_interrupted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from imbizo.evidence.operations import references

    scan = make_scan(cast)
    batch = bring(scan, cast.amina, ris(WORK, ("Shops and their neighbours", 2011)))
    rows = batch.rows
    take_references(batch=batch, by=cast.amina)
    ScanItem.objects.filter(scan=scan, source__year=2011).delete()
    Source.objects.filter(year=2011).delete()
    monkeypatch.setattr(references, "CHUNK", 1)
    ReferenceImport.objects.filter(pk=batch.pk).update(rows=rows)
    take_rows(id=batch.pk)
    assert ScanItem.objects.filter(scan=scan).count() == 2


def test_what_is_in_the_scan_already_counts_as_a_duplicate(cast: Cast) -> None:
    scan = make_scan(cast)
    take(scan, cast.amina, ris(WORK))
    batch = take(scan, cast.amina, ris(WORK, ("Shops and their neighbours", 2011)), found_in="Sabinet")
    flow = queries.Screened(scan).flow
    assert (batch.duplicates, flow.found, flow.identified) == (1, 3, {"Scopus": 1, "Sabinet": 2})
    assert batch.rows[0]["of"] == str(Source.objects.get(title=WORK[0]).pk)


def test_files_that_were_read_side_by_side_make_one_source_of_one_work(cast: Cast) -> None:
    scan = make_scan(cast)
    both = [bring(scan, cast.amina, ris(WORK, (f"Schools and papers {n}", n))) for n in (2011, 2015)]
    for batch in both:
        take_references(batch=batch, by=cast.amina)
    assert Source.objects.filter(title=WORK[0]).count() == 1


def test_a_source_of_ours_outside_the_scan_is_used_again(cast: Cast) -> None:
    scan = make_scan(cast)
    ours = make_source(cast, kind="literature", title=WORK[0], year=2010, authors=["AuthorFarm, Ann"])
    take(scan, cast.amina, ris(WORK))
    assert [each.source_id for each in scan.items.all()] == [ours.pk]


def test_a_title_much_alike_waits_until_somebody_says_whether_it_is_the_same_work(cast: Cast) -> None:
    scan = make_scan(cast)
    batch = bring(scan, cast.amina, ris(WORK, ("Farm work in the valleys", 2010)))
    with pytest.raises(NotReady):
        take_references(batch=batch, by=cast.amina)
    choose(batch=batch, choices={1: False}, by=cast.amina)
    take_references(batch=batch, by=cast.amina)
    assert scan.items.count() == 2


def test_a_reference_said_to_be_another_work_comes_in_though_its_title_is_the_same(cast: Cast) -> None:
    scan = make_scan(cast)
    take(scan, cast.amina, ris(WORK))
    batch = bring(scan, cast.amina, ris(WORK, ("Shops and their neighbours", 2011)))
    choose(batch=batch, choices={0: False, 99: True}, by=cast.amina)
    take_references(batch=batch, by=cast.amina)
    assert scan.items.count() == 3


def test_a_file_that_was_put_away_can_be_brought_again(cast: Cast) -> None:
    scan = make_scan(cast)
    drop_references(batch=bring(scan, cast.amina, ris(WORK)), by=cast.amina)
    assert bring(scan, cast.amina, ris(WORK)).state == FileState.READ


def test_reading_twice_changes_nothing(cast: Cast) -> None:
    batch = bring(make_scan(cast), cast.amina, ris(WORK))
    read_batch(id=batch.pk)
    assert ReferenceImport.objects.get(pk=batch.pk).rows == batch.rows


def test_nothing_given_is_refused(cast: Cast) -> None:
    with pytest.raises(NotReady):
        bring_references(scan=make_scan(cast), content=b" \n", file_name="x", by=cast.amina)


def test_what_comes_in_is_in_the_trail(cast: Cast) -> None:
    scan = make_scan(cast)
    batch = take(scan, cast.amina, ris(WORK))
    verbs = AuditEntry.objects.filter(subject_id=batch.pk).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["create", "take_references"]


def test_pasted_dois_are_brought_on_the_page(cast: Cast) -> None:
    scan = make_scan(cast)
    page = signed_in(cast.amina)
    url = reverse("evidence:references-add", args=[cast.programme.slug, scan.pk])
    given = {
        "id": "0190a9a4-0000-7000-8000-000000000001",
        "dois": "10.1080/0001\n10.1080/0002",
        "found_in": "Ann",
    }
    for _ in range(2):
        answer = page.post(url, given)
    batch = ReferenceImport.objects.get(scan=scan)
    assert (answer["Location"], batch.count, batch.found_in) == (batch.get_absolute_url(), 2, "Ann")


def test_the_page_chooses_for_all_that_are_undecided(cast: Cast) -> None:
    batch = bring(make_scan(cast), cast.amina, ris(WORK, ("Farm work in the valleys", 2010)))
    url = reverse("evidence:references-choose", args=[cast.programme.slug, batch.pk])
    signed_in(cast.amina).post(url, {"all": "same"})
    assert ReferenceImport.objects.get(pk=batch.pk).rows[1]["same"] is True


def test_references_without_a_doi_or_a_title_stand_beside_what_they_are_like(cast: Cast) -> None:
    page = signed_in(cast.amina)
    scan = make_scan(cast)
    alike = bring(scan, cast.amina, ris(WORK, ("Farm work in the valleys", 2010)))
    named = bring(scan, cast.amina, b"10.1080/0001\n", found_in="Ann")
    shown = [page.get(batch.get_absolute_url()).content.decode() for batch in (alike, named)]
    assert ("Farm work in the valleys</b>" in shown[0], "10.1080/0001</b>" in shown[1]) == (True, True)
