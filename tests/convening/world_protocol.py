"""Somebody who must be told first, and the letter to them."""

from typing import Any

from imbizo.convening.models import FirstToTell, Telling
from imbizo.places.models import Place
from imbizo.places.states import PlaceKind

_LETTER = (
    "telling telling-edit telling-anew telling-pdf telling-mail telling-told telling-reply telling-take-back"
)
PRIVATE = {
    **{f"convening:{name}": {"pk": "telling"} for name in _LETTER.split()},
    **{f"convening:{name}": {"pk": "gathering"} for name in ("tellings", "tellings-write")},
}
OPEN = {f"convening:{name}": {"pk": "first"} for name in ("first-edit", "first-end", "first-resume")}
LISTS = ("convening:protocol", "convening:tellings")


def fill(world: Any) -> None:
    """The mayor of a place, and the letter about the gathering."""
    place = Place.objects.create(
        kind=PlaceKind.MUNICIPALITY, name="Witzenberg", programme=world.cast.programme
    )
    world.first = FirstToTell.objects.create(place=place, office="mayor", actor=world.actor, **world.here)
    world.telling = Telling.objects.create(
        gathering=world.gathering,
        first=world.first,
        subject="To your knowledge",
        text="Good day",
        **world.here,
    )


def add(rows: Any) -> None:
    """One more office, with its letter about the first gathering."""
    first = FirstToTell.objects.create(
        place=rows.person.place, office="mayor", actor=rows.person, **rows.here
    )
    Telling.objects.create(gathering=rows.gathering, first=first, subject="To your knowledge", **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The addresses of the lists."""
    return {"convening:tellings": {"pk": rows.gathering.pk}}
