"""The attendance export of an online meeting, as it was downloaded from Zoom or Teams."""

from dataclasses import dataclass
from datetime import date, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.calc import online
from imbizo.calc.errors import BinaryTableError, MixedDatesError, TableError
from imbizo.calc.online import Omission
from imbizo.convening.operations.online import Joined

MOST_BYTES = 2_000_000
MOST_PEOPLE = 2_000
LEFT_OUT = {
    Omission.NO_NAME: gettext_lazy("no name"),
    Omission.UNREADABLE_TIME: gettext_lazy("the times can't be read"),
    Omission.LEAVES_BEFORE_JOINING: gettext_lazy("leaves before joining"),
    Omission.WAITING_ROOM: gettext_lazy("stayed in the waiting room"),
    Omission.UNKNOWN_ACTION: gettext_lazy("neither joining nor leaving"),
    Omission.LEFT_WITHOUT_JOINING: gettext_lazy("left without having joined"),
}


class Unreadable(ValueError):
    """The file can't be taken; the text says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Export:
    """Those in the file; the lines left out, each with its number and why. `is_ambiguous`: day or month first?"""

    people: tuple[Joined, ...]
    left_out: tuple[tuple[int, str], ...]
    is_ambiguous: bool


def read_export(data: bytes, *, zone: tzinfo, held_on: date | None) -> Export:
    """Read the file whole or refuse it. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. Is it the attendance export?"))
    try:
        read = online.read(data, zone=zone, held_on=held_on)
    except BinaryTableError as error:
        raise Unreadable(_("This isn't a CSV file. Download the export again as CSV.")) from error
    except MixedDatesError as error:
        raise Unreadable(
            _("Some days are written month first, others day first. Download it again.")
        ) from error
    except TableError as error:
        text = _("No list of attendance was found in it. Choose the attendance or usage report.")
        raise Unreadable(text) from error
    if not 0 < len(read.people) <= MOST_PEOPLE:
        raise Unreadable(_("It holds nobody, or more people than one meeting can have."))
    people = (
        Joined(each.name[:200], each.original_name[:200], each.email[:320], each.minutes, each.first_join)
        for each in read.people
    )
    left_out = ((each.row, str(LEFT_OUT[each.why])) for each in read.left_out)
    return Export(tuple(people), tuple(left_out), read.ambiguous)
