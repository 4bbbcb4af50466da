"""Gatherings: who is asked, what is said there, what follows."""

from django.utils.translation import gettext_lazy as _

import imbizo.convening.operations.actions as convening_actions
import imbizo.convening.operations.bookings as convening_bookings
import imbizo.convening.operations.invitations as convening_invitations
import imbizo.convening.operations.invitations.calling as convening_calling
import imbizo.convening.operations.invitations.replies as convening_replies
import imbizo.convening.operations.nominations as convening_nominations
import imbizo.convening.operations.poll_asking as convening_poll_asking
import imbizo.convening.operations.polls as convening_polls
import imbizo.convening.operations.safety as convening_safety
import imbizo.convening.operations.selection as convening_selection
import imbizo.convening.operations.word_back as convening_word_back
import imbizo.convening.queries.afterwards as convening_afterwards
import imbizo.convening.queries.open_to as convening_open_to
import imbizo.convening.registry as convening_registry
import imbizo.messaging.registry as messaging_registry
import imbizo.outreach.registry as outreach_registry
import imbizo.programmes.operations as programmes_operations
from imbizo.base import clock
from imbizo.base.registry import operations
from imbizo.convening.operations import campaigns_by_message, said_by_sms, votes_by_sms
from imbizo.programmes.operations.members import WorkKind


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_what_is_said()
    _bind_selection()
    _bind_invitations()
    _bind_dates()
    _bind_design()
    _bind_afterwards()


def _bind_what_is_said() -> None:
    """What people say at gatherings: by SMS with a code or without."""
    messaging_registry.route(said_by_sms.KEYWORD, said_by_sms.take_by_keyword)
    messaging_registry.route_where(said_by_sms.begins_with_code, said_by_sms.take_by_code)
    convening_registry.understand(said_by_sms.KIND, said_by_sms.HANDLER)


def _bind_selection() -> None:
    """Nominations are reminded of; what candidates said of themselves goes with the person, and in time."""
    clock.wind("remind who nominates", convening_nominations.remind_due, every=10 * clock.MINUTE)
    clock.wind("forget candidates", convening_selection.keep_candidates_to_retention, every=clock.DAY)


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


def _bind_dates() -> None:
    """Halls that follow their gatherings, and date polls: votes that come by SMS, deadlines, reminders."""
    convening_registry.after_moving.bind(convening_bookings.follow)
    convening_registry.understand(convening_registry.POLL, votes_by_sms.HANDLER)
    clock.wind("close date polls", convening_polls.close_due)
    clock.wind("remind voters", convening_poll_asking.remind_due, every=10 * clock.MINUTE)


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
