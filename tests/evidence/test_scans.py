"""Literature scans: questions, reasons, findings, answers, the picture and the report."""

import io
from xml.etree import ElementTree as ET

import docx
import pytest
from django.urls import reverse

from imbizo.base.errors import Conflict
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.exports import scan_flow, scan_report
from imbizo.evidence.models import Finding, Scan
from imbizo.evidence.operations.findings import (
    add_finding,
    restore_finding,
    withdraw_finding,
    write_answer,
)
from imbizo.evidence.operations.scans import begin_scan, change_scan, close_scan, reopen_scan, word_lists
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.queries.answering import begun, cited
from imbizo.evidence.states import Stage, Verdict
from imbizo.programmes.states import Sharing
from imbizo.thread.models import Link
from tests.cast import Cast, signed_in
from tests.evidence.scanning import filled, items_of, make_scan, say

pytestmark = pytest.mark.django_db


def with_one_taken_in(cast: Cast) -> Scan:
    scan = filled(cast)
    first, second, *_rest = items_of(scan)
    say(first, Verdict.INCLUDE, cast.amina)
    say(first, Verdict.INCLUDE, cast.amina, stage=Stage.FULL_TEXT)
    say(second, Verdict.EXCLUDE, cast.amina)
    return scan


def found_in(scan: Scan, cast: Cast) -> Finding:
    source = queries.included(scan).get()
    return add_finding(
        question=scan.questions.all()[0], source=source, text="More come each year.", page="12", by=cast.amina
    )


def findings_counted(scan: Scan) -> list[int | None]:
    """Of each question of the scan, in their order."""
    return [getattr(each, "found", None) for each in queries.counted_questions(scan)]


def test_the_page_that_begins_a_scan_holds_the_three_questions(cast: Cast) -> None:
    page = signed_in(cast.amina).get(reverse("evidence:scan-add", args=[cast.programme.slug]))
    asked = page.context["form"].initial["questions"].splitlines()
    assert [line.split("?")[0] for line in asked] == [
        "What are the migration trends here",
        "Who are the foreign migrants here, where do they live and what do they do",
        "What is the history of social conflict here, and what eased it",
    ]


def test_a_scan_begun_twice_by_one_form_is_one(cast: Cast) -> None:
    first = make_scan(cast)
    again = make_scan(cast, id=first.pk)
    assert (again.pk, first.questions.count()) == (first.pk, 2)
    with pytest.raises(Conflict):
        make_scan(cast, id=first.pk, name="Another")


def test_a_scan_needs_a_question(cast: Cast) -> None:
    with pytest.raises(NotReady):
        begin_scan(name="Empty", questions=[" "], by=cast.amina)


def test_two_reviewers_are_two_people(cast: Cast) -> None:
    with pytest.raises(NotReady):
        make_scan(cast, has_two_reviewers=True, second=cast.amina)


def test_a_reason_that_was_given_is_worded_anew_but_not_taken_away(cast: Cast) -> None:
    scan = with_one_taken_in(cast)
    used, unused = scan.reasons.all()
    word_lists(scan=scan, by=cast.amina, questions={}, reasons={used.pk: "Elsewhere", unused.pk: ""})
    assert [each.text for each in scan.reasons.all()] == ["Elsewhere"]
    with pytest.raises(NotReady):
        word_lists(scan=scan, by=cast.amina, questions={}, reasons={used.pk: ""})


def test_questions_are_added_behind_those_that_are_there(cast: Cast) -> None:
    scan = make_scan(cast)
    word_lists(scan=scan, by=cast.amina, questions={}, reasons={}, new_questions=["Who pays?", "Who pays?"])
    assert [each.text for each in scan.questions.all()] == [
        "What are the trends?",
        "What eased conflict?",
        "Who pays?",
    ]


def test_sharing_a_scan_shares_what_came_with_it(cast: Cast) -> None:
    scan = filled(cast)
    change_scan(scan=scan, changes={"sharing": Sharing.ALL}, by=cast.amina)
    assert {each.source.sharing for each in items_of(scan)} == {Sharing.ALL}


