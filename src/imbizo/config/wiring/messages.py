"""Messages and campaigns: who may be written to, what comes in, what the worker does."""

import imbizo.accounts.registry as accounts_registry
import imbizo.actors.queries.gate as actors_gate
import imbizo.actors.registry as actors_registry
import imbizo.messaging.operations as messaging_operations
import imbizo.messaging.operations.checking as messaging_checking
import imbizo.messaging.operations.mail as messaging_mail
import imbizo.messaging.operations.routing as messaging_routing
import imbizo.messaging.registry as messaging_registry
import imbizo.outreach.operations.campaigns as outreach_campaigns
import imbizo.outreach.operations.forgetting as outreach_forgetting
import imbizo.outreach.operations.inbox as outreach_inbox
import imbizo.outreach.queries.inbox as outreach_inbox_queries
import imbizo.outreach.queries.of_person as outreach_of_person
from imbizo.base.registry import operations


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_messages()
    _bind_outreach()


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
