"""Named reads of programmes."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain, count

from django.conf import settings
from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When
from django.utils.text import slugify
from django.utils.translation import gettext

from imbizo.accounts.models import User
from imbizo.base.components import Link
from imbizo.programmes.models import (
    MemberInvitation,
    Membership,
    MembershipQuerySet,
    Operator,
    Partner,
    Phase,
    Programme,
    RetentionRule,
    Step,
)
from imbizo.programmes.rules import ROLES, process_templates
from imbizo.programmes.states import Permission, StepState

OPEN_STATES = (StepState.WAITING, StepState.ACTIVE)
SLUG_STEM = 50  # letters, so that a number fits behind


def membership(*, user: User, slug: str) -> Membership | None:
    """The user's active membership in the programme of that short name, with programme, partner and user."""
    found: Membership | None = (
        Membership.objects.active()
        .select_related("programme", "partner", "user")
        .filter(user=user, programme__slug=slug)
        .first()
    )
    return found


def memberships_of(user: User) -> QuerySet[Membership]:
    """Every programme that the user is now a member of."""
    found: QuerySet[Membership] = (
        Membership.objects.active()
        .filter(user=user)
        .select_related("programme", "partner")
        .order_by("programme__name")
    )
    return found


def members(member: Membership) -> QuerySet[Membership]:
    """The active members of the member's programme, with user and partner."""
    found: QuerySet[Membership] = (
        Membership.objects.active()
        .filter(programme_id=member.programme_id)
        .select_related("user", "partner", "programme")
        .order_by("partner__name", "user__name")
    )
    return found


def partners(member: Membership) -> QuerySet[Partner]:
    """The partners of the member's programme."""
    return Partner.objects.filter(programme_id=member.programme_id)


def other_partners(member: Membership) -> QuerySet[Partner]:
    """The same but for the member's own."""
    return partners(member).exclude(pk=member.partner_id)


def colleagues(member: Membership) -> QuerySet[Membership]:
    """The members of the member's own partner."""
    return members(member).filter(partner_id=member.partner_id)


def steps(programme: Programme) -> QuerySet[Step]:
    """The steps of the process in their order, with phase and assignee."""
    return Step.objects.filter(programme=programme).select_related(
        "phase", "assignee__user", "assignee__partner"
    )


def members_of(programme: Programme) -> MembershipQuerySet:
    """The active members of a programme, with user and partner."""
    found: MembershipQuerySet = (
        Membership.objects.active().filter(programme=programme).select_related("user", "partner", "programme")
    )
    return found


def has_members(partner: Partner) -> bool:
    """Whether anybody now speaks for the partner."""
    found: bool = Membership.objects.active().filter(partner=partner).exists()
    return found


def roles_of_others(member: Membership) -> list[list[str]]:
    """The roles of each other active member of the programme."""
    others = Membership.objects.active().filter(programme_id=member.programme_id).exclude(pk=member.pk)
    return list(others.values_list("roles", flat=True))


def pending_invitations(programme: Programme) -> QuerySet[MemberInvitation]:
    """Invitations that were neither accepted nor withdrawn; also those that have expired and can be sent again."""
    found: QuerySet[MemberInvitation] = MemberInvitation.objects.filter(
        programme=programme, accepted_by=None, revoked_at=None
    ).select_related("partner", "invited_by__user", "programme")
    return found


def invitations_by(member: Membership) -> QuerySet[MemberInvitation]:
    """The invitations on their way that this member answers for."""
    return pending_invitations(member.programme).filter(invited_by=member)


def open_invitation(token: str) -> MemberInvitation | None:
    """The invitation that this token opens now; None for one that was used, withdrawn, expired or guessed."""
    found: MemberInvitation | None = (
        MemberInvitation.objects.with_token(token)
        .usable()
        .filter(accepted_by=None)
        .select_related("programme", "partner", "invited_by__user")
        .first()
    )
    return found


def open_steps_of(member: Membership) -> QuerySet[Step]:
    """The steps that this member does and that are neither done nor skipped."""
    rows = steps(member.programme).filter(assignee=member, state__in=OPEN_STATES)
    return rows.select_related("programme")