def test_a_closed_scan_is_changed_only_after_it_is_opened_again(cast: Cast) -> None:
    scan = make_scan(cast)
    close_scan(scan=scan, by=cast.amina)
    with pytest.raises(NotNow):
        change_scan(scan=scan, changes={"name": "Other"}, by=cast.amina)
    reopen_scan(scan=scan, by=cast.amina)
    assert change_scan(scan=scan, changes={"name": "Other"}, by=cast.amina).name == "Other"


def test_a_finding_comes_from_a_source_that_was_taken_in(cast: Cast) -> None:
    scan = with_one_taken_in(cast)
    left_out = items_of(scan)[1].source
    with pytest.raises(NotReady):
        add_finding(question=scan.questions.all()[0], source=left_out, text="Few.", by=cast.amina)


def test_the_thread_leads_from_a_finding_to_its_source(cast: Cast) -> None:
    finding = found_in(with_one_taken_in(cast), cast)
    link = Link.objects.get(record_id=finding.pk)
    assert (link.source_id, link.relation) == (finding.source_id, "evidences")


def test_an_answer_begins_with_findings_and_their_citations(cast: Cast) -> None:
    finding = found_in(with_one_taken_in(cast), cast)
    assert cited(finding) == "(AuthorFarm, 2010, p. 12)"
    assert begun("", [finding]) == "More come each year (AuthorFarm, 2010, p. 12)."
    assert begun("More come each year, they say.", [finding]) == "More come each year, they say."


def test_a_withdrawn_finding_is_no_ground_for_an_answer_until_it_is_back(cast: Cast) -> None:
    finding = found_in(with_one_taken_in(cast), cast)
    withdraw_finding(finding=finding, because="Misread.", by=cast.amina)
    assert findings_counted(finding.question.scan) == [0, 0]
    restore_finding(finding=finding, by=cast.amina)
    assert findings_counted(finding.question.scan) == [1, 0]


def test_the_picture_is_well_formed_and_says_its_numbers(cast: Cast) -> None:
    scan = with_one_taken_in(cast)
    root = ET.fromstring(scan_flow.svg(scan))  # Our own picture.
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == [
        "Found (n = 4)",
        "Scopus (n = 4)",
        "still to be screened (n = 2)",
        "Screened by title and abstract (n = 2)",
        "Full text looked for (n = 1)",
        "Full text at hand (n = 1)",
        "Taken in (n = 1)",
        "Duplicates (n = 0)",
        "Left out (n = 1)",
        "About another place (n = 1)",
        "Full text could not be had (n = 0)",
        "Left out after reading (n = 0)",
    ]


@pytest.mark.parametrize(("form", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_the_picture_comes_in_three_forms(cast: Cast, form: str, begins: bytes) -> None:
    url = reverse("evidence:scan-flow-file", args=[cast.programme.slug, make_scan(cast).pk, form])
    assert signed_in(cast.amina).get(url).content.startswith(begins)


def test_the_report_has_the_answer_the_references_and_the_picture(cast: Cast) -> None:
    scan = with_one_taken_in(cast)
    found_in(scan, cast)
    write_answer(
        question=scan.questions.all()[0], changes={"answer": "More (AuthorFarm, 2010)."}, by=cast.amina
    )
    document = docx.Document(io.BytesIO(scan_report.report(scan)))
    texts = [each.text for each in document.paragraphs]
    assert [text for text in texts if "AuthorFarm" in text] == [
        "More (AuthorFarm, 2010).",
        "More come each year. (AuthorFarm, 2010, p. 12)",
        "AuthorFarm, A. (2010). Farm work in the valley.",
    ]
    assert len(document.inline_shapes) == 1


def test_what_was_taken_in_comes_as_ris(cast: Cast) -> None:
    scan = with_one_taken_in(cast)
    url = reverse("evidence:scan-ris", args=[cast.programme.slug, scan.pk])
    lines = signed_in(cast.amina).get(url).content.decode("utf-8-sig").split("\r\n")
    assert [line for line in lines if line.startswith("TI")] == ["TI  - Farm work in the valley"]
