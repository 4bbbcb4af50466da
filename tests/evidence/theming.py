"""What tests of themes begin with: halls in municipalities, what was said there, and by whom."""

from typing import Any

from imbizo.actors.states import Kind
from imbizo.convening.models import Attendance, Gathering, Input, Table, Translation
from imbizo.convening.states import GatheringState, InputState, Via
from imbizo.evidence.models import Code, Coding
from imbizo.places.models import Place, WorkArea
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import Membership
from tests.cast import Cast
from tests.convening.making import make_gathering, make_person


def held_in(cast: Cast, name: str, **changes: Any) -> Gathering:
    """A workshop that is over, in a municipality in which the programme works."""
    place = Place.objects.create(kind=PlaceKind.MUNICIPALITY, name=name, programme=cast.programme)
    WorkArea.objects.create(programme=cast.programme, place=place)
    fields = {"name": f"Workshop in {name}", "place": place, "state": GatheringState.HELD}
    return make_gathering(cast, **(fields | changes))


def said_at(gathering: Gathering, text: str = "We need a clinic.", **changes: Any) -> Input:
    """A sentence that was let through."""
    fields: dict[str, Any] = {"via": Via.PAPER, "state": InputState.SHOWN, "language": "en"}
    return Input.objects.create(
        programme=gathering.programme, gathering=gathering, text=text, **(fields | changes)
    )


def table_of(gathering: Gathering, name: str) -> Table:
    code = f"T{Table.objects.count():05d}"
    return Table.objects.create(programme=gathering.programme, gathering=gathering, name=name, code=code)


def speaker_of(cast: Cast, gathering: Gathering, kind: Kind) -> Attendance:
    """Somebody of a sector who came, and agreed to be named."""
    number = Attendance.objects.count()
    person = make_person(cast, f"Speaker {number}", kind=kind)
    return Attendance.objects.create(
        programme=gathering.programme,
        gathering=gathering,
        actor=person,
        name=person.name,
        code=f"C{number:05d}",
    )


def coded(said: Input, code: Code, by: Membership, **changes: Any) -> Coding:
    """The whole sentence under a code."""
    fields = {"start": 0, "end": len(said.text), "quote": said.text}
    return Coding.objects.create(
        programme=said.programme, code=code, coder=by, input=said, **(fields | changes)
    )


def translated(said: Input, text: str, language: str = "en") -> Translation:
    return Translation.objects.create(programme=said.programme, input=said, language=language, text=text)
