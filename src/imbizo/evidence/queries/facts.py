"""What the page of a source says of it, line by line. Who of the register may not be seen isn't named."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from imbizo.base.components import Fact
from imbizo.base.templatetags.look import when
from imbizo.evidence.models import Source
from imbizo.evidence.queries.in_library import names
from imbizo.evidence.states import SourceKind
from imbizo.programmes.models import Membership


def facts_of(source: Source, member: Membership) -> list[Fact]:
    """The facts of a source; those of its kind that nobody wrote down show as not known."""
    if source.kind == SourceKind.INTERVIEW:
        return [*_of_interview(source, member), *_told(source)]
    if source.kind in {SourceKind.POLICY, SourceKind.PRACTICE}:
        return [*_of_practice(source, member), *_told(source)]
    return [*_published(source), *_told(source)]


def _published(source: Source) -> list[Fact]:
    day = when(source.published_on) if source.published_on else source.year
    outlet = _("Newspaper, station or site") if source.kind == SourceKind.MEDIA else _("Journal or book")
    given = [
        Fact(_("Authors"), "; ".join(source.authors)),
        Fact(_("Published"), day),
        Fact(outlet, source.container),
        Fact(_("Volume and issue"), source.volume),
        Fact(_("Pages"), source.pages_cited),
        Fact(_("Publisher"), source.publisher),
        Fact(_("DOI"), source.doi, f"https://doi.org/{source.doi}" if source.doi else ""),
    ]
    return given[:2] + [fact for fact in given[2:] if fact.value]


def _told(source: Source) -> list[Fact]:
    """What any kind may have, where it has it."""
    given = [
        Fact(_("Place"), source.place.name if source.place else ""),
        Fact(_("Web address"), source.url, source.url),
        Fact(_("Keywords"), ", ".join(source.keywords)),
    ]
    return [fact for fact in given if fact.value]


def _of_practice(source: Source, member: Membership) -> list[Fact]:
    given = source.practice
    known = names(member, [given.institution_id, given.contact_id])
    return [
        _named(_("Municipality or institution"), known, given.institution_id),
        Fact(_("Sphere"), given.get_sphere_display()),
        Fact(_("Status"), given.get_standing_display()),
        Fact(_("Since"), when(given.since) if given.since else source.year),
        Fact(_("What it provides"), given.provides),
        _named(_("Whom to ask"), known, given.contact_id),
        Fact(_("Did it work"), given.get_worked_display()),
        Fact(_("How we know"), given.worked_how),
        Fact(_("What to borrow"), given.borrow),
    ]


def _of_interview(source: Source, member: Membership) -> list[Fact]:
    given = source.interview
    is_ours = source.is_owned_by(member)
    known = names(member, [given.actor_id]) if is_ours else {}
    who = (
        [_named(_("Who was interviewed"), known, given.actor_id)]
        if is_ours and not given.is_anonymous
        else []
    )
    by = Fact(_("Interviewer"), str(given.interviewer.user) if given.interviewer else "")
    consent = given.get_consent_display()
    if given.consent_on:
        consent = _("%(consent)s, on %(day)s") % {"consent": consent, "day": when(given.consent_on)}
    closed = Fact(_("Not to be shown before"), when(given.embargo_until)) if given.embargo_until else None
    return [
        Fact(_("Called"), given.called),
        *who,
        Fact(_("Held on"), when(given.held_on)),
        *([by] if is_ours else []),
        Fact(_("Consent"), consent),
        *([Fact(_("Conditions"), given.conditions)] if given.conditions else []),
        *([closed] if closed else []),
    ]


def _named(label: str, known: dict[UUID, Any], pk: UUID | None) -> Fact:
    actor = known.get(pk) if pk else None
    return Fact(label, str(actor), actor.get_absolute_url()) if actor else Fact(label, "")
