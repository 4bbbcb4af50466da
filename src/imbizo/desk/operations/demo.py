"""Loading a demo programme from its file in `desk/demo/`, through the same verbs that its people would use.

The form of the files is told at the head of `cape-winelands.yaml`. Days in them are counted from today.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from imbizo.accounts import operations as accounts
from imbizo.accounts.models import User
from imbizo.actors import operations as register
from imbizo.actors.models import Actor, ActorList, ContactPoint, Note
from imbizo.actors.operations.consent import opt_out, record_basis
from imbizo.actors.operations.coverage import assign
from imbizo.actors.operations.duplicates import find_duplicates
from imbizo.base.models import new_id
from imbizo.desk.operations.demo_gatherings import load_gatherings
from imbizo.desk.operations.demo_messages import Stage, load_messages
from imbizo.desk.operations.demo_strategy import load_agreements, load_strategy
from imbizo.desk.operations.index import indexed_together
from imbizo.desk.queries.demo import DEMO_PASSWORD
from imbizo.places.models import Place
from imbizo.places.operations import load_places, set_work_areas
from imbizo.places.queries import known_places
from imbizo.programmes.models import Membership, Partner, Programme
from imbizo.programmes.operations import add_member, add_partner, create_programme
from imbizo.programmes.operations.process import change_step
from imbizo.programmes.operations.settings import add_operator, change_programme
from imbizo.programmes.queries import steps

FOLDER = Path(__file__).parent.parent / "demo"
Row = Mapping[str, Any]
# What stands on the register: folders of files, each with what loads it, in the order in which they need each other.
_BEYOND: Sequence[tuple[str, Callable[[Stage, Row], None]]] = (
    ("messages", load_messages),
    ("gatherings", load_gatherings),
    ("strategy", load_strategy),
    ("agreements", load_agreements),
)


@dataclass(frozen=True)
class SignIn:
    """How a newcomer signs in to a demo programme."""

    programme: str
    email: str
    name: str
    roles: list[str]


def load_demo(*, today: date) -> list[SignIn]:
    """Load every demo programme that isn't here yet, and return the sign-ins of all of them."""
    load_places()
    sign_ins: list[SignIn] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not Programme.objects.filter(slug=content["programme"]["slug"]).exists():
            # One transaction a file: a demo that was broken off leaves nothing behind, and is loaded anew.
            with transaction.atomic(), indexed_together():
                DemoLoader(content, today).load()
        sign_ins += _sign_ins(content)
    return sign_ins


def _sign_ins(content: Row) -> list[SignIn]:
    name = content["programme"]["name"]
    return [SignIn(name, row["email"], row["name"], row["roles"]) for row in content["members"]]


