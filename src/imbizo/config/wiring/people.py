"""What is held of a person above the register: joined, forgotten, told of on their page, kept in time."""

import imbizo.actors.registry as actors_registry
import imbizo.agreements.operations.folding as agreements_folding
import imbizo.agreements.operations.forgetting as agreements_forgetting
import imbizo.agreements.queries.of_person as agreements_of_person
import imbizo.convening.operations.folding as convening_folding
import imbizo.convening.operations.forgetting as convening_forgetting
import imbizo.convening.operations.retention as convening_retention
import imbizo.convening.queries.invitations as convening_invited
import imbizo.convening.queries.of_person as convening_of_person
import imbizo.drafting.operations.folding as drafting_folding
import imbizo.drafting.operations.forgetting as drafting_forgetting
import imbizo.drafting.operations.retention as drafting_retention
import imbizo.drafting.queries.of_person as drafting_of_person
import imbizo.evidence.operations.forgetting as evidence_forgetting
import imbizo.evidence.operations.retention as evidence_retention
import imbizo.evidence.queries.of_person as evidence_of_person
from imbizo.base import clock


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_convening_people()
    _bind_people_in_texts()


def _bind_convening_people() -> None:
    """What gatherings hold of people: joined, forgotten, told of on their page, kept for as long as the rules say."""
    actors_registry.on_merge.bind(convening_folding.fold)
    actors_registry.on_erase.bind(convening_forgetting.forget)
    actors_registry.add_timeline(convening_invited.invitations_of)
    actors_registry.add_timeline(convening_of_person.at_gatherings)
    actors_registry.add_to_file(convening_of_person.in_full)
    clock.wind("forget who came", convening_retention.keep_gatherings_to_retention, every=clock.DAY)


def _bind_people_in_texts() -> None:
    """The same for evidence, drafts and agreements."""
    actors_registry.on_merge.bind(drafting_folding.fold)
    actors_registry.on_merge.bind(agreements_folding.fold)
    for part in (evidence_forgetting, drafting_forgetting, agreements_forgetting):
        actors_registry.on_erase.bind(part.forget)
    actors_registry.add_timeline(evidence_of_person.in_evidence)
    actors_registry.add_timeline(drafting_of_person.in_drafts)
    actors_registry.add_timeline(agreements_of_person.in_agreements)
    for told in (evidence_of_person, drafting_of_person, agreements_of_person):
        actors_registry.add_to_file(told.in_full)
    clock.wind("forget interviewed", evidence_retention.keep_evidence_to_retention, every=clock.DAY)
    clock.wind("drop old Word files", drafting_retention.keep_files_to_retention, every=clock.DAY)
