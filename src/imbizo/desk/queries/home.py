"""The programmes of a person, each with how it stands."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.accounts.models import User
from imbizo.programmes import queries as programmes
from imbizo.programmes.models import Programme, Step
from imbizo.programmes.states import StepState

OPEN = (StepState.WAITING, StepState.ACTIVE)


@dataclass(frozen=True)
class Card:
    """A programme, the member's part in it, and how far it is."""

    programme: Programme
    part: str
    done: int
    total: int
    state: str
    is_late: bool

    @property
    def url(self) -> str:
        return self.programme.get_absolute_url()


def programme_cards(user: User) -> list[Card]:
    """One card for each programme that the user is now a member of: two queries, whatever the number."""
    memberships = list(programmes.memberships_of(user))
    today = timezone.localdate()
    total, done, late = Counter[object](), Counter[object](), Counter[object]()
    steps = Step.objects.filter(programme__in=[member.programme_id for member in memberships])
    for programme, state, due_on in steps.values_list("programme_id", "state", "due_on"):
        total[programme] += 1
        done[programme] += state not in OPEN
        late[programme] += state in OPEN and due_on is not None and due_on < today
    return [
        Card(
            programme=member.programme,
            part=f"{', '.join(member.role_titles)} · {member.partner.label}",
            done=done[member.programme_id],
            total=total[member.programme_id],
            state=_state(total[member.programme_id], done[member.programme_id], late[member.programme_id]),
            is_late=late[member.programme_id] > 0,
        )
        for member in memberships
    ]


def _state(total: int, done: int, late: int) -> str:
    progress = _("%(done)s of %(total)s steps done") % {"done": done, "total": total}
    if not late:
        return progress
    return progress + "; " + ngettext("%(count)s is late", "%(count)s are late", late) % {"count": late}
