"""The top bar, and the tabs that join the pages of one part of the site."""

from django.utils.translation import gettext_lazy as _

import imbizo.desk.queries as desk_queries
from imbizo.base.context import NavItem, demo_people, divide, navigate
from imbizo.programmes.states import Permission

TOP = [
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
    NavItem(_("Activity"), "desk:activity", Permission.ACTIVITY_VIEW, "desk:activity", stands_behind=True),
]
# By the part of the top bar.
TABS = {
    "messages": [
        NavItem(_("Campaigns"), "outreach:campaigns", Permission.OUTREACH_VIEW, "outreach:campaign"),
        NavItem(_("Inbox"), "outreach:inbox", Permission.INBOX_VIEW, "outreach:inbox"),
        NavItem(_("Call lists"), "outreach:call-lists", Permission.OUTREACH_VIEW, "outreach:call"),
        NavItem(_("Spending"), "outreach:spending", Permission.SPENDING_VIEW, "outreach:spending"),
        NavItem(_("Gateways"), "messaging:gateways", Permission.GATEWAYS_VIEW, "messaging:gateway"),
        NavItem(_("Rules"), "outreach:rules", Permission.GATEWAYS_MANAGE, "outreach:rules"),
    ],
    "gatherings": [
        NavItem(_("Calendar"), "convening:calendar", Permission.GATHERINGS_VIEW, "convening:calendar"),
        NavItem(
            _("All gatherings"), "convening:gatherings", Permission.GATHERINGS_VIEW, "convening:gathering"
        ),
        NavItem(_("Rounds"), "convening:rounds", Permission.GATHERINGS_VIEW, "convening:round"),
        NavItem(_("Designs"), "convening:designs", Permission.GATHERINGS_VIEW, "convening:design"),
        NavItem(_("Venues"), "convening:venues", Permission.GATHERINGS_VIEW, "convening:venue"),
        NavItem(_("First to tell"), "convening:protocol", Permission.GATHERINGS_PLAN, "convening:protocol"),
        NavItem(_("Put to institutions"), "convening:put-to", Permission.INPUTS_VIEW, "convening:put-to"),
        NavItem(_("Actions"), "convening:actions", Permission.GATHERINGS_VIEW, "convening:action"),
        NavItem(_("Training"), "convening:modules", Permission.GATHERINGS_VIEW, "convening:module"),
    ],
    "evidence": [
        NavItem(_("Themes"), "evidence:themes", Permission.EVIDENCE_VIEW, "evidence:theme"),
        NavItem(_("Matrix"), "evidence:matrix", Permission.EVIDENCE_VIEW, "evidence:matrix"),
        NavItem(_("Unanswered"), "evidence:unanswered", Permission.EVIDENCE_VIEW, "evidence:unanswered"),
        NavItem(_("Coding"), "evidence:codebooks", Permission.EVIDENCE_VIEW, "evidence:cod"),
        NavItem(_("Sources"), "evidence:sources", Permission.EVIDENCE_VIEW, "evidence:source"),
        NavItem(
            _("Policies and practices"), "evidence:practices", Permission.EVIDENCE_VIEW, "evidence:practice"
        ),
        NavItem(_("Literature scans"), "evidence:scans", Permission.EVIDENCE_VIEW, "evidence:scan"),
    ],
    "drafts": [
        NavItem(_("Documents"), "drafting:documents", Permission.DRAFTS_VIEW, "drafting:document"),
        NavItem(_("Components"), "drafting:components", Permission.DRAFTS_VIEW, "drafting:component"),
    ],
    "agreements": [
        NavItem(
            _("All agreements"), "agreements:agreements", Permission.AGREEMENTS_VIEW, "agreements:agreement"
        ),
        NavItem(_("Measures"), "agreements:measures", Permission.AGREEMENTS_VIEW, "agreements:measure"),
        NavItem(
            _("Council dates"), "agreements:body-meetings", Permission.AGREEMENTS_VIEW, "agreements:body"
        ),
        NavItem(_("Coverage"), "agreements:coverage", Permission.AGREEMENTS_VIEW, "agreements:coverage"),
    ],
}


def bind() -> None:
    """The top bar, in order, and the tabs below it."""
    demo_people.bind(desk_queries.demo_people)
    navigate(TOP)
    for part, tabs in TABS.items():
        divide(part, tabs)
