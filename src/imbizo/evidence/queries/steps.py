"""How the steps stand that evidence is the tool of. Each costs a fixed number of queries."""

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.counts import count_text
from imbizo.evidence.models import Interview, Practice, ScanItem, ScanQuestion
from imbizo.evidence.queries.in_themes import live
from imbizo.evidence.queries.seeing import of_scans, of_sources
from imbizo.evidence.queries.unanswered import heard, unanswered
from imbizo.evidence.rules.interviews import AGREED
from imbizo.evidence.states import Retrieval, ThemeState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, StepStatus

# Nothing is left to decide about it; a full text that can't be had is no longer waited for.
_SCREENED = ~Q(outcome="") | Q(retrieval=Retrieval.NOT_FOUND)


def literature_status(member: Membership) -> StepStatus | None:
    """How far the scans are: "12 of 40 sources screened; 1 question unanswered"."""
    if not member.may(Permission.EVIDENCE_VIEW):
        return None
    items = of_scans(ScanItem, member).filter(duplicate_of=None)
    found = items.aggregate(all=Count("pk"), done=Count("pk", filter=_SCREENED))
    asked = of_scans(ScanQuestion, member).aggregate(all=Count("pk"), open=Count("pk", filter=Q(answer="")))
    url = _url(member, "scans")
    if not found["all"]:
        return StepStatus(
            _("No source has been found yet"), None, None, url, _write(member, _("Begin a scan"))
        )
    said = _("%(done)s of %(all)s sources screened") % _counts(found)
    if asked["open"]:
        words = ngettext("%(count)s question unanswered", "%(count)s questions unanswered", asked["open"])
        said = f"{said}; {_count(words, asked['open'])}"
    done, total = found["done"] + asked["all"] - asked["open"], found["all"] + asked["all"]
    return StepStatus(said, done, total, url, _write(member, _("Screen sources")) if done < total else "")


def policies_status(member: Membership) -> StepStatus | None:
    """How many policies and practices say what could be used here: "3 of 7 say what to borrow"."""
    if not member.may(Permission.EVIDENCE_VIEW):
        return None
    rows = of_sources(Practice, member).filter(source__withdrawn_because="")
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=~Q(borrow="")))
    url = _url(member, "practices")
    if not found["all"]:
        nothing = _("No policy or practice has been collected yet")
        return StepStatus(nothing, None, None, url, _write(member, _("Add one")))
    said = _("%(done)s of %(all)s say what to borrow") % _counts(found)
    action = _write(member, _("Say what to borrow")) if found["done"] < found["all"] else ""
    return StepStatus(said, found["done"], found["all"], url, action)


def interviews_status(member: Membership) -> StepStatus | None:
    """How many interviews are written down with consent: "4 of 6 interviews written down; 1 without consent"."""
    if not member.may(Permission.EVIDENCE_VIEW):
        return None
    rows: QuerySet[Interview] = of_sources(Interview, member).filter(source__withdrawn_because="")
    agreed = Q(consent__in=AGREED)
    found = rows.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=agreed & ~Q(source__text="")),
        unasked=Count("pk", filter=~agreed),
    )
    url = _url(member, "sources")
    if not found["all"]:
        return StepStatus(_("No interview has been held yet"), None, None, url, _write(member, _("Add one")))
    said = _("%(done)s of %(all)s interviews written down") % _counts(found)
    if found["unasked"]:
        said = f"{said}; {_('%(unasked)s without consent') % _counts(found)}"
    return StepStatus(said, found["done"], found["all"], url, "")


def themes_status(member: Membership) -> StepStatus | None:
    """How much of what was said stands in themes: "140 of 152 sentences answered; 3 of 6 themes agreed"."""
    if not member.may(Permission.EVIDENCE_VIEW):
        return None
    themes = live(member).aggregate(all=Count("pk"), done=Count("pk", filter=Q(state=ThemeState.AGREED)))
    said, open_ = heard(member).count(), unanswered(member).count()
    if not said and not themes["all"]:
        return StepStatus(_("Nothing stands in a theme yet"), None, None, _url(member, "themes"), "")
    counts = {"done": count_text(said - open_), "all": count_text(said)}
    sentence = _("%(done)s of %(all)s sentences are in a theme, were put to somebody or set aside") % counts
    agreed = _("%(done)s of %(all)s themes agreed") % _counts(themes)
    done, total = said - open_ + themes["done"], said + themes["all"]
    url = _url(member, "unanswered" if open_ else "themes")
    action = _write(member, _("Take up what nobody answered")) if open_ else ""
    return StepStatus(f"{sentence}; {agreed}", done, total, url, action)


def _write(member: Membership, action: str) -> str:
    return action if member.may(Permission.EVIDENCE_WRITE) else ""


def _counts(found: dict[str, int]) -> dict[str, str]:
    return {name: count_text(value) for name, value in found.items()}


def _count(words: str, count: int) -> str:
    return words % {"count": count_text(count)}


def _url(member: Membership, name: str) -> str:
    return reverse(f"evidence:{name}", args=[member.programme.slug])
