"""How the steps stand that agreements are the tool of. Each costs a fixed number of queries."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.agreements.models import Agreement, Clause, ConsentRound, Measure, Party, Position
from imbizo.agreements.queries.adoption import Stand, stands, today_of, whole
from imbizo.agreements.queries.measuring import overdue
from imbizo.agreements.queries.rounds import rounds
from imbizo.agreements.queries.seeing import agreements, measures, of_agreements, paths
from imbizo.agreements.states import (
    OVER,
    AgreementState,
    MeasureState,
    PartyRole,
    RoundState,
    SignatoryState,
)
from imbizo.base.counts import count_text
from imbizo.base.templatetags.look import when
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, StepStatus

_SETTLED = (AgreementState.AGREED, AgreementState.SIGNING, AgreementState.IN_EFFECT)
# Such a measure can be followed: somebody sees to it, by a day, and one can tell.
_WHOLE = Q(institution__isnull=False, due_on__isnull=False) & ~Q(indicator="")


def text_status(member: Membership) -> StepStatus | None:
    """Whether there is an agreement, and all parties agree on its words: "5 clauses for 6 parties; being drafted"."""
    if not member.may(Permission.AGREEMENTS_VIEW):
        return None
    rows = _standing(member)
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=Q(state__in=_SETTLED)))
    url = _of_agreement(member, "agreement")
    if not found["all"]:
        return _no_agreement(member)
    clauses = Clause.objects.filter(agreement__in=_ids(rows), section__removed_because="").count()
    words = ngettext("%(count)s clause", "%(count)s clauses", clauses) % {"count": clauses}
    agreed = _("%(done)s of %(all)s agreements agreed") % _counts(found)
    return StepStatus(f"{words}; {agreed}", found["done"], found["all"], url, "")


def adoption_paths_status(member: Membership) -> StepStatus | None:
    """How many parties confirmed how a text is adopted there: "4 of 6 parties have confirmed their path"."""
    if not member.may(Permission.AGREEMENTS_VIEW):
        return None
    found = _parties(member).aggregate(
        all=Count("pk"),
        done=Count("pk", filter=~Q(path__confirmed_on=None)),
        without=Count("pk", filter=Q(path=None)),
    )
    if not found["all"]:
        return _no_agreement(member)
    said = _("%(done)s of %(all)s parties have confirmed their path") % _counts(found)
    if found["without"]:
        words = ngettext("%(count)s has none yet", "%(count)s have none yet", found["without"])
        said = f"{said}; {words % {'count': found['without']}}"
    action = _write(member, _("Set the paths")) if found["done"] < found["all"] else ""
    return StepStatus(said, found["done"], found["all"], _of_agreement(member, "adoption"), action)


def measures_status(member: Membership) -> StepStatus | None:
    """How many measures can be followed: "7 of 9 have an owner, a day and a way to tell; 1 is overdue"."""
    if not member.may(Permission.AGREEMENTS_VIEW):
        return None
    rows: QuerySet[Measure] = measures(member).exclude(state=MeasureState.STOPPED)
    late = overdue(today_of(member.programme))
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=_WHOLE), late=Count("pk", filter=late))
    url = _url(member, "measures")
    if not found["all"]:
        return StepStatus(
            _("No measure has been named yet"), None, None, url, _write(member, _("Name measures"))
        )
    said = _("%(done)s of %(all)s measures have an owner, a day and a way to tell") % _counts(found)
    if found["late"]:
        words = ngettext("%(count)s is overdue", "%(count)s are overdue", found["late"])
        said = f"{said}; {words % {'count': found['late']}}"
    action = _write(member, _("Complete the measures")) if found["done"] < found["all"] else ""
    return StepStatus(said, found["done"], found["all"], url, action)


def consent_rounds_status(member: Membership) -> StepStatus | None:
    """Whether the parties agree on the wording: "Round 2 closes on Mon 3 August, 12:00; 4 of 6 parties have spoken"."""
    if not member.may(Permission.AGREEMENTS_VIEW):
        return None
    rows = _standing(member)
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=Q(state__in=_SETTLED)))
    if not found["all"]:
        return _no_agreement(member)
    running = (
        rounds(member).filter(state=RoundState.OPEN, deadline__gt=timezone.now()).order_by("deadline").first()
    )
    said = _running(running) if running else _at_rest(found)
    url = _of_agreement(member, "rounds")
    is_open = found["done"] < found["all"] and running is None
    action = _("Ask all parties") if is_open and member.may(Permission.AGREEMENTS_DECIDE) else ""
    return StepStatus(said, found["done"], found["all"], url, action)


def signatures_status(member: Membership) -> StepStatus | None:
    """Adopting and signing: "2 of 6 parties have adopted, 1 have signed; the agenda of Langeberg closes on 3 August".

    A party has signed once as many of its people have as must.
    """
    if not member.may(Permission.AGREEMENTS_VIEW):
        return None
    parties = _parties(member)
    total = parties.count()
    if not total:
        return _no_agreement(member)
    wanted = paths(member).filter(party__in=parties.order_by().values("pk"))
    found = stands(whole(wanted), today_of(member.programme))
    signed = _signed(parties)
    counts = {"adopted": sum(each.is_adopted for each in found), "all": total, "signed": signed}
    said = [
        _("%(adopted)s of %(all)s parties have adopted, %(signed)s have signed") % counts,
        *_closing(found),
    ]
    return StepStatus("; ".join(said), signed, total, _of_agreement(member, "adoption"), "")


def _signed(parties: QuerySet[Party]) -> int:
    made = Q(signatories__state=SignatoryState.SIGNED, signatories__signature__is_trusted=True)
    counted = parties.annotate(signed=Count("signatories", filter=made, distinct=True))
    return counted.filter(signed__gte=F("signatures_needed")).count()


def _closing(found: Sequence[Stand]) -> list[str]:
    """The agenda that closes next, of those that hold a path up."""
    days = [(day, stand) for stand in found if (day := _hand_in_by(stand)) is not None]
    if not days:
        return []
    day, stand = min(days, key=lambda pair: (pair[0], str(pair[1].path.institution)))
    names = {"who": stand.path.institution, "day": when(day)}
    return [_("the agenda of %(who)s closes on %(day)s") % names]


def _hand_in_by(stand: Stand) -> date | None:
    held = stand.held_by
    return next((row.planned.hand_in_by for row in stand.rows if row.step == held), None) if held else None


def _running(running: ConsentRound) -> str:
    """Who has spoken isn't hidden, only what they said."""
    asked = Party.objects.filter(_has_voice(), agreement=running.agreement_id)
    spoken = Position.objects.filter(round=running).order_by().values("party").distinct().count()
    names = {"round": running, "when": when(running.deadline), "done": spoken, "all": asked.count()}
    return _("%(round)s closes on %(when)s; %(done)s of %(all)s parties have spoken") % names


