"""Every upward hook, on one page: who below is told what by whom above.

Imports point down the map; where an app below needs one above, it offers a hook, and it is bound here.
"""

from django.utils.translation import gettext_lazy as _

import imbizo.accounts.queries as accounts_queries
import imbizo.accounts.registry as accounts_registry
import imbizo.actors.imports as actors_files
import imbizo.actors.operations as actors_operations
import imbizo.actors.operations.coverage as actors_expectations
import imbizo.actors.operations.duplicates as actors_duplicates
import imbizo.actors.operations.imports as actors_imports
import imbizo.actors.operations.retention as actors_retention
import imbizo.actors.queries.consent as actors_consent
import imbizo.actors.queries.coverage as actors_coverage
import imbizo.actors.queries.gate as actors_gate
import imbizo.actors.queries.requests as actors_requests
import imbizo.actors.queries.steps as actors_steps
import imbizo.actors.registry as actors_registry
import imbizo.agreements.operations.folding as agreements_folding
import imbizo.agreements.operations.forgetting as agreements_forgetting
import imbizo.agreements.operations.overdue as agreements_overdue
import imbizo.agreements.operations.paths as agreements_paths
import imbizo.agreements.operations.rounds as agreements_rounds
import imbizo.agreements.operations.updates as agreements_updates
import imbizo.agreements.queries.becoming as agreements_becoming
import imbizo.agreements.queries.of_person as agreements_of_person
import imbizo.agreements.queries.steps as agreements_steps
import imbizo.convening.operations.actions as convening_actions
import imbizo.convening.operations.bookings as convening_bookings
import imbizo.convening.operations.folding as convening_folding
import imbizo.convening.operations.forgetting as convening_forgetting
import imbizo.convening.operations.invitations as convening_invitations
import imbizo.convening.operations.invitations.calling as convening_calling
import imbizo.convening.operations.invitations.replies as convening_replies
import imbizo.convening.operations.nominations as convening_nominations
import imbizo.convening.operations.pictures as convening_pictures
import imbizo.convening.operations.poll_asking as convening_poll_asking
import imbizo.convening.operations.polls as convening_polls
import imbizo.convening.operations.putting as convening_putting
import imbizo.convening.operations.retention as convening_retention
import imbizo.convening.operations.safety as convening_safety
import imbizo.convening.operations.selection as convening_selection
import imbizo.convening.operations.word_back as convening_word_back
import imbizo.convening.queries.afterwards as convening_afterwards
import imbizo.convening.queries.citable as convening_citable
import imbizo.convening.queries.invitations as convening_invited
import imbizo.convening.queries.of_member as convening_of_member
import imbizo.convening.queries.of_person as convening_of_person
import imbizo.convening.queries.open_to as convening_open_to
import imbizo.convening.queries.steps as convening_steps
import imbizo.convening.registry as convening_registry
import imbizo.desk.operations as desk_operations
import imbizo.desk.queries as desk_queries
import imbizo.desk.queries.bringing_together as desk_bringing_together
import imbizo.desk.registry as desk_registry
import imbizo.drafting.operations.circulating as drafting_circulating
import imbizo.drafting.operations.folding as drafting_folding
import imbizo.drafting.operations.forgetting as drafting_forgetting
import imbizo.drafting.operations.retention as drafting_retention
import imbizo.drafting.queries.becoming as drafting_becoming
import imbizo.drafting.queries.of_member as drafting_of_member
import imbizo.drafting.queries.of_person as drafting_of_person
import imbizo.drafting.queries.steps as drafting_steps
import imbizo.drafting.registry as drafting_registry
import imbizo.evidence.imports.projects as evidence_projects
import imbizo.evidence.operations.forgetting as evidence_forgetting
import imbizo.evidence.operations.groupings as evidence_groupings
import imbizo.evidence.operations.references as evidence_references
import imbizo.evidence.operations.retention as evidence_retention
import imbizo.evidence.operations.texts as evidence_texts
import imbizo.evidence.queries.becoming as evidence_becoming
import imbizo.evidence.queries.citable as evidence_citable
import imbizo.evidence.queries.of_member as evidence_of_member
import imbizo.evidence.queries.of_person as evidence_of_person
import imbizo.evidence.queries.steps as evidence_steps
import imbizo.messaging.operations as messaging_operations
import imbizo.messaging.operations.checking as messaging_checking
import imbizo.messaging.operations.claiming as messaging_claiming
import imbizo.messaging.operations.gateways as messaging_gateways
import imbizo.messaging.operations.inbound_parts as messaging_parts
import imbizo.messaging.operations.mail as messaging_mail
import imbizo.messaging.operations.nudging as messaging_nudging
import imbizo.messaging.operations.reports as messaging_reports
import imbizo.messaging.operations.routing as messaging_routing
import imbizo.messaging.operations.totals as messaging_totals
import imbizo.messaging.registry as messaging_registry
import imbizo.outreach.operations.budgets as outreach_budgets
import imbizo.outreach.operations.campaigns as outreach_campaigns
import imbizo.outreach.operations.forgetting as outreach_forgetting
import imbizo.outreach.operations.inbox as outreach_inbox
import imbizo.outreach.queries.inbox as outreach_inbox_queries
import imbizo.outreach.queries.of_person as outreach_of_person
import imbizo.outreach.queries.steps as outreach_steps
import imbizo.outreach.registry as outreach_registry
import imbizo.places.operations as places_operations
import imbizo.programmes.operations as programmes_operations
import imbizo.programmes.operations.areas as programmes_areas
import imbizo.programmes.queries as programmes_queries
import imbizo.thread.operations as thread_operations
from imbizo.base import clock, work
from imbizo.base.context import NavItem, demo_people, divide, navigate, unread
from imbizo.base.registry import operations
from imbizo.convening.operations import campaigns_by_message, said_by_sms, votes_by_sms
from imbizo.programmes.operations.members import WorkKind
from imbizo.programmes.states import Permission


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_navigation()
    _bind_tasks()
    _bind_audit()
    _bind_new_programmes()
    _bind_hand_over()
    _bind_areas()
    _bind_messages()
    _bind_outreach()
    _bind_what_is_said()
    _bind_selection()
    _bind_journey()
    _bind_journey_of_texts()
    _bind_invitations()
    _bind_convening_people()
    _bind_people_in_texts()
    _bind_dates()
    _bind_design()
    _bind_afterwards()
    _bind_citing()
    _bind_evidence()
    _bind_circulating()
    _bind_agreements()
    _bind_what_became()
    _wind_clock()


