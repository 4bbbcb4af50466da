"""The tools of the four phases, which say how their steps stand."""

import imbizo.actors.queries.consent as actors_consent
import imbizo.actors.queries.coverage as actors_coverage
import imbizo.actors.queries.steps as actors_steps
import imbizo.agreements.queries.steps as agreements_steps
import imbizo.convening.queries.steps as convening_steps
import imbizo.desk.queries as desk_queries
import imbizo.desk.queries.bringing_together as desk_bringing_together
import imbizo.desk.registry as desk_registry
import imbizo.drafting.queries.overdue as drafting_overdue
import imbizo.drafting.queries.steps as drafting_steps
import imbizo.evidence.queries.steps as evidence_steps
import imbizo.outreach.queries.steps as outreach_steps


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_journey()
    _bind_journey_of_texts()


def _bind_journey() -> None:
    """The tools that say how their steps stand."""
    desk_registry.register_tool("actors.register", actors_steps.register_status)
    desk_registry.register_tool("actors.coverage", actors_coverage.coverage_status)
    desk_registry.register_tool("outreach.campaigns", outreach_steps.campaigns_status)
    desk_registry.register_tool("actors.consent", actors_consent.consent_status)
    desk_registry.register_tool("convening.calendar", convening_steps.calendar_status)
    desk_registry.register_tool("convening.dates", convening_steps.dates_status)
    desk_registry.register_tool("convening.venues", convening_steps.venues_status)
    desk_registry.register_tool("convening.invitations", convening_steps.invitations_status)
    desk_registry.register_tool("convening.design", convening_steps.design_status)
    desk_registry.register_tool("convening.workshops", convening_steps.workshops_status)
    desk_registry.register_tool("convening.proceedings", desk_bringing_together.written_up_status)
    desk_registry.register_tool("convening.selection", convening_steps.selection_status)
    desk_registry.register_tool("convening.meetings", convening_steps.meetings_status)
    desk_registry.register_tool("convening.trainings", convening_steps.trainings_status)
    desk_registry.head_lines.bind(desk_queries.register_line)
    desk_registry.week_figures.bind(desk_queries.register_figures)


def _bind_journey_of_texts() -> None:
    """The same for evidence, drafts and agreements."""
    tool = desk_registry.register_tool
    tool("evidence.literature", evidence_steps.literature_status)
    tool("evidence.policies", evidence_steps.policies_status)
    tool("evidence.interviews", evidence_steps.interviews_status)
    tool("evidence.themes", evidence_steps.themes_status)
    tool("drafting.components", drafting_steps.components_status)
    tool("drafting.reference_group", drafting_steps.reference_group_status)
    tool("drafting.strategy", drafting_steps.strategy_status)
    tool("drafting.comments", drafting_steps.comments_status)
    tool("drafting.publication", drafting_steps.publication_status)
    desk_registry.week_figures.bind(drafting_overdue.figures_of_mine)
    tool("agreements.text", agreements_steps.text_status)
    tool("agreements.adoption_paths", agreements_steps.adoption_paths_status)
    tool("agreements.measures", agreements_steps.measures_status)
    tool("agreements.consent_rounds", agreements_steps.consent_rounds_status)
    tool("agreements.signatures", agreements_steps.signatures_status)
