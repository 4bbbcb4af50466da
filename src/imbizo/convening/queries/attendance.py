"""Who came: for the day's pages, the register on paper, and the figures that indicators count."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from imbizo.calc import codes
from imbizo.calc.folding import fold
from imbizo.convening.models import Attendance, Gathering, Invitation
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.queries.slips import Question, slip_counts
from imbizo.convening.states import InvitationState, Way
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

# Who may walk in under their invitation: also those who said no, and came.
_OFF_THE_LIST = (InvitationState.WITHDRAWN,)
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class AttendanceCounts:
    """How many came. `invited`: of those asked, with `accepted` those who had said yes; slips count on their own."""

    came: int
    in_hall: int
    online: int
    invited: int
    walk_ins: int
    minors: int
    accepted: int
    slips: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of the signed register: a name, and room for a signature. Neither state nor status."""

    number: int
    name: str
    organisation: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Payments:
    """Money for transport. `noted` is what the door wrote down, `signed` the part with a signature."""

    noted: Decimal
    signed: Decimal
    people: int
    unsigned: int


def attendances(member: Membership) -> QuerySet[Attendance]:
    """Those who came to the gatherings of the member's partner, also those registered by mistake."""
    return of_gatherings(Attendance, member, Permission.DAY_REGISTER, only_own=True).select_related(
        "gathering", "programme", "invitation"
    )


def present(gathering: Gathering) -> QuerySet[Attendance]:
    """Those who came to it."""
    return Attendance.objects.filter(gathering=gathering, withdrawn_at=None)


def on_the_list(gathering: Gathering) -> QuerySet[Invitation]:
    """Those who can be registered by their name: the invited, in the order of their names."""
    rows = Invitation.objects.filter(gathering=gathering).exclude(state__in=_OFF_THE_LIST)
    return rows.select_related("actor", "attendance").order_by("actor__sort_name", "pk")


def to_tick(gathering: Gathering) -> QuerySet[Invitation]:
    """Those on the list who have not been registered."""
    came = Attendance.objects.filter(gathering=gathering, withdrawn_at=None, invitation__isnull=False)
    return on_the_list(gathering).exclude(pk__in=came.values("invitation"))


def find_at_the_door(gathering: Gathering, asked: str) -> tuple[list[Attendance], list[Invitation]]:
    """By card code or by parts of a name: those registered already, and those on the list who aren't."""
    here = list(
        present(gathering).filter(code=codes.normalise(asked)).select_related("gathering", "programme")
    )
    if here:
        return here, []
    words = fold(asked).split()
    came = [
        each for each in present(gathering).select_related("gathering", "programme") if _has(each.name, words)
    ]
    invited = [each for each in to_tick(gathering) if _has(each.actor.name, words)]
    return came[:MOST_FOUND], invited[:MOST_FOUND]


def counts(gathering: Gathering, *, with_slips: bool = True) -> AttendanceCounts:
    """The figures of one gathering, from records that can be opened: two queries, and two for the slips."""
    sums = present(gathering).aggregate(
        came=Count("pk"),
        in_hall=Count("pk", filter=~Q(way=Way.ONLINE)),
        online=Count("pk", filter=Q(way=Way.ONLINE)),
        invited=Count("pk", filter=Q(invitation__isnull=False)),
        minors=Count("pk", filter=Q(is_minor=True)),
    )
    said_yes = (InvitationState.ACCEPTED, InvitationState.ATTENDED, InvitationState.ABSENT)
    accepted = Invitation.objects.filter(gathering=gathering, state__in=said_yes).count()
    slips = slip_counts(gathering) if with_slips else ()
    walk_ins = sums["came"] - sums["invited"]
    return AttendanceCounts(**sums, walk_ins=walk_ins, accepted=accepted, slips=tuple(slips))


def payments(gathering: Gathering) -> Payments:
    """The money that was paid for transport, and what of it somebody signed for."""
    paid = Q(transport_paid__gt=0)
    sums: dict[str, Any] = present(gathering).aggregate(
        in_all=Sum("transport_paid"),
        with_name=Sum("transport_paid", filter=Q(signed=True)),
        people=Count("pk", filter=paid),
        open=Count("pk", filter=paid & Q(signed=False)),
    )
    nought = Decimal("0.00")
    return Payments(sums["in_all"] or nought, sums["with_name"] or nought, sums["people"], sums["open"])


def paid_for_transport(gathering: Gathering) -> QuerySet[Attendance]:
    """Those with an amount noted, in the order of their names."""
    rows = present(gathering).filter(transport_paid__isnull=False)
    return rows.select_related("gathering", "programme").order_by("name", "code")


def register_rows(gathering: Gathering, *, blank: int = 15) -> Sequence[RegisterRow]:
    """The lines of the signed register and of the payment sheet: the invited by name, then empty lines for others."""
    people = [each for each in on_the_list(gathering) if each.state != InvitationState.DECLINED]
    names = [RegisterRow(number, each.actor.name) for number, each in enumerate(people, 1)]
    return [*names, *(RegisterRow(number, "") for number in range(len(names) + 1, len(names) + blank + 1))]


def _has(name: str, words: Sequence[str]) -> bool:
    """Whether each of the words begins one of the name's."""
    parts = fold(name).replace("-", " ").split()
    return bool(words) and all(any(part.startswith(word) for part in parts) for word in words)
