"""The part of nominations and open places in the world: an institution that named somebody, and a draw to be."""

from typing import Any

from imbizo.actors.models import Actor
from imbizo.convening.models import Candidate, Nomination, Nominee, Quota, Selection

GATHERING = {"pk": "gathering"}
_OF_GATHERING = (
    "nominations nominations-ask nominations-remind balance selection selection-edit quota-add candidate-add "
    "selection-try selection-draw selection-repeat selection-undo selection-reserves selection-take selection-link "
    "selection-export"
)
_OF_NOMINATION = "nomination nomination-edit nomination-note nomination-link nomination-close"
_OF_NOMINEE = "nominee-take nominee-refuse nominee-again"
_OF_CANDIDATE = "candidate candidate-edit candidate-link candidate-move-up"
PRIVATE = {
    **{f"convening:{name}": GATHERING for name in _OF_GATHERING.split()},
    **{f"convening:{name}": {"pk": "nomination"} for name in _OF_NOMINATION.split()},
    **{f"convening:{name}": {"pk": "nominee"} for name in _OF_NOMINEE.split()},
    **{f"convening:{name}": {"pk": "candidate"} for name in _OF_CANDIDATE.split()},
    **{f"convening:{name}": {"pk": "quota"} for name in ("quota-edit", "quota-remove")},
}
LISTS = (
    "convening:nominations",
    "convening:nomination",
    "convening:balance",
    "convening:selection",
)
_CRITERIA = [{"key": "gender", "label": "", "values": ["woman", "man", "other"]}]


def fill(world: Any) -> None:
    """The committee named Nomsa; Sipho came forward for one open place."""
    at = {"gathering": world.gathering, **world.here}
    world.nomination = Nomination.objects.create(institution=world.organisation, **at)
    world.nominee = Nominee.objects.create(nomination=world.nomination, name="Nomsa Khumalo", **world.here)
    world.selection = Selection.objects.create(places=1, criteria=_CRITERIA, seed="thunder", **at)
    of = {"selection": world.selection, **world.here}
    world.quota = Quota.objects.create(label="women", conditions={"gender": ["woman"]}, minimum=1, **of)
    world.candidate = Candidate.objects.create(actor=world.actor, attributes={"gender": "man"}, **of)


def add(rows: Any) -> None:
    """One more institution, somebody else whom the first one named (and who is on the list), one more candidate."""
    at, number = {"gathering": rows.gathering, **rows.here}, rows.made
    keys = {"sort_name": f"body {number}", "match_key": f"body {number}"}
    body = Actor.objects.create(
        form="organisation", name=f"Body {number}", owner=rows.cast.convenor, **keys, **rows.here
    )
    made = Nomination.objects.create(institution=body, **at)
    if not hasattr(rows, "nomination"):
        rows.nomination = made
        rows.selection = Selection.objects.create(places=3, criteria=_CRITERIA, seed="thunder", **at)
    invitation, _new = rows.gathering.invitations.get_or_create(actor=rows.person, defaults=rows.here)
    named = {"name": f"Nomsa {number}", "invitation": invitation}
    Nominee.objects.create(nomination=rows.nomination, **named, **rows.here)
    of = {"selection": rows.selection, **rows.here}
    Quota.objects.create(label=f"women {number}", conditions={"gender": ["woman"]}, **of)
    Candidate.objects.get_or_create(actor=rows.person, defaults={"attributes": {"gender": "man"}}, **of)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The gathering of thirty, and the institution that named thirty."""
    lists = {name: {"pk": rows.gathering.pk} for name in LISTS}
    return lists | {"convening:nomination": {"pk": rows.nomination.pk}}