@dataclass
class DemoLoader:
    """Loads one file. The tables map the file's keys to the records made from them."""

    content: Row
    today: date
    partners: dict[str, Partner] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    lists: dict[str, ActorList] = field(default_factory=dict)

    def load(self) -> None:
        """Load the whole file, in the order in which its rows need each other."""
        self.programme = self._programme(self.content["programme"])
        self._partners_and_members()
        self._settle(self.content["programme"])
        for row in self.content["organisations"]:
            self._actor(row, "organisation")
        for row in self.content["people"]:
            self._actor(row, "person")
        for row in [*self.content["organisations"], *self.content["people"]]:
            self._hang_on(self.actors[row["key"]], row)
        self._lists()
        self._searches()
        self._steps()
        find_duplicates(member=self.coordinator.pk)
        self._beyond_the_register()

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _programme(self, row: Row) -> Programme:
        return create_programme(
            name=row["name"],
            slug=row["slug"],
            template=row["template"],
            starts_on=self._day(row["started"]),
            by=None,
            language=row["languages"][0],
            summary=row["about"],
            time_zone=row["zone"],
            region=row["region"],
            currency=row["currency"],
            contact_number=row["contact_number"],
            information_officer=row["information_officer"],
            after_end=row["after_end"],
            is_demo=True,
        )

    def _partners_and_members(self) -> None:
        for row in self.content["partners"]:
            self.partners[row["key"]] = add_partner(
                programme=self.programme,
                name=row["name"],
                short_name=row.get("acronym") or "",
                is_convenor=row["convenor"],
                by=None,
            )
        for row in self.content["members"]:
            user = User.objects.filter(email=row["email"]).first() or self._user(row)
            self.members[row["email"]] = add_member(
                user=user, partner=self.partners[row["partner"]], roles=row["roles"], by=None
            )

    def _user(self, row: Row) -> User:
        user = accounts.create_user(email=row["email"], name=row["name"], language=row["language"])
        # One hash for all: it is slow to make on purpose, and there is one password.
        User.objects.filter(pk=user.pk).update(password=self._password)
        return user

    @cached_property
    def _password(self) -> str:
        return make_password(DEMO_PASSWORD)

    def _settle(self, row: Row) -> None:
        """What a coordinator settles once there is one: responsible party, languages, operators, areas of work."""
        load_places(programme=self.programme, rows=self.content.get("places") or ())
        changes = {
            "languages": row["languages"],
            "responsible_party": self.partners[row["responsible_party"]].name,
        }
        change_programme(programme=self.programme, changes=changes, by=self.coordinator)
        set_work_areas(
            programme=self.programme,
            places=[self.places[code].pk for code in row["places"]],
            by=self.coordinator,
        )
        for each in row["operators"]:
            add_operator(
                programme=self.programme,
                name=each["name"],
                service=each["service"],
                country=each["country"],
                agreement_on=self._day(each["agreement"]),
                by=self.coordinator,
            )

    @cached_property
    def coordinator(self) -> Membership:
        return next(member for member in self.members.values() if "coordinator" in member.roles)

    @cached_property
    def places(self) -> dict[str, Place]:
        found = known_places(self.programme).select_related("parent__parent__parent")
        return {key: place for place in found for key in (place.code, place.name) if key}

    @cached_property
    def _speakers(self) -> dict[str, Membership]:
        """For each partner, a member who may write to the register; those who can't are spoken for by themselves."""
        keys = {partner.pk: key for key, partner in self.partners.items()}
        return {keys[m.partner_id]: m for m in self.members.values() if m.may("actors.edit")}

    def _owner(self, row: Row) -> Membership:
        return self._speakers.get(row.get("owner") or "", self.coordinator)

    def _actor(self, row: Row, form: str) -> None:
        by = self._owner(row)
        self.actors[row["key"]] = actor = register.add_actor(
            form=form,
            by=by,
            name=row.get("name") or "",
            acronym=row.get("acronym") or "",
            kind=row["kind"],
            sphere=row["sphere"],
            place=self.places[row["place"]] if row.get("place") else None,
            language=row.get("language") or "",
            title=row.get("title") or "",
            given_name=row.get("given") or "",
            surname=row.get("surname") or "",
        )
        sharing = row.get("sharing")
        if sharing and sharing != actor.sharing:
            named = [self.partners[key] for key in row.get("shared_with") or ()]
            register.set_sharing(record=actor, sharing=sharing, partners=named, by=by)

    def _hang_on(self, actor: Actor, row: Row) -> None:
        by = self._owner(row)
        for name in row.get("other_names") or ():
            register.add_name(actor=actor, name=name, by=by)
        if row.get("tags"):
            register.set_tags(actor=actor, names=row["tags"], by=by)
        for each in row.get("affiliations") or ():
            self._affiliation(actor, each, by)
        for each in row.get("contacts") or ():
            self._contact(actor, each, by)
        for each in row.get("notes") or ():
            self._note(actor, each)
        for each in row.get("consents") or ():
            record_basis(
                actors=[actor],
                purpose=each["purpose"],
                basis=each["basis"],
                how=each["how"],
                given_on=self._day(each["when"]),
                by=by,
            )
        if row.get("handle_in_person"):
            changes = {"handle_in_person": True, "in_person_reason": row["handle_in_person"]}
            register.change_actor(actor=actor, changes=changes, by=by)

    def _affiliation(self, person: Actor, row: Row, by: Membership) -> None:
        register.add_affiliation(
            person=person,
            organisation=self.actors[row["organisation"]],
            by=by,
            position=row["position"],
            is_office=row.get("office", False),
            starts_on=row.get("from"),
            ends_on=row.get("to"),
        )

    def _contact(self, actor: Actor, row: Row, by: Membership) -> None:
        contact: ContactPoint = register.add_contact(
            actor=actor,
            channel=row["channel"],
            raw=row["value"],
            by=by,
            through=self.actors[row["through"]] if row.get("through") else None,
            is_shared=row.get("shared", False),
            is_unsafe=row.get("unsafe", False),
            safe_when=row.get("safe_when") or "",
        )
        if row.get("stopped") is not None:
            opt_out(contact=contact, how="STOP", by=by)

    def _note(self, actor: Actor, row: Row) -> None:
        note: Note = register.add_note(
            actor=actor, text=row["text"], by=self.members[row["by"]], sharing=row.get("sharing") or "itself"
        )
        # The only field that no verb can set: a demo note was written on its own day.
        Note.objects.filter(pk=note.pk).update(created_at=self._moment(row["when"]))

    def _moment(self, days: int) -> datetime:
        return datetime.combine(self._day(days), time(10, 0), tzinfo=self.programme.zone)

    def _lists(self) -> None:
        for row in self.content.get("lists") or ():
            rule = row.get("rule")
            made = register.create_list(
                name=row["name"],
                by=self.coordinator,
                conditions=dict(self._conditions(rule)) if rule else None,
                sharing="all",
            )
            self.lists[row["key"]] = made
            if not rule:
                members = [self.actors[key] for key in row["members"]]
                register.add_members(actor_list=made, actors=members, by=self.coordinator)

    def _beyond_the_register(self) -> None:
        """What it wrote to people and whom it called together, where there are files of it."""
        stage = Stage(
            programme=self.programme,
            today=self.today,
            members=self.members,
            coordinator=self.coordinator,
            actors=self.actors,
            lists=self.lists,
            places=self.places,
        )
        for folder, load in _BEYOND:
            path = FOLDER / folder / f"{self.programme.slug}.yaml"
            if path.exists():
                load(stage, yaml.safe_load(path.read_text(encoding="utf-8")))

    def _conditions(self, rule: Row) -> Iterator[tuple[str, Sequence[str]]]:
        for name, values in rule.items():
            if name == "place":
                yield name, [str(self.places[value].pk) for value in values]
            elif name == "tag":
                tags = {tag.name: str(tag.pk) for tag in self.programme.tag_set.all()}
                yield name, [tags[value] for value in values]
            else:
                yield name, values

    def _searches(self) -> None:
        for row in self.content.get("assignments") or ():
            assign(
                programme=self.programme,
                sphere=row["sphere"],
                kind=row["kind"],
                place=self.places[row["place"]] if row.get("place") else None,
                assignee=self.members[row["to"]],
                by=self.coordinator,
                who=row.get("who") or "",
                due_on=self._day(row["due"]),
                note=row.get("note") or "",
                id=new_id(),
            )

    def _steps(self) -> None:
        by_key = {step.key: step for step in steps(self.programme)}
        for row in self.content.get("steps") or ():
            changes: dict[str, Any] = {"state": row["state"], "note": row.get("note") or ""}
            if row.get("due") is not None:
                changes["due_on"] = self._day(row["due"])
            if row.get("owner"):
                changes["assignee"] = self.members[row["owner"]]
            if row["state"] == "done":
                changes["done_on"] = self._day(min(row.get("due") or 0, 0))
            change_step(step=by_key[row["step"]], changes=changes, by=self.coordinator)


def today() -> date:
    """The day from which a demo counts."""
    return timezone.localdate()
