"""The whole file, in the order in which its rows need each other."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from imbizo.actors.operations.lists import add_members, create_list
from imbizo.convening.models import Design, Gathering, Round, Venue
from imbizo.convening.operations.agenda_copy import copy_agenda
from imbizo.convening.operations.days import add_day
from imbizo.convening.operations.designs import add_design
from imbizo.convening.operations.gatherings import add_gathering, add_helper
from imbizo.convening.operations.protocol import add_first, set_letterhead
from imbizo.convening.operations.slips import add_category
from imbizo.convening.operations.venues import add_venue
from imbizo.convening.queries.design_files import DesignFile, design_file
from imbizo.convening.states import GatheringKind, Neutrality, Way
from imbizo.desk.operations.demo_gatherings.afterwards import load_afterwards
from imbizo.desk.operations.demo_gatherings.before import load_before
from imbizo.desk.operations.demo_gatherings.day import load_day
from imbizo.desk.operations.demo_gatherings.training import load_module, load_training
from imbizo.desk.operations.demo_messages import Stage
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing

Row = Mapping[str, Any]
_TEMPLATES = {GatheringKind.MEETING: "team-meeting", GatheringKind.TRAINING: "training-day"}
_PLAIN = ("purpose", "capacity", "joining_link", "phone_in")


def load_gatherings(stage: Stage, content: Row) -> None:
    """Load one file."""
    _settle(stage, content)
    venues = {row["key"]: _venue(stage, row) for row in content["venues"]}
    design = _design(stage, content["design"])
    planned = Round.objects.create(
        programme=stage.programme,
        owner=stage.coordinator.partner,
        sharing=Sharing.ALL,
        name=content["round"]["name"],
        design=design,
    )
    modules = {row["key"]: load_module(stage, row) for row in content["modules"]}
    for row in content["gatherings"]:
        gathering = _load(stage, row, planned, design, venues)
        if taught := row.get("taught"):
            load_training(stage, gathering, modules[taught["module"]], taught["sheets"])


def _load(stage: Stage, row: Row, planned: Round, design: Design, venues: Mapping[str, Venue]) -> Gathering:
    gathering = stage.gatherings[row["key"]] = _gathering(stage, row, planned)
    is_workshop = gathering.kind == GatheringKind.WORKSHOP
    used = design if is_workshop else _template(stage, _TEMPLATES[GatheringKind(gathering.kind)])
    copy_agenda(design=used, gathering=gathering, by=stage.coordinator)
    load_before(stage, gathering, row, venues)
    if "came" in row:
        said = load_day(stage, gathering, row)
        stage.said.update(said)
        load_afterwards(stage, gathering, row, said)
    return gathering


def _settle(stage: Stage, content: Row) -> None:
    """The letterhead, who is told first, days to plan around, and what the slip asks."""
    by = stage.coordinator
    for row in content["letterhead"]:
        set_letterhead(
            by=by,
            changes={
                "name": row["name"],
                "address": "\n".join(row["address"]),
                "signatory": row["signatory"],
                "signatory_title": row["title"],
                "prefix": row["prefix"],
            },
        )
    for row in content["first_to_tell"]:
        add_first(
            place=stage.places[row["place"]],
            office=row["office"],
            actor=stage.actors[row["who"]],
            note=row.get("note") or "",
            by=by,
        )
    for row in content["days"]:
        add_day(
            by=by,
            kind=row["kind"],
            name=row["name"],
            first=stage.at(row["first"]).date(),
            last=stage.at(row["last"]).date(),
            place=stage.places[row["place"]] if row.get("place") else None,
        )
    for position, row in enumerate(content["slip"], 1):
        add_category(label=row["label"], choices=row["choices"], position=position, by=by)


def _venue(stage: Stage, row: Row) -> Venue:
    return add_venue(
        by=stage.coordinator,
        sharing=Sharing.ALL,
        name=row["name"],
        place=stage.places[row["place"]],
        address=row["address"],
        latitude=row.get("latitude"),
        longitude=row.get("longitude"),
        capacity=row["seats"],
        step_free=row.get("step_free"),
        accessible_toilet=row.get("toilet"),
        public_transport=row.get("transport"),
        backup_power=row.get("power"),
        access=row.get("access") or "",
        cost=row.get("cost"),
        deposit=row.get("deposit"),
        needs_form=row.get("form", False),
        caretaker=row.get("caretaker") or "",
        caretaker_number=row.get("number") or "",
        neutrality=row.get("neutrality") or Neutrality.UNKNOWN,
        neutrality_note=row.get("why") or "",
        setup_minutes=row["setup"],
        cleanup_minutes=row["cleanup"],
    )


def _file(key: str) -> DesignFile:
    found = design_file(key)
    assert found is not None
    return found


def _design(stage: Stage, row: Row) -> Design:
    file = _file(row["template"])
    return add_design(
        name=row["name"], kind=file.kind, purpose=row["purpose"], begun_from=file, by=stage.coordinator
    )


def _template(stage: Stage, key: str) -> Design:
    """The programme's design that began from this file, made where there is none yet."""
    known = Design.objects.filter(programme=stage.programme, template=key).first()
    file = _file(key)
    return known or add_design(name=file.name, kind=file.kind, begun_from=file, by=stage.coordinator)


def _gathering(stage: Stage, row: Row, planned: Round) -> Gathering:
    kind = GatheringKind(row.get("kind") or "workshop")
    made = add_gathering(
        by=stage.coordinator,
        name=row["name"],
        kind=kind,
        way=Way(row.get("way") or "hall"),
        round=planned if kind == GatheringKind.WORKSHOP else None,
        place=stage.places[row["place"]],
        host=stage.actors[row["host"]],
        contact=stage.members[row["leader"]],
        languages=row["languages"],
        transport_amount=row.get("transport"),
        data_vouchers=row.get("vouchers") or "",
        answer_by=stage.at(row["answer_by"], 18) if "answer_by" in row else None,
        **_when(stage, row),
        **{name: row[name] for name in _PLAIN if name in row},
    )
    if row.get("invited"):
        made.invited = create_list(name=row["name"], by=stage.coordinator)
        add_members(
            actor_list=made.invited,
            actors=[stage.actors[key] for key in row["invited"]],
            by=stage.coordinator,
        )
        made.save(update_fields=["invited"])
    for helper in row.get("helpers") or ():
        _helper(stage, made, helper, stage.coordinator)
    return made


def _when(stage: Stage, row: Row) -> dict[str, Any]:
    if "day" not in row:
        return {}
    agreed = row["agreed"]
    return {
        "starts_at": moment(stage, row["day"], row["from"]),
        "ends_at": moment(stage, row["day"], row["until"]),
        "date_agreed_on": stage.at(agreed["day"]).date(),
        "date_agreed_with": agreed["with"],
    }


def moment(stage: Stage, day: int, clock: str) -> datetime:
    """A day counted from today, and "09:00" of the programme's zone."""
    return datetime.combine(stage.at(day).date(), time.fromisoformat(clock), tzinfo=stage.programme.zone)


def _helper(stage: Stage, gathering: Gathering, row: Row, by: Membership) -> None:
    member = stage.members[row["member"]] if "member" in row else None
    actor = stage.actors[row["person"]] if "person" in row else None
    add_helper(gathering=gathering, member=member, actor=actor, role=row["role"], by=by)
