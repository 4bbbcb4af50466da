"""The rapid scan of the literature: what was found and taken in, and what it answers."""

from collections.abc import Mapping
from typing import Any

from imbizo.desk.operations.demo_messages import Stage
from imbizo.evidence.models import Scan, ScanItem, ScanQuestion, Source
from imbizo.evidence.operations.excerpts import set_quote_apart
from imbizo.evidence.operations.findings import add_finding, write_answer
from imbizo.evidence.operations.scans import begin_scan
from imbizo.evidence.operations.screening import screen, set_retrieval
from imbizo.evidence.states import Retrieval, Verdict
from imbizo.evidence.states import Stage as Screened
from imbizo.programmes.states import Sharing

Row = Mapping[str, Any]


def load_scan(stage: Stage, told: Row, sources: Mapping[str, Source]) -> None:
    """Its sources, screened as far as the file says, then the findings and the answers."""
    scan = begin_scan(
        name=told["name"],
        purpose=told["purpose"],
        strategy=told["strategy"],
        questions=[each["text"] for each in told["questions"]],
        reasons=told["reasons"],
        sharing=Sharing.ALL,
        lead=stage.coordinator,
        by=stage.coordinator,
    )
    for row in told["items"]:
        _screen(stage, scan, row, sources[row["source"]])
    questions = {each.text: each for each in scan.questions.all()}
    for row in told["questions"]:
        _answer(stage, questions[row["text"]], row, sources)


def _screen(stage: Stage, scan: Scan, row: Row, source: Source) -> None:
    item = ScanItem.objects.create(
        programme=scan.programme, scan=scan, source=source, found_in=row["found_in"]
    )
    if "outcome" not in row:
        return
    verdict = Verdict(row["outcome"])
    reason = scan.reasons.get(text=row["reason"]) if row.get("reason") else None
    screen(items=[item], stage=Screened.ABSTRACT, verdict=verdict, reason=reason, by=stage.coordinator)
    if verdict == Verdict.INCLUDE and source.text:
        item = ScanItem.objects.select_related("scan").get(pk=item.pk)
        set_retrieval(items=[item], retrieval=Retrieval.GOT, by=stage.coordinator)
        screen(items=[item], stage=Screened.FULL_TEXT, verdict=verdict, by=stage.coordinator)


def _answer(stage: Stage, question: ScanQuestion, row: Row, sources: Mapping[str, Source]) -> None:
    by = stage.coordinator
    for told in row["findings"]:
        source = sources[told["source"]]
        source.refresh_from_db()
        excerpt = set_quote_apart(source=source, quote=told["quote"], by=by)
        add_finding(question=question, source=source, text=told["text"], excerpt=excerpt, by=by)
    write_answer(question=question, changes={"answer": row["answer"]}, by=by)