def _bind_navigation() -> None:
    """The top bar, in order."""
    demo_people.bind(desk_queries.demo_people)
    navigate(
        [
            NavItem(_("Journey"), "desk:journey", Permission.PROGRAMME_VIEW, "desk:journey"),
            NavItem(_("People"), "actors:register", Permission.ACTORS_VIEW, "actors"),
            NavItem(_("Messages"), "outreach:campaigns", Permission.OUTREACH_VIEW, "messages"),
            NavItem(_("Gatherings"), "convening:calendar", Permission.GATHERINGS_VIEW, "gatherings"),
            NavItem(_("Evidence"), "evidence:themes", Permission.EVIDENCE_VIEW, "evidence"),
            NavItem(_("Drafts"), "drafting:documents", Permission.DRAFTS_VIEW, "drafts"),
            NavItem(_("Agreements"), "agreements:agreements", Permission.AGREEMENTS_VIEW, "agreements"),
            NavItem(
                _("Programme"),
                "programmes:members",
                Permission.MEMBERS_VIEW,
                "programmes",
                stands_behind=True,
            ),
            NavItem(
                _("Activity"), "desk:activity", Permission.ACTIVITY_VIEW, "desk:activity", stands_behind=True
            ),
        ]
    )
    divide(
        "messages",
        [
            NavItem(_("Campaigns"), "outreach:campaigns", Permission.OUTREACH_VIEW, "outreach:campaign"),
            NavItem(_("Inbox"), "outreach:inbox", Permission.INBOX_VIEW, "outreach:inbox"),
            NavItem(_("Call lists"), "outreach:call-lists", Permission.OUTREACH_VIEW, "outreach:call"),
            NavItem(_("Spending"), "outreach:spending", Permission.SPENDING_VIEW, "outreach:spending"),
            NavItem(_("Gateways"), "messaging:gateways", Permission.GATEWAYS_VIEW, "messaging:gateway"),
            NavItem(_("Rules"), "outreach:rules", Permission.GATEWAYS_MANAGE, "outreach:rules"),
        ],
    )
    seen, planned = Permission.GATHERINGS_VIEW, Permission.GATHERINGS_PLAN
    divide(
        "gatherings",
        [
            NavItem(_("Calendar"), "convening:calendar", seen, "convening:calendar"),
            NavItem(_("All gatherings"), "convening:gatherings", seen, "convening:gathering"),
            NavItem(_("Rounds"), "convening:rounds", seen, "convening:round"),
            NavItem(_("Designs"), "convening:designs", seen, "convening:design"),
            NavItem(_("Venues"), "convening:venues", seen, "convening:venue"),
            NavItem(_("First to tell"), "convening:protocol", planned, "convening:protocol"),
            NavItem(_("Put to institutions"), "convening:put-to", Permission.INPUTS_VIEW, "convening:put-to"),
            NavItem(_("Actions"), "convening:actions", seen, "convening:action"),
            NavItem(_("Training"), "convening:modules", seen, "convening:module"),
        ],
    )
    _divide_what_is_written()


