"""The people of the demo programmes, for the sign-in page in practice mode."""

from dataclasses import dataclass, field
from typing import Final

from imbizo.programmes.models import Membership

# Known on purpose: demo programmes load in practice mode alone, which serves its own machine.
DEMO_PASSWORD: Final = "practice makes perfect"  # noqa: S105


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as."""

    email: str
    name: str
    roles: str


@dataclass(frozen=True)
class DemoProgramme:
    """A demo programme with its people."""

    name: str
    password: str = DEMO_PASSWORD
    people: list[DemoPerson] = field(default_factory=list)


def demo_people() -> list[DemoProgramme]:
    """The demo programmes with their active members: coordinators first, as they see the most."""
    members = Membership.objects.active().filter(programme__is_demo=True).select_related("user", "programme")
    found: dict[str, DemoProgramme] = {}
    for member in sorted(
        members, key=lambda m: (m.programme.name, "coordinator" not in m.roles, m.user.name)
    ):
        programme = found.setdefault(member.programme.name, DemoProgramme(member.programme.name))
        programme.people.append(
            DemoPerson(member.user.email, member.user.name, ", ".join(member.role_titles))
        )
    return list(found.values())
