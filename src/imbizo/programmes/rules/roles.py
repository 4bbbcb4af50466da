"""Who may do what: the roles, each a class with prose, and the predicates over them.

`python -m imbizo permission_table` writes the table in `docs/permissions.md` from here.
"""

from collections.abc import Iterable
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.programmes.states import Permission as P

PERMISSION_WORDS: dict[P, Promise] = {
    P.PROGRAMME_VIEW: _("see the journey and what is next"),
    P.PROGRAMME_MANAGE: _("change the programme, its partners, its process and its rules"),
    P.PROGRAMME_EXPORT: _("take out or anonymise the whole programme"),
    P.MEMBERS_VIEW: _("see who the members are"),
    P.MEMBERS_INVITE: _("invite members of their own partner"),
    P.MEMBERS_MANAGE: _("invite the first members of a partner, change roles, hand over work"),
    P.STEPS_UPDATE: _("say how a step stands, who does it and when it is due"),
    P.ACTIVITY_VIEW: _("see what was done by whom"),
    P.ACTORS_VIEW: _("see people and organisations that are shared with their partner"),
    P.ACTORS_EDIT: _("add and change people and organisations"),
    P.ACTORS_IMPORT: _("bring in a register from a file"),
    P.ACTORS_EXPORT: _("take out people and organisations as a file"),
    P.ACTORS_MERGE: _("decide on duplicates"),
    P.CONTACTS_VIEW: _("see numbers and addresses that are shared with their partner"),
    P.NOTES_VIEW: _("see notes that are shared with their partner"),
    P.CONSENT_RECORD: _("record consent, objection and opting out"),
    P.REQUESTS_HANDLE: _("answer people who ask what is held about them"),
    P.COVERAGE_ASSIGN: _("ask a member to find who is missing"),
    P.OUTREACH_VIEW: _("see campaigns and call lists that are shared with their partner"),
    P.CAMPAIGNS_WRITE: _("write campaigns and send them, within what the programme allows one person"),
    P.CAMPAIGNS_APPROVE: _("be the second pair of eyes before a large campaign leaves"),
    P.CALLS_MAKE: _("ring people on call lists and note what they say"),
    P.INBOX_VIEW: _("read what people wrote to their partner"),
    P.INBOX_ANSWER: _("answer people who wrote"),
    P.PROTECTED_VIEW: _("read protected conversations; each reading is logged"),
    P.GATEWAYS_VIEW: _("see how the gateways are"),
    P.GATEWAYS_MANAGE: _("set up gateways and the rules of sending"),
    P.SPENDING_VIEW: _("see what messages cost"),
    P.GATHERINGS_VIEW: _("see gatherings, venues and designs that are shared with their partner"),
    P.GATHERINGS_PLAN: _("plan gatherings: dates, venues, protocol, design, actions"),
    P.INVITED_VIEW: _("see who is invited to their partner's gatherings, and what they answered"),
    P.INVITED_WRITE: _("invite people, note their answers, ask for nominations and draw places"),
    P.SAFETY_DECIDE: _("decide whether a gathering is safe to hold"),
    P.DAY_REGISTER: _("register people on the day, and type what was on paper"),
    P.INPUTS_VIEW: _("read what was said at gatherings that are shared with their partner"),
    P.INPUTS_WRITE: _("write down what is said"),
    P.INPUTS_DECIDE: _(
        "let inputs through to the wall, join, divide and mark them, put them to institutions"
    ),
    P.PROCEEDINGS_APPROVE: _("approve and send the proceedings"),
    P.EVIDENCE_VIEW: _("see sources, codes and themes that are shared with their partner"),
    P.EVIDENCE_WRITE: _("bring in sources, screen them, and code what was said and written"),
    P.THEMES_DECIDE: _("make themes, settle disagreements between coders, set an input aside"),
    P.DRAFTS_VIEW: _("read drafts that are shared with their partner, with their comments"),
    P.DRAFTS_COMMENT: _("comment on drafts"),
    P.DRAFTS_WRITE: _("write in their partner's drafts"),
    P.DRAFTS_DECIDE: _("publish and circulate drafts, decide on comments, finalise"),
    P.AGREEMENTS_VIEW: _("see agreements, where each party stands, and measures"),
    P.AGREEMENTS_WRITE: _("prepare agreements, follow adoption, keep measures"),
    P.AGREEMENTS_DECIDE: _("open consent rounds, enter what parties say, have agreements signed"),
}

