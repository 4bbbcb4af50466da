"""What those who come need, counted for the organiser."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from imbizo.actors.states import Language
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.states import InvitationState

_COMING = (InvitationState.ACCEPTED, InvitationState.OFFERED, InvitationState.ATTENDED)


@dataclass(frozen=True)
class Total:
    """A need and how many have it; `who` are those, for whoever prepares it."""

    label: str
    count: int
    who: tuple[Invitation, ...]


@dataclass(frozen=True)
class Needs:
    """The totals of those who come; `silent` of them said nothing, which isn't "none"."""

    coming: int
    silent: int
    interpreters: list[Total]
    children: int
    families: tuple[Invitation, ...]
    transport: list[Total]
    diets: list[Total]
    access: list[Total]


def needs_of(gathering: Gathering) -> Needs:
    """One query, counted in memory."""
    rows = gathering.invitations.filter(state__in=_COMING).select_related("actor", "programme")
    people = list(rows.order_by("actor__sort_name"))
    return Needs(
        coming=len(people),
        silent=sum(1 for each in people if not says_anything(each)),
        interpreters=_totals(people, "interpreter"),
        children=sum(each.children or 0 for each in people),
        families=tuple(each for each in people if each.children),
        transport=_totals(people, "transport_from"),
        diets=_totals(people, "diet"),
        access=_totals(people, "access"),
    )


def says_anything(each: Invitation) -> bool:
    return each.children is not None or any(
        (each.interpreter, each.transport_from, each.needs_transport, each.diet, each.access)
    )


def _totals(people: list[Invitation], name: str) -> list[Total]:
    """By what was written, however it was capitalised; the most frequent first. Labels as it was written first."""
    found: dict[str, list[Invitation]] = {}
    for each in people:
        if written := _written(each, name):
            found.setdefault(written.casefold(), []).append(each)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Total(_label(name, _written(who[0], name)), len(who), tuple(who)) for _key, who in ranked]


def _written(invitation: Invitation, name: str) -> str:
    return " ".join(str(getattr(invitation, name)).split())


def _label(name: str, written: str) -> str:
    return interpreted(written) if name == "interpreter" else written


def interpreted(code: str) -> str:
    """The name of a language that an interpreter is needed for; empty where none is."""
    return str(dict(Language.choices).get(code, _("another language"))) if code else ""
