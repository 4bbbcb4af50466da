"""The top bar, and the tabs that join the pages of one part of the site."""

from django.utils.translation import gettext_lazy as _

import imbizo.desk.queries as desk_queries
from imbizo.base.context import NavItem, demo_people, divide, navigate
from imbizo.programmes.states import Permission


def bind() -> None:
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