_READ = frozenset({P.PROGRAMME_VIEW, P.MEMBERS_VIEW, P.ACTORS_VIEW})
_FIELD = _READ | {
    P.CONTACTS_VIEW,
    P.NOTES_VIEW,
    P.ACTORS_EDIT,
    P.CONSENT_RECORD,
    P.STEPS_UPDATE,
    P.ACTIVITY_VIEW,
}
_WRITE = frozenset(
    {
        P.OUTREACH_VIEW,
        P.CAMPAIGNS_WRITE,
        P.CALLS_MAKE,
        P.INBOX_VIEW,
        P.INBOX_ANSWER,
        P.GATEWAYS_VIEW,
        P.SPENDING_VIEW,
    }
)
_WATCH = frozenset({P.GATHERINGS_VIEW})
_SCRIBE = _WATCH | {P.DAY_REGISTER, P.INPUTS_VIEW, P.INPUTS_WRITE}
_CONVENE = _SCRIBE | {
    P.GATHERINGS_PLAN,
    P.INVITED_VIEW,
    P.INVITED_WRITE,
    P.SAFETY_DECIDE,
    P.INPUTS_DECIDE,
    P.PROCEEDINGS_APPROVE,
}
_READ_DRAFTS = frozenset({P.EVIDENCE_VIEW, P.DRAFTS_VIEW, P.DRAFTS_COMMENT, P.AGREEMENTS_VIEW})
_AUTHOR = _READ_DRAFTS | {P.EVIDENCE_WRITE, P.THEMES_DECIDE, P.DRAFTS_WRITE, P.DRAFTS_DECIDE}
_SETTLE = _AUTHOR | {P.AGREEMENTS_WRITE, P.AGREEMENTS_DECIDE}
_LISTEN = frozenset({P.OUTREACH_VIEW, P.CALLS_MAKE, P.INBOX_VIEW, P.INBOX_ANSWER})


class Role:
    """What a member is in the programme. Government and police members gain nothing by who they are."""

    key: ClassVar[str]
    title: ClassVar[Promise]
    prose: ClassVar[Promise]
    permissions: ClassVar[frozenset[P]]


class Coordinator(Role):
    key = "coordinator"
    title = _("Coordinator")
    prose = _(
        "Runs the programme: plans the steps, invites members, brings in registers and answers for the law. "
        "Sees what partners share, not what they keep to themselves."
    )
    permissions = frozenset(P) - {P.PROTECTED_VIEW}


class Facilitator(Role):
    key = "facilitator"
    title = _("Facilitator")
    prose = _("Prepares and leads gatherings, and keeps the register of the people who come to them.")
    permissions = (
        _FIELD
        | {P.ACTORS_IMPORT, P.ACTORS_MERGE, P.ACTORS_EXPORT, P.COVERAGE_ASSIGN}
        | _WRITE
        | _CONVENE
        | _SETTLE
    )


class MonitoringOfficer(Role):
    key = "monitoring_officer"
    title = _("Monitoring officer")
    prose = _("Follows the figures back to their records. Reads the register; changes no person in it.")
    permissions = _READ | {
        P.ACTIVITY_VIEW,
        P.STEPS_UPDATE,
        P.ACTORS_EXPORT,
        P.OUTREACH_VIEW,
        P.SPENDING_VIEW,
        P.GATHERINGS_VIEW,
        P.INPUTS_VIEW,
        P.EVIDENCE_VIEW,
        P.DRAFTS_VIEW,
        P.AGREEMENTS_VIEW,
    }


class PartnerMember(Role):
    key = "partner"
    title = _("Partner")
    prose = _(
        "Speaks for a member organisation: keeps its own contacts, chooses what it shares, "
        "and invites its own members."
    )
    permissions = _FIELD | {P.ACTORS_IMPORT, P.ACTORS_EXPORT, P.MEMBERS_INVITE} | _WRITE | _CONVENE | _SETTLE


class AreaTeamMember(Role):
    key = "area_team_member"
    title = _("Area team member")
    prose = _("Meets monthly on one area. Adds the people met there and says how the area's steps stand.")
    permissions = _FIELD | _LISTEN | _CONVENE | _AUTHOR | {P.AGREEMENTS_WRITE}


class FocalPoint(Role):
    key = "focal_point"
    title = _("Focal point")
    prose = _("Listens where tension may rise, and reports it. Keeps the contacts needed for that.")
    permissions = _READ | {P.CONTACTS_VIEW, P.ACTORS_EDIT, P.NOTES_VIEW, P.CONSENT_RECORD} | _LISTEN | _SCRIBE


class ProtectionOfficer(Role):
    key = "protection_officer"
    title = _("Protection officer")
    prose = _("Looks after people in danger, and answers those who ask what is held about them.")
    permissions = _FIELD | {P.REQUESTS_HANDLE, P.PROTECTED_VIEW, P.SAFETY_DECIDE} | _LISTEN | _SCRIBE


class ReferenceGroupMember(Role):
    key = "reference_group_member"
    title = _("Reference group member")
    prose = _("Reads and comments on drafts. Sees the journey, and neither people nor numbers.")
    permissions = frozenset(
        {P.PROGRAMME_VIEW, P.GATHERINGS_VIEW, P.DRAFTS_VIEW, P.DRAFTS_COMMENT, P.AGREEMENTS_VIEW}
    )


class Observer(Role):
    key = "observer"
    title = _("Observer")
    prose = _("Watches: sees the journey and the shared organisations and officials, without their numbers.")
    permissions = _READ | _WATCH | {P.AGREEMENTS_VIEW}


ROLES: dict[str, type[Role]] = {
    role.key: role
    for role in (
        Coordinator,
        Facilitator,
        MonitoringOfficer,
        PartnerMember,
        AreaTeamMember,
        FocalPoint,
        ProtectionOfficer,
        ReferenceGroupMember,
        Observer,
    )
}


def permissions_of(roles: Iterable[str]) -> frozenset[P]:
    """The permissions of all these roles together; a role that no longer exists gives none."""
    return frozenset().union(*(ROLES[key].permissions for key in roles if key in ROLES))
