"""What holds for every programme: the audit trail, what a new one starts with, what passes to a successor."""

from django.utils.translation import gettext_lazy as _

import imbizo.accounts.queries as accounts_queries
import imbizo.actors.imports as actors_files
import imbizo.actors.operations as actors_operations
import imbizo.actors.operations.coverage as actors_expectations
import imbizo.actors.operations.duplicates as actors_duplicates
import imbizo.actors.operations.imports as actors_imports
import imbizo.actors.queries.requests as actors_requests
import imbizo.convening.queries.of_member as convening_of_member
import imbizo.desk.operations as desk_operations
import imbizo.desk.queries as desk_queries
import imbizo.drafting.queries.of_member as drafting_of_member
import imbizo.evidence.queries.of_member as evidence_of_member
import imbizo.messaging.operations.gateways as messaging_gateways
import imbizo.outreach.queries.inbox as outreach_inbox_queries
import imbizo.places.operations as places_operations
import imbizo.programmes.operations as programmes_operations
import imbizo.programmes.operations.areas as programmes_areas
import imbizo.programmes.queries as programmes_queries
import imbizo.thread.operations as thread_operations
from imbizo.base.context import unread
from imbizo.base.registry import operations
from imbizo.programmes.operations.members import WorkKind


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_tasks()
    _bind_audit()
    _bind_new_programmes()
    _bind_hand_over()
    _bind_areas()


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
