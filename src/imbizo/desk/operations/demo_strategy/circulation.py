"""The reference group, the version that it read, what its members said, and what was decided about it."""

from collections.abc import Mapping
from typing import Any

from imbizo.desk.operations.demo_messages import Stage
from imbizo.drafting.models import Circulation, Comment, Document, Publication, Section
from imbizo.drafting.operations.answering import told_by_hand
from imbizo.drafting.operations.circulating import circulate, close_circulation
from imbizo.drafting.operations.comments import Said, comment_as_reader, say_no_comment
from imbizo.drafting.operations.dispositions import Decision, decide
from imbizo.drafting.operations.publishing import publish
from imbizo.drafting.operations.reference_groups import add_reference_member, keep_group
from imbizo.drafting.operations.sections import write
from imbizo.drafting.operations.summaries import write_summary
from imbizo.drafting.states import Verdict

Row = Mapping[str, Any]
_CHANGED = frozenset({Verdict.ACCEPTED, Verdict.IN_PART})


def load_circulation(stage: Stage, document: Document, told: Row) -> None:
    """From the group's terms to the answers to its comments."""
    _group(stage, document, told["group"])
    publication = publish(
        document=document, by=stage.coordinator, note=told["note"], at=stage.at(told["published"])
    )
    for row in told["summaries"]:
        write_summary(
            publication=publication, language=row["language"], text=row["text"], by=stage.coordinator
        )
    comments = _circulate(stage, publication, told["circulated"])
    for row in told["changes"]:
        _change(stage, row)
    for comment, row in comments:
        _decide(stage, comment, row)


def _group(stage: Stage, document: Document, told: Row) -> None:
    group = keep_group(document=document, name=told["name"], terms=told["terms"], by=stage.coordinator)
    for row in told["members"]:
        add_reference_member(
            group=group,
            actor=stage.actors[row["person"]],
            nominated_by=stage.actors[row["nominated_by"]],
            speaks_for=row["for"],
            agreed_on=stage.at(row["agreed"]).date(),
            by=stage.coordinator,
        )


def _circulate(stage: Stage, publication: Publication, told: Row) -> list[tuple[Comment, Row]]:
    circulation = circulate(
        publication=publication,
        deadline=stage.at(told["until"], 17),
        message=told["message"],
        at=stage.at(told["sent"], 9),
        by=stage.coordinator,
    )
    comments = [made for row in told["answers"] for made in _answer(stage, circulation, row, told)]
    close_circulation(circulation=circulation, by=None, now=stage.at(told["until"], 17, 1))
    return comments


def _answer(stage: Stage, circulation: Circulation, row: Row, told: Row) -> list[tuple[Comment, Row]]:
    """What one reader said, two days after it went out; nothing is silence."""
    reader = circulation.readers.get(member__actor=stage.actors[row["person"]])
    now = stage.at(told["sent"] + 2, 14)
    if row.get("no_comment"):
        say_no_comment(reader=reader, now=now)
    made = [
        (comment_as_reader(reader=reader, said=_said(stage, each), now=now), each)
        for each in row.get("comments") or ()
    ]
    # Said in time: a comment counts as late by the moment at which its row was made.
    Comment.objects.filter(pk__in=[comment.pk for comment, _each in made]).update(created_at=now)
    return made


def _said(stage: Stage, row: Row) -> Said:
    section = stage.sections[row["section"]]
    start = section.text.index(row["quote"])
    return Said(text=row["text"], section=section, start=start, end=start + len(row["quote"]))


def _change(stage: Stage, row: Row) -> None:
    section = _now(stage, row["section"])
    html = section.html.replace(row["from"], row["to"])
    write(section=section, html=html, base_version=section.version, by=stage.coordinator)


def _decide(stage: Stage, comment: Comment, row: Row) -> None:
    """With the section as it stands now, where the comment changed it; the answer was told to them."""
    verdict = Verdict(row["verdict"])
    section = _now(stage, row["section"]) if verdict in _CHANGED else None
    decision = Decision(
        verdict=verdict,
        reason=row["reason"],
        section=section,
        section_version=section.version if section else None,
    )
    decide(comment=comment, decision=decision, by=stage.coordinator)
    told_by_hand(comment=comment, by=stage.coordinator)


def _now(stage: Stage, key: str) -> Section:
    section: Section = stage.sections[key]
    section.refresh_from_db()
    return section
