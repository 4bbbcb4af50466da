"""Certificates: who deserves one, who has one, and what a code tells to whoever checks it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from imbizo.actors.states import ActorState
from imbizo.calc import codes
from imbizo.convening.models import Attendance, Certificate, Gathering
from imbizo.convening.queries.attendance import present
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.states import Named, Way
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


def deserving(gathering: Gathering, minutes: int | None) -> QuerySet[Attendance]:
    """Those who came by name and have none yet; online ones with at least so many minutes, where these are known."""
    rows = present(gathering).filter(named=Named.NAME, certificates=None).exclude(name="", actor=None)
    rows = rows.exclude(name="", actor__state=ActorState.ERASED)
    if minutes:
        rows = rows.exclude(Q(way=Way.ONLINE) & Q(minutes_online__lt=minutes))
    return rows.select_related("actor", "programme").order_by("name", "pk")


def certificates(member: Membership) -> QuerySet[Certificate]:
    """Those of the gatherings of the member's own partner."""
    rows: QuerySet[Certificate] = of_gatherings(
        Certificate, member, Permission.DAY_REGISTER, path="attendance__gathering", only_own=True
    )
    return rows.select_related("programme", *_NEAR)


def issued(gathering: Gathering) -> QuerySet[Certificate]:
    """All of one gathering, in the order of their names; `holds_again`: another was issued in its place."""
    rows = Certificate.objects.filter(attendance__gathering=gathering)
    held = Certificate.objects.filter(attendance=OuterRef("attendance"), revoked_on=None)
    again = rows.annotate(holds_again=Exists(held.exclude(pk=OuterRef("pk"))))
    return again.select_related("programme", *_NEAR).order_by("name", "pk")


def holds(attendance: Attendance) -> Certificate | None:
    """The one that holds, of those that somebody was given for one gathering."""
    return Certificate.objects.filter(attendance=attendance, revoked_on=None).first()


def standing(gathering: Gathering) -> QuerySet[Certificate]:
    return issued(gathering).filter(revoked_on=None)


def by_code(typed: str) -> Certificate | None:
    """The certificate with this code, revoked or not."""
    rows = Certificate.objects.filter(code=codes.normalise(typed))
    return rows.select_related("programme", *_NEAR).first()


_NEAR = (
    "attendance__gathering__owner",
    "attendance__gathering__programme",
    "attendance__gathering__place",
)
