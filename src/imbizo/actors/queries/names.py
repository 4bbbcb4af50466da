"""How actors are called in writing, for the forms on which one names somebody of the register."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from imbizo.actors.models import Actor
from imbizo.actors.queries.register import called, suggestions
from imbizo.programmes.models import Membership


@dataclass(frozen=True)
class ActorNames:
    """The names of the actors that a member sees; `form` narrows to people or organisations."""

    member: Membership
    form: str = ""

    @property
    def suggestions(self) -> list[str]:
        """Names to offer while somebody writes one."""
        return suggestions(self.member, form=self.form)

    def find(self, written: str) -> list[Actor]:
        """Those of this name; where there are none, those of the name before the last comma, in the place behind it."""
        return called(self.member, written, form=self.form) or self._in_municipality(written)

    def by_id(self, pk: UUID) -> Actor | None:
        """The actor with this id, also one that the member sees no more: a form shows what is kept."""
        return Actor.objects.filter(programme_id=self.member.programme_id, pk=pk).first()

    def tell_apart(self, found: Sequence[Actor]) -> str:
        """Each that alone is in its municipality, with it: “Thandi Jacobs, Witzenberg”."""
        where = Counter(str(each.municipality or "") for each in found)
        alone = [each for each in found if each.municipality and where[str(each.municipality)] == 1]
        return "; ".join(f"“{each.name}, {each.municipality}”" for each in alone)

    def _in_municipality(self, written: str) -> list[Actor]:
        name, _comma, where = written.rpartition(",")
        found = called(self.member, name, form=self.form) if name.strip() else []
        return [each for each in found if str(each.municipality or "").casefold() == where.strip().casefold()]


def names(member: Membership, *, form: str = "") -> ActorNames:
    """How the actors that the member sees are called."""
    return ActorNames(member, form)
