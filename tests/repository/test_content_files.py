"""The YAML that ships with Imbizo agrees with itself: processes, places and demo programmes."""

import itertools
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
import yaml

PACKAGE = Path(__file__).parents[2] / "src" / "imbizo"
PROCESSES = sorted((PACKAGE / "programmes" / "processes").glob("*.yaml"))
DEMOS = sorted((PACKAGE / "desk" / "demo").glob("*.yaml"))
PLACE_FILES = [PACKAGE / "places" / "data" / name for name in ("south-africa.yaml", "cape-winelands.yaml")]
STEP_KEYS = {"key", "title", "what", "tool", "owner_role", "due_after_days"}
COVERAGE_KEYS = {"sphere", "kind", "per", "who", "why"}
RETENTION_KEYS = {"record_class", "covers", "counted_from", "months", "then"}

every_process = pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
every_demo = pytest.mark.parametrize("path", DEMOS, ids=lambda path: path.stem)


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps_of(process: dict[str, Any]) -> list[dict[str, Any]]:
    return list(itertools.chain.from_iterable(phase["steps"] for phase in process["phases"]))


def actors_of(demo: dict[str, Any]) -> list[dict[str, Any]]:
    return [*demo["organisations"], *demo["people"]]


def contacts_of(demo: dict[str, Any]) -> list[dict[str, Any]]:
    return [contact for actor in actors_of(demo) for contact in actor["contacts"]]


def places() -> list[dict[str, Any]]:
    return [place for path in PLACE_FILES for place in load(path)["places"]]


def place_codes(demo: dict[str, Any]) -> set[str]:
    return {place["code"] for place in [*places(), *demo.get("places", [])]}


def test_the_four_processes_are_there() -> None:
    assert [path.stem for path in PROCESSES] == [
        "area-coordination",
        "four-phase-strategy-and-mou",
        "joint-programme",
        "sector-mapping",
    ]


@every_process
def test_a_process_is_known_by_the_name_of_its_file(path: Path) -> None:
    assert load(path)["key"] == path.stem


@every_process
def test_each_step_of_a_process_has_the_same_keys(path: Path) -> None:
    assert {frozenset(step) for step in steps_of(load(path))} == {frozenset(STEP_KEYS)}


@every_process
def test_no_two_steps_of_a_process_have_the_same_key(path: Path) -> None:
    keys = [step["key"] for step in steps_of(load(path))]
    assert sorted(set(keys)) == sorted(keys)


@every_process
def test_each_expected_actor_has_the_same_keys(path: Path) -> None:
    assert {frozenset(line) for line in load(path)["coverage"]} == {frozenset(COVERAGE_KEYS)}


@every_process
def test_only_what_is_kept_has_no_end(path: Path) -> None:
    rules = load(path)["retention"]
    assert {frozenset(rule) for rule in rules} == {frozenset(RETENTION_KEYS)}
    assert [rule for rule in rules if (rule["months"] is None) != (rule["then"] == "keep")] == []


def test_each_place_lies_in_one_that_stands_before_it() -> None:
    known: set[str | None] = {None}
    orphans = []
    for place in places():
        if place["parent"] not in known:
            orphans.append(place["code"])
        known.add(place["code"])
    assert orphans == []


def test_no_two_places_have_the_same_code() -> None:
    codes = [place["code"] for place in places()]
    assert sorted(set(codes)) == sorted(codes)


def test_place_codes_fit_their_column() -> None:
    assert [place["code"] for place in places() if len(place["code"]) > 20] == []


@every_demo
def test_each_actor_of_a_demo_has_its_own_key(path: Path) -> None:
    keys = [actor["key"] for actor in actors_of(load(path))]
    assert sorted(set(keys)) == sorted(keys)


@every_demo
def test_what_a_demo_points_to_is_there(path: Path) -> None:
    demo = load(path)
    organisations = {organisation["key"] for organisation in demo["organisations"]}
    keys = {actor["key"] for actor in actors_of(demo)}
    affiliated = {tie["organisation"] for person in demo["people"] for tie in person["affiliations"]}
    through = {contact["through"] for contact in contacts_of(demo) if "through" in contact}
    listed = {key for entry in demo["lists"] for key in entry.get("members", [])}
    assert (affiliated - organisations, through - keys, listed - keys) == (set(), set(), set())


@every_demo
def test_owners_and_partners_of_a_demo_are_its_own(path: Path) -> None:
    demo = load(path)
    partners = {partner["key"] for partner in demo["partners"]}
    owners = {actor["owner"] for actor in actors_of(demo) if "owner" in actor}
    named = {partner for person in demo["people"] for partner in person.get("shared_with", [])}
    members = {member["partner"] for member in demo["members"]}
    assert (owners | named | members) - partners == set()


@every_demo
def test_places_of_a_demo_are_known(path: Path) -> None:
    demo = load(path)
    used = {row["place"] for row in [*demo["partners"], *actors_of(demo), *demo["assignments"]]}
    assert (used | set(demo["programme"]["places"])) - place_codes(demo) == set()


@every_demo
def test_steps_of_a_demo_are_in_its_process(path: Path) -> None:
    demo = load(path)
    process = load(PACKAGE / "programmes" / "processes" / f"{demo['programme']['template']}.yaml")
    assert {step["step"] for step in demo["steps"]} - {step["key"] for step in steps_of(process)} == set()


@every_demo
def test_numbers_of_a_demo_are_practice_numbers(path: Path) -> None:
    numbers = [c["value"] for c in contacts_of(load(path)) if c["channel"] in {"sms", "phone", "whatsapp"}]
    odd = [number for number in numbers if not number.startswith("+2760000") or len(number) != 12]
    invalid = [number for number in numbers if not phonenumbers.is_valid_number(phonenumbers.parse(number))]
    assert (odd, invalid) == ([], [])


@every_demo
def test_addresses_of_a_demo_end_in_example_org(path: Path) -> None:
    demo = load(path)
    addresses = [contact["value"] for contact in contacts_of(demo) if contact["channel"] == "email"]
    addresses += [member["email"] for member in demo["members"]]
    assert [address for address in addresses if not address.endswith(".example.org")] == []


def test_the_cape_winelands_demo_leaves_gaps_to_be_found() -> None:
    demo = load(PACKAGE / "desk" / "demo" / "cape-winelands.yaml")
    kinds_in_langeberg = {
        actor["kind"] for actor in demo["organisations"] if actor["place"].startswith("WC026")
    }
    traditional_people = [person["key"] for person in demo["people"] if person["kind"] == "traditional"]
    assert ("migrant_led" in kinds_in_langeberg, traditional_people) == (False, [])
