"""The day itself: who came, on what slips, and what was said at which table."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from imbizo.convening.models import AgendaItem, Attendance, Gathering, Input, Table
from imbizo.convening.operations.attendance import register_came
from imbizo.convening.operations.day import close_day
from imbizo.convening.operations.gatherings import open_day
from imbizo.convening.operations.inputs import Words, say
from imbizo.convening.operations.joining import merge, split
from imbizo.convening.operations.moderating import decide, mark, translate
from imbizo.convening.operations.slips import add_slip
from imbizo.convening.operations.tables import add_table
from imbizo.convening.queries.slips import asked_now
from imbizo.convening.rules.came import Came
from imbizo.convening.states import Consent, InputState, Named, Via
from imbizo.desk.operations.demo_messages import Stage

Row = Mapping[str, Any]
_MINUTES_BETWEEN = 3


def load_day(stage: Stage, gathering: Gathering, row: Row) -> Mapping[str, Input]:
    """Open it, register, write down, let through, close; what was said, by the keys of the file."""
    assert gathering.starts_at is not None
    assert gathering.ends_at is not None
    open_day(gathering=gathering, by=stage.coordinator)
    gathering.refresh_from_db()
    day = _Day(stage, gathering, row)
    day.load()
    close_day(gathering=gathering, by=stage.coordinator, at=gathering.ends_at)
    Gathering.objects.filter(pk=gathering.pk).update(
        opened_at=gathering.starts_at - timedelta(minutes=40), closed_at=gathering.ends_at
    )
    return day.said


@dataclass
class _Day:
    stage: Stage
    gathering: Gathering
    row: Row
    said: dict[str, Input] = field(default_factory=dict)
    speakers: dict[str, Attendance] = field(default_factory=dict)

    def load(self) -> None:
        self._register()
        self._slips()
        self.items: list[AgendaItem] = list(self.gathering.items.prefetch_related("questions"))
        self.tables = [self._table(each) for each in self.row["tables"]]
        for number, each in enumerate(self.row["inputs"]):
            self._say(number, each)
        for each in self.row.get("merged") or ():
            self._merge(each)
        for each in self.row.get("split") or ():
            self._split(each)

    def _register(self) -> None:
        agreed = Came(
            consent=Consent.GIVEN,
            name_consent=Consent.GIVEN,
            signed=True,
            transport_paid=self.gathering.transport_amount,
        )
        invitations = {each.actor_id: each.pk for each in self.gathering.invitations.all()}
        for key in self.row["came"]:
            actor = self.stage.actors[key]
            invited = replace(
                agreed, invitation=invitations[actor.pk], language=actor.language, wants_word=True
            )
            self.speakers[key] = self._came(invited)
        alias = replace(agreed, named=Named.ALIAS)
        for name in self.row.get("aliases") or ():
            self._came(replace(alias, name=name))
        for each in self.row.get("minors") or ():
            child = replace(alias, name=each["name"], is_minor=True)
            self._came(replace(child, guardian=each["guardian"], guardian_consent=Consent.GIVEN))
        for _number in range(self.row.get("nameless") or 0):
            self._came(Came(named=Named.NAMELESS, consent=Consent.GIVEN))

    def _came(self, came: Came) -> Attendance:
        assert self.gathering.starts_at is not None
        made = register_came(gathering=self.gathering, came=came, by=self.stage.coordinator).attendance
        at = self.gathering.starts_at - timedelta(minutes=25 - self.gathering.attendances.count() % 25)
        Attendance.objects.filter(pk=made.pk).update(arrived_at=at)
        return made

    def _slips(self) -> None:
        questions = [str(each.pk) for each in asked_now(self.stage.programme)]
        for each in self.row.get("slips") or ():
            answers = dict(zip(questions, each["answers"], strict=False))
            for _number in range(each["count"]):
                add_slip(
                    gathering=self.gathering,
                    id=uuid4(),
                    sex=each["sex"],
                    age_group=each["age"],
                    answers=answers,
                )

    def _table(self, row: Row) -> Table:
        scribe = self.stage.members[row["scribe"]] if row.get("scribe") else None
        by = self.stage.coordinator
        return add_table(
            gathering=self.gathering, name=row["name"], language=row["language"], scribe=scribe, by=by
        )

    def _say(self, number: int, row: Row) -> None:
        item = self.items[row["session"] - 1]
        question = item.questions.all()[row["question"] - 1]
        table = self.tables[row["table"] - 1] if row.get("table") else None
        words = Words(
            text=row["text"],
            via=Via(row.get("via") or "scribe"),
            id=uuid4() if row.get("anonymous") else None,
            language=row["language"],
            item_id=item.pk,
            question_id=question.pk,
            table=table,
            speaker=self.speakers.get(row.get("by") or ""),
            said_at=self._at(row["session"], number),
            is_anonymous=row.get("anonymous", False),
        )
        by = None if row.get("anonymous") or words.via != Via.SCRIBE else (table and table.scribe)
        made, _is_new = say(gathering=self.gathering, words=words, by=by)
        self.said[row.get("key") or str(number)] = made
        self._moderate(made, row)

    def _moderate(self, made: Input, row: Row) -> None:
        by, ids = self.stage.coordinator, [made.pk]
        if row.get("en"):
            translate(said=made, language="en", text=row["en"], by=by)
        if (state := InputState(row["state"])) != InputState.WAITING:
            decide(gathering=self.gathering, ids=ids, to=state, by=by)
        if row.get("marked"):
            mark(gathering=self.gathering, ids=ids, is_marked=True, by=by)

    def _at(self, session: int, number: int) -> datetime:
        assert self.gathering.starts_at is not None
        before = sum(item.minutes for item in self.items[: session - 1])
        return self.gathering.starts_at + timedelta(minutes=before + number * _MINUTES_BETWEEN % 40)

    def _merge(self, row: Row) -> None:
        ids: list[UUID] = [self.said[key].pk for key in row["from"]]
        whole, _done = merge(gathering=self.gathering, ids=ids, by=self.stage.coordinator)
        translate(said=whole, language=row["language"], text=row["text"], by=self.stage.coordinator)
        self.said[row["key"]] = whole

    def _split(self, row: Row) -> None:
        by = self.stage.coordinator
        parts, _done = split(said=self.said[row["from"]], parts=row["into"], by=by)
        for part, text in zip(parts, row["en"], strict=True):
            translate(said=part, language=row["language"], text=text, by=by)