def phases(programme: Programme) -> QuerySet[Phase]:
    """The phases of the process in their order, with their steps and those who do them."""
    return Phase.objects.filter(programme=programme).prefetch_related(
        Prefetch("steps", queryset=steps(programme).order_by("position"))
    )


@dataclass(frozen=True)
class VacantRole:
    """A role that owns open steps and that nobody holds: its key, its title, and how many steps wait for it."""

    key: str
    title: str
    steps: int


def vacant_roles(programme: Programme) -> list[VacantRole]:
    """Roles that own open steps but that no active member has, in the order of the role table. Two queries."""
    waiting = Counter(
        Step.objects.filter(programme=programme, state__in=OPEN_STATES).values_list("owner_role", flat=True)
    )
    held = {role for roles in members_of(programme).values_list("roles", flat=True) for role in roles}
    return [
        VacantRole(key, str(role.title), waiting[key])
        for key, role in ROLES.items()
        if waiting[key] and key not in held
    ]


def operators(programme: Programme) -> QuerySet[Operator]:
    """Those who handle personal data for the responsible party; the ended ones last."""
    return Operator.objects.filter(programme=programme).order_by(F("ended_on").asc(nulls_first=True), "name")


def retention_rules(programme: Programme) -> QuerySet[RetentionRule]:
    """How long each class of records is kept."""
    return RetentionRule.objects.filter(programme=programme)


def programme_links(user: User) -> list[Link]:
    """The user's programmes as links to their journeys."""
    return [
        Link(member.programme.name, member.programme.get_absolute_url()) for member in memberships_of(user)
    ]


def free_slug(name: str) -> str:
    """A short name for addresses, made from a name, that no programme has yet."""
    stem = slugify(name)[:SLUG_STEM].strip("-") or "programme"
    taken = set(Programme.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if slug not in taken)


def invitations_for(member: Membership) -> QuerySet[MemberInvitation]:
    """The invitations on their way that the member may see: all for whoever manages members, else their partner's."""
    pending = pending_invitations(member.programme)
    return pending if member.may(Permission.MEMBERS_MANAGE) else pending.filter(partner_id=member.partner_id)


def partners_to_invite_to(member: Membership) -> QuerySet[Partner]:
    """The partners that the member may bring people into (rules.joining)."""
    own = partners(member).filter(pk=member.partner_id)
    if not member.may(Permission.MEMBERS_MANAGE):
        return own
    spoken_for = Membership.objects.active().filter(programme_id=member.programme_id).values("partner_id")
    return partners(member).exclude(pk__in=spoken_for) | own


def successors_of(leaving: Membership) -> QuerySet[Membership]:
    """Who can take over: every other active member, those of the same partner first."""
    others = members_of(leaving.programme).exclude(pk=leaving.pk)
    return others.order_by(Case(When(partner=leaving.partner_id, then=0), default=1), "user__name")


def steps_of(programme: Programme, role: str) -> QuerySet[Step]:
    """The open steps of a role."""
    return steps(programme).filter(owner_role=role, state__in=OPEN_STATES)


def partners_with_counts(member: Membership) -> QuerySet[Partner]:
    """The partners of the member's programme, each with `active_members`."""
    active = Q(members__left_on=None, members__user__is_active=True)
    return partners(member).annotate(active_members=Count("members", filter=active))


def all_members(member: Membership) -> QuerySet[Membership]:
    """The members of the member's programme, also those who have left: history names them."""
    return Membership.objects.filter(programme_id=member.programme_id).select_related(
        "user", "partner", "programme", "successor__user"
    )


def holders(step: Step) -> list[Membership]:
    """The active members who have the role that does the step."""
    rows = members_of(step.programme).with_role(step.owner_role) if step.owner_role else []
    return list(rows)


def process_title(programme: Programme) -> str:
    """The name of the process that the programme began from; its key where the file is gone."""
    known = process_templates().get(programme.template)
    return gettext(known.title) if known else programme.template


def language_names(programme: Programme) -> list[str]:
    """The programme's languages by name."""
    names = dict(settings.LANGUAGES)
    return [str(names.get(code, code)) for code in programme.languages]