def _divide_what_is_written() -> None:
    """The sections of evidence, drafts and agreements."""
    seen = Permission.EVIDENCE_VIEW
    divide(
        "evidence",
        [
            NavItem(_("Themes"), "evidence:themes", seen, "evidence:theme"),
            NavItem(_("Matrix"), "evidence:matrix", seen, "evidence:matrix"),
            NavItem(_("Unanswered"), "evidence:unanswered", seen, "evidence:unanswered"),
            NavItem(_("Coding"), "evidence:codebooks", seen, "evidence:cod"),
            NavItem(_("Sources"), "evidence:sources", seen, "evidence:source"),
            NavItem(_("Policies and practices"), "evidence:practices", seen, "evidence:practice"),
            NavItem(_("Literature scans"), "evidence:scans", seen, "evidence:scan"),
        ],
    )
    divide(
        "drafts",
        [
            NavItem(_("Documents"), "drafting:documents", Permission.DRAFTS_VIEW, "drafting:document"),
            NavItem(_("Components"), "drafting:components", Permission.DRAFTS_VIEW, "drafting:component"),
        ],
    )
    signed = Permission.AGREEMENTS_VIEW
    divide(
        "agreements",
        [
            NavItem(_("All agreements"), "agreements:agreements", signed, "agreements:agreement"),
            NavItem(_("Measures"), "agreements:measures", signed, "agreements:measure"),
            NavItem(_("Council dates"), "agreements:body-meetings", signed, "agreements:body"),
            NavItem(_("Coverage"), "agreements:coverage", signed, "agreements:coverage"),
        ],
    )


def _bind_tasks() -> None:
    """Tasks reach their operations by name."""
    operations.bind("desk.anonymise", desk_operations.anonymise)
    operations.bind("programmes.send_invitation", programmes_operations.send_invitation)
    operations.bind("desk.index", desk_operations.index_by_name)
    operations.bind("actors.read_batch", actors_files.read_batch)
    operations.bind("actors.check_batch", actors_files.check_batch)
    operations.bind("actors.apply_batch", actors_imports.apply_batch)
    operations.bind("actors.undo_batch", actors_imports.undo_batch)
    operations.bind("actors.find_duplicates", actors_duplicates.find_duplicates)
    operations.bind("actors.merge_pairs", actors_duplicates.merge_pairs)


def _bind_audit() -> None:
    """What writes to the audit trail from below it, and what follows from each entry."""
    programmes_operations.on_change.bind(thread_operations.audit)
    thread_operations.on_audit.bind(actors_operations.revise_after)
    thread_operations.on_audit.bind(desk_operations.index_audited)
    thread_operations.on_audit.bind(desk_operations.notify_audited)
    unread.bind(desk_queries.unread_count)


def _bind_new_programmes() -> None:
    """What a new programme starts with."""
    programmes_operations.on_created.bind(actors_expectations.expect)
    programmes_operations.on_created.bind(messaging_gateways.start_with_simulator)


def _bind_messages() -> None:
    """Who may be written to, and what becomes of what comes in."""
    accounts_registry.outgoing.bind(messaging_mail.queue_security_mail)
    messaging_registry.may_send.bind(actors_gate.may_send)
    operations.bind("messaging.drive", messaging_operations.drive)
    operations.bind("messaging.check", messaging_checking.check)
    operations.bind("messaging.route_inbound", messaging_routing.route_inbound)
    messaging_registry.on_inbound.bind(outreach_inbox.take_in)
    messaging_registry.hidden_messages.bind(outreach_inbox_queries.hidden)


