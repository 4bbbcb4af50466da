"""Agreements: their parties and clauses, what was agreed, how each is adopted and signed, and the measures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from imbizo.agreements.models import Agreement, Clause, Measure, Party
from imbizo.agreements.operations.agreements import make_agreement, show_in_public
from imbizo.agreements.operations.clauses import drop_clause, make_clause
from imbizo.agreements.operations.council_dates import add_break, add_meetings
from imbizo.agreements.operations.counterparts import record_paper
from imbizo.agreements.operations.measures import add_measure
from imbizo.agreements.operations.meetings import record_meeting
from imbizo.agreements.operations.parties import add_party
from imbizo.agreements.operations.positions import Said, Speaking, take_positions
from imbizo.agreements.operations.rounds import open_round
from imbizo.agreements.operations.signatories import add_signatory
from imbizo.agreements.operations.signing import begin_signing
from imbizo.agreements.operations.updates import report
from imbizo.agreements.states import (
    BreakKind,
    Came,
    EffectRule,
    MeasureState,
    PartyRole,
    SignWay,
    StepKind,
)
from imbizo.desk.operations.demo_messages import Stage
from imbizo.desk.operations.demo_strategy.adoption import load_paths
from imbizo.desk.operations.demo_strategy.drafts import fill
from imbizo.drafting.operations.documents import share
from imbizo.drafting.operations.outline import change_section, place
from imbizo.drafting.operations.publishing import publish
from imbizo.thread.operations import link
from imbizo.thread.states import Relation

Row = Mapping[str, Any]


def load_agreements(stage: Stage, content: Row) -> None:
    """When councils sit, then each agreement as far as it has come."""
    by = stage.coordinator
    for row in content["meetings"]:
        days = [stage.at(day).date() for day in row["days"]]
        institution, body = stage.actors[row["institution"]], StepKind(row["body"])
        add_meetings(institution=institution, body=body, days=days, closes=row["closes"], by=by)
    for row in content["breaks"]:
        add_break(
            institution=stage.actors[row["institution"]] if row["institution"] else None,
            kind=BreakKind(row["kind"]),
            starts_on=stage.at(row["from"]).date(),
            ends_on=stage.at(row["to"]).date(),
            by=by,
        )
    for row in content["agreements"]:
        _Agreement(stage, row).load()


@dataclass
class _Agreement:
    """One agreement while it is loaded: its parties by their institution's key, its clauses by their titles."""

    stage: Stage
    row: Row
    parties: dict[str, Party] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def load(self) -> None:
        self.agreement = self._make()
        for each in self.row["parties"]:
            self._party(each)
        self._write_clauses()
        told = self.row["published"]
        publish(
            document=self.agreement.document,
            note=told["note"],
            at=self.stage.at(told["day"]),
            by=self.stage.coordinator,
        )
        self._settle()
        load_paths(self.stage, self.parties, self.clauses, self.row["paths"])
        self._sign()
        for each in self.row.get("measures") or ():
            self._measure(each)

    def _make(self) -> Agreement:
        stage, needed = self.stage, self.row["effect"]
        rule: dict[str, Any] = {"effect_rule": EffectRule.ALL}
        if needed != "all":
            rule = {"effect_rule": EffectRule.SOME, "effect_needed": needed}
        agreement = make_agreement(
            title=self.row["title"], strategy=stage.documents["strategy"], by=stage.coordinator, **rule
        )
        share(record=agreement.document, sharing=self.row["sharing"], by=stage.coordinator)
        Agreement.objects.filter(pk=agreement.pk).update(sharing=self.row["sharing"])
        if self.row["public"]:
            show_in_public(agreement=agreement, is_public=True, by=stage.coordinator)
        rows = Agreement.objects.select_related("document", "owner", "programme")
        shown: Agreement = rows.get(pk=agreement.pk)
        return shown

    def _party(self, row: Row) -> None:
        actors = self.stage.actors
        self.parties[row["institution"]] = add_party(
            agreement=self.agreement,
            institution=actors[row["institution"]],
            official=actors[row["official"]] if row.get("official") else None,
            role=PartyRole(row.get("role", PartyRole.PARTY)),
            by=self.stage.coordinator,
        )

    def _write_clauses(self) -> None:
        """The template's clauses of these kinds in other words; those that the file doesn't have go."""
        by = self.stage.coordinator
        formal = {clause.kind: clause for clause in self.agreement.clauses.select_related("section")}
        for index, row in enumerate(self.row["clauses"]):
            clause = formal.pop(row["kind"], None) if row["kind"] != "commitment" else None
            if clause is None:
                made = make_clause(agreement=self.agreement, title=row["title"], kind=row["kind"], by=by)
                clause = Clause.objects.select_related("section").get(pk=made.pk)
            else:
                change_section(section=clause.section, changes={"title": row["title"]}, by=by)
            section = fill(self.stage, clause.section, row["text"])
            for key in row.get("from") or ():
                link(section, self.stage.sections[key], Relation.INFORMS, by=by)
            place(section=section, parent=None, index=index, by=by)
            self.clauses[row["title"]] = clause
        for clause in formal.values():
            drop_clause(clause=clause, because="Not needed here", by=by)

    def _settle(self) -> None:
        if "meeting" in self.row:
            told = self.row["meeting"]
            record_meeting(
                agreement=self.agreement,
                parties=[each for each in self.parties.values() if each.role == PartyRole.PARTY],
                gathering=self.stage.gatherings[told["gathering"]],
                agreed_on=self.stage.at(told["day"]).date(),
                words=told["words"],
                by=self.stage.coordinator,
            )
        if "round" in self.row:
            self._round(self.row["round"])

    def _round(self, told: Row) -> None:
        stage = self.stage
        opened = open_round(
            agreement=self.agreement,
            deadline=stage.at(told["until"], 17),
            quorum_percent=told["quorum"],
            message=told["message"],
            at=stage.at(told["opened"], 9),
            by=stage.coordinator,
        )
        for row in told["positions"]:
            clause = self.clauses[row["clause"]] if row.get("clause") else None
            version = 0
            if clause is not None:
                clause.section.refresh_from_db()
                version = clause.section.version
            take_positions(
                row=opened,
                party=self.parties[row["party"]],
                said=[Said(clause, row["stance"], version, row.get("reason", ""))],
                speaking=Speaking(capacity=row["capacity"], said_by=row["said_by"]),
                at=stage.at(told["opened"] + 1),
            )

    def _sign(self) -> None:
        """All that sign are named before signing begins; then each signs on paper, on their day."""
        by, rows = self.stage.coordinator, self.row.get("signatories") or ()
        people = [
            add_signatory(
                party=self.parties[row["party"]],
                name=row["name"],
                office=row["office"],
                authority=row["authority"],
                turn=row["turn"],
                way=SignWay.PAPER,
                by=by,
            )
            for row in rows
        ]
        if not people:
            return
        self.agreement.refresh_from_db()
        begin_signing(agreement=self.agreement, by=by)
        text = Agreement.objects.select_related("text").get(pk=self.agreement.pk).text
        for person, row in zip(people, rows, strict=True):
            record_paper(
                signatory=person,
                signed_on=self.stage.at(row["signed"]).date(),
                place=row["at"],
                text_hash=text.text_hash if text else "",
                witnesses=row["witnesses"],
                is_initialled=True,
                by=by,
            )

    def _measure(self, row: Row) -> None:
        actors = self.stage.actors
        made = self.measures[row["key"]] = add_measure(
            agreement=self.agreement,
            title=row["title"],
            clause=self.clauses[row["clause"]],
            parent=self.measures[row["part_of"]] if row.get("part_of") else None,
            institution=actors[row["owner"]],
            official=actors[row["official"]],
            due_on=self.stage.at(row["due"]).date(),
            is_unfunded=row.get("unfunded", False),
            budget_line=row.get("line", ""),
            budget_year=row.get("year", ""),
            amount=Decimal(row["amount"]) if row.get("amount") else None,
            indicator=row.get("indicator", ""),
            weight=row.get("weight", 1),
            by=self.stage.coordinator,
        )
        for update in row.get("updates") or ():
            report(
                measure=made,
                state=MeasureState(update["state"]),
                progress=update.get("progress"),
                text=update["text"],
                problem=update.get("problem", ""),
                name=update["name"],
                via=Came.PAGE,
                at=self.stage.at(update["day"]),
                by=None,
            )