def _at_rest(found: dict[str, int]) -> str:
    if found["all"] == 1:
        agreed = _("All parties agree on the wording")
        return agreed if found["done"] else _("The parties have still to agree on the wording")
    return _("%(done)s of %(all)s agreements agreed") % _counts(found)


def _has_voice() -> Q:
    return Q(role=PartyRole.PARTY, withdrew_on=None)


def _standing(member: Membership) -> QuerySet[Agreement]:
    return agreements(member).exclude(state__in=OVER)


def _parties(member: Membership) -> QuerySet[Party]:
    return of_agreements(Party, member).filter(_has_voice()).exclude(agreement__state__in=OVER)


def _of_agreement(member: Membership, name: str) -> str:
    """The page of the one agreement; where there are several, the list of them."""
    ids = list(_standing(member).order_by().values_list("pk", flat=True)[:2])
    if len(ids) != 1:
        return _url(member, "agreements")
    return reverse(f"agreements:{name}", args=[member.programme.slug, ids[0]])


def _no_agreement(member: Membership) -> StepStatus:
    nothing = _("No agreement has been begun yet")
    return StepStatus(
        nothing, None, None, _url(member, "agreements"), _write(member, _("Begin an agreement"))
    )


def _ids(rows: QuerySet[Agreement]) -> QuerySet[Any]:
    return rows.order_by().values("pk")


def _write(member: Membership, action: str) -> str:
    return action if member.may(Permission.AGREEMENTS_WRITE) else ""


def _counts(found: dict[str, int]) -> dict[str, str]:
    return {name: count_text(value) for name, value in found.items()}


def _url(member: Membership, name: str) -> str:
    return reverse(f"agreements:{name}", args=[member.programme.slug])