def _bind_outreach() -> None:
    """The work of campaigns, and what they forget with a person."""
    operations.bind("outreach.prepare", outreach_campaigns.prepare)
    operations.bind("outreach.align", outreach_campaigns.align)
    operations.bind("outreach.count", outreach_campaigns.count)
    actors_registry.on_erase.bind(outreach_forgetting.forget)
    actors_registry.on_merge.bind(outreach_inbox.fold)
    actors_registry.add_timeline(outreach_of_person.messages_and_answers)
    actors_registry.add_timeline(outreach_of_person.calls_to_make)


def _bind_what_is_said() -> None:
    """What people say at gatherings: by SMS with a code or without."""
    messaging_registry.route(said_by_sms.KEYWORD, said_by_sms.take_by_keyword)
    messaging_registry.route_where(said_by_sms.begins_with_code, said_by_sms.take_by_code)
    convening_registry.understand(said_by_sms.KIND, said_by_sms.HANDLER)


def _bind_invitations() -> None:
    """Invitations: what the worker sends, and whose answers come in."""
    operations.bind("convening.send_notices", convening_invitations.send_notices)
    outreach_registry.on_answer.bind(convening_replies.take_replies)
    invitation = convening_registry.Handler(convening_open_to.open_to, convening_replies.take_invitations)
    convening_registry.understand(convening_registry.INVITATION, invitation)
    convening_registry.understand(convening_registry.CAMPAIGN, campaigns_by_message.HANDLER)
    outreach_registry.on_call.bind(convening_calling.asked_by_call)
    clock.wind("pass places on", convening_invitations.keep_moving)
    clock.wind("remind the invited", convening_invitations.remind_due, every=10 * clock.MINUTE)
    clock.wind("tell venues", convening_invitations.tell_venues, every=10 * clock.MINUTE)
    clock.wind("note delivered invitations", convening_invitations.note_delivered)
    clock.wind("resume sendings to the invited", convening_invitations.resume_stalled)


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


def _bind_dates() -> None:
    """Halls that follow their gatherings, and date polls: votes that come by SMS, deadlines, reminders."""
    convening_registry.after_moving.bind(convening_bookings.follow)
    convening_registry.understand(convening_registry.POLL, votes_by_sms.HANDLER)
    clock.wind("close date polls", convening_polls.close_due)
    clock.wind("remind voters", convening_poll_asking.remind_due, every=10 * clock.MINUTE)


def _bind_selection() -> None:
    """Nominations are reminded of; what candidates said of themselves goes with the person, and in time."""
    clock.wind("remind who nominates", convening_nominations.remind_due, every=10 * clock.MINUTE)
    clock.wind("forget candidates", convening_selection.keep_candidates_to_retention, every=clock.DAY)


def _bind_design() -> None:
    """Safety sheets: on another day they are looked at again, and on the day before somebody is reminded."""
    convening_registry.after_moving.bind(convening_safety.follow)
    clock.wind("remind of safety sheets", convening_safety.remind_due, every=10 * clock.MINUTE)


def _bind_afterwards() -> None:
    """What people took on is asked after, passes to a successor, and who spoke hears what became of their words."""
    clock.wind("ask after actions", convening_actions.remind_of_actions, every=10 * clock.MINUTE)
    clock.wind("send word back", convening_word_back.send_word_back, every=60 * clock.MINUTE)
    open_actions = convening_afterwards.open_actions_of
    programmes_operations.on_hand_over(WorkKind(noun=_("actions"), open_for=open_actions, field="member"))


def _bind_circulating() -> None:
    """Who was asked to comment is reminded, and what was asked for closes on its day."""
    clock.wind("remind commenters", drafting_circulating.remind_due, every=10 * clock.MINUTE)
    clock.wind("close circulations", drafting_circulating.close_due, every=10 * clock.MINUTE)


def _bind_agreements() -> None:
    """What agreements do in time: rounds close and remind, who answers for a measure is asked how it goes."""
    clock.wind("close consent rounds", agreements_rounds.close_due)
    clock.wind("remind silent parties", agreements_rounds.remind_due, every=10 * clock.MINUTE)
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
    tool("agreements.text", agreements_steps.text_status)
    tool("agreements.adoption_paths", agreements_steps.adoption_paths_status)
    tool("agreements.measures", agreements_steps.measures_status)
    tool("agreements.consent_rounds", agreements_steps.consent_rounds_status)
    tool("agreements.signatures", agreements_steps.signatures_status)


