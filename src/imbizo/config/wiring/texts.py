"""Evidence, drafts and agreements: what they cite, what the worker reads, what they do in time."""

import imbizo.agreements.operations.agreements as agreements_agreements
import imbizo.agreements.operations.asking_to_sign as agreements_asking
import imbizo.agreements.operations.overdue as agreements_overdue
import imbizo.agreements.operations.paths as agreements_paths
import imbizo.agreements.operations.rounds as agreements_rounds
import imbizo.agreements.operations.updates as agreements_updates
import imbizo.agreements.operations.verifying as agreements_verifying
import imbizo.agreements.queries.becoming as agreements_becoming
import imbizo.convening.queries.citable as convening_citable
import imbizo.convening.registry as convening_registry
import imbizo.drafting.operations.circulating as drafting_circulating
import imbizo.drafting.operations.overdue as drafting_overdue
import imbizo.drafting.queries.becoming as drafting_becoming
import imbizo.drafting.registry as drafting_registry
import imbizo.evidence.imports.projects as evidence_projects
import imbizo.evidence.imports.references as evidence_files
import imbizo.evidence.operations.groupings as evidence_groupings
import imbizo.evidence.operations.references as evidence_references
import imbizo.evidence.operations.texts as evidence_texts
import imbizo.evidence.queries.becoming as evidence_becoming
import imbizo.evidence.queries.citable as evidence_citable
from imbizo.base import clock
from imbizo.base.registry import operations


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_citing()
    _bind_evidence()
    _bind_circulating()
    _bind_agreements()
    _bind_what_became()


def _bind_citing() -> None:
    """Drafts cite what was said and decided at gatherings."""
    drafting_registry.citable.bind(convening_citable.offers)


def _bind_evidence() -> None:
    """Groups that the worker suggests; themes, excerpts and findings that drafts cite."""
    operations.bind("evidence.read_references", evidence_files.read_batch)
    operations.bind("evidence.read_source", evidence_texts.read_file)
    operations.bind("evidence.suggest_groups", evidence_groupings.compute)
    operations.bind("evidence.check_project", evidence_projects.check)
    operations.bind("evidence.take_project", evidence_projects.take)
    operations.bind("evidence.take_references", evidence_references.take_rows)
    drafting_registry.citable.bind(evidence_citable.offers)


def _bind_circulating() -> None:
    """Who was asked to comment is reminded, what was asked for closes on its day, and late writers hear of it."""
    clock.wind("remind commenters", drafting_circulating.remind_due, every=10 * clock.MINUTE)
    clock.wind("close circulations", drafting_circulating.close_due, every=10 * clock.MINUTE)
    clock.wind("tell of late sections", drafting_overdue.tell_of_overdue, every=60 * clock.MINUTE)


def _bind_agreements() -> None:
    """What agreements do in time: rounds close and remind, who answers for a measure is asked how it goes."""
    operations.bind("agreements.judge_file", agreements_verifying.judge_stored)
    clock.wind("close consent rounds", agreements_rounds.close_due)
    clock.wind("remind silent parties", agreements_rounds.remind_due, every=10 * clock.MINUTE)
    clock.wind("remind signatories", agreements_asking.remind_due, every=10 * clock.MINUTE)
    clock.wind("end agreements", agreements_agreements.end_due, every=60 * clock.MINUTE)
    clock.wind("flag after elections", agreements_paths.flag_after_elections, every=clock.DAY)
    clock.wind("tell of agendas that close", agreements_paths.remind_of_agendas, every=60 * clock.MINUTE)
    clock.wind("tell of overdue measures", agreements_overdue.tell_of_overdue, every=60 * clock.MINUTE)
    clock.wind("ask after measures", agreements_updates.ask_due, every=10 * clock.MINUTE)


def _bind_what_became() -> None:
    """What participants read of themes, sections, clauses and measures, and which changes may change it."""
    became, moves = convening_registry.became, convening_registry.moves
    became("evidence.theme", evidence_becoming.of_theme)
    became("drafting.section", drafting_becoming.of_section)
    became("agreements.clause", agreements_becoming.of_clause)
    became("agreements.measure", agreements_becoming.of_measure)
    moves("drafting.publication", drafting_becoming.published_sections)
    moves("agreements.agreement", agreements_becoming.clauses_of)
    moves("agreements.resolution", agreements_becoming.clauses_resolved)
    moves("agreements.update", agreements_becoming.measures_reported)