def _bind_hand_over() -> None:
    """The open work that passes to a successor."""
    searches, requests = actors_requests.open_searches_of, actors_requests.open_requests_of
    on_hand_over = programmes_operations.on_hand_over
    on_hand_over(WorkKind(noun=_("searches for actors"), open_for=searches, field="assignee"))
    on_hand_over(WorkKind(noun=_("requests by people"), open_for=requests, field="handler"))
    talks = outreach_inbox_queries.open_conversations_of
    on_hand_over(WorkKind(noun=_("conversations to answer"), open_for=talks, field="assignee"))
    led, scribed = convening_of_member.gatherings_led, convening_of_member.tables_scribed
    on_hand_over(WorkKind(noun=_("gatherings they lead"), open_for=led, field="contact"))
    on_hand_over(WorkKind(noun=_("tables they write for"), open_for=scribed, field="scribe"))
    written = drafting_of_member.sections_written
    on_hand_over(WorkKind(noun=_("sections they write"), open_for=written, field="writer"))
    scans, seconded = evidence_of_member.scans_led, evidence_of_member.scans_seconded
    on_hand_over(WorkKind(noun=_("literature scans they do"), open_for=scans, field="lead"))
    on_hand_over(WorkKind(noun=_("literature scans they review"), open_for=seconded, field="second"))


def _bind_areas() -> None:
    """Accounts know no programmes, and programmes no places."""
    accounts_queries.programmes_of.bind(programmes_queries.programme_links)
    programmes_areas.available.bind(places_operations.area_choices)
    programmes_areas.chosen.bind(places_operations.areas_of)
    programmes_areas.on_choice.bind(places_operations.choose_areas)


def _bind_citing() -> None:
    """Drafts cite what was said and decided at gatherings."""
    drafting_registry.citable.bind(convening_citable.offers)


def _bind_evidence() -> None:
    """Groups that the worker suggests; themes, excerpts and findings that drafts cite."""
    operations.bind("evidence.read_references", evidence_references.read_file)
    operations.bind("evidence.read_source", evidence_texts.read_file)
    operations.bind("evidence.suggest_groups", evidence_groupings.compute)
    operations.bind("evidence.check_project", evidence_projects.check)
    operations.bind("evidence.take_project", evidence_projects.take)
    operations.bind("evidence.take_references", evidence_references.take_rows)
    drafting_registry.citable.bind(evidence_citable.offers)


def _wind_clock() -> None:
    """What the clock does, and how often."""
    clock.wind("keep to retention", actors_retention.keep_to_retention)
    clock.wind("resume imports", actors_imports.resume_stalled)
    clock.wind("settle abandoned messages", messaging_claiming.settle_abandoned)
    clock.wind("expire overdue messages", messaging_claiming.expire_overdue)
    clock.wind("forget secrets", messaging_mail.forget_secrets)
    clock.wind("match stray reports", messaging_reports.match_strays)
    clock.wind("join waiting parts", messaging_parts.join_waiting_parts)
    clock.wind("route what failed before", messaging_routing.route_again)
    clock.wind("ask for balances", messaging_checking.ask_balances, every=60 * clock.MINUTE)
    clock.wind("send what is due", messaging_nudging.nudge_due)
    clock.wind("add up what left by day", messaging_totals.sum_days)
    clock.wind("begin scheduled campaigns", outreach_campaigns.start_due)
    clock.wind("prepare stalled campaigns", outreach_campaigns.resume_stalled)
    clock.wind("align messages with their campaigns", outreach_campaigns.align_all)
    clock.wind("finish campaigns", outreach_campaigns.finish_done)
    clock.wind("warn of budgets", outreach_budgets.warn_of_budgets, every=10 * clock.MINUTE)
    clock.wind("remind institutions", convening_putting.remind_institutions, every=10 * clock.MINUTE)
    clock.wind("drop old pictures", convening_pictures.keep_pictures_to_retention, every=clock.DAY)
    clock.wind("free abandoned work", work.free_abandoned)
    clock.wind("forget finished work", work.forget_finished, every=clock.DAY)
