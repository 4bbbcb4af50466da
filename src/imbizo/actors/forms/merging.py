"""Choosing, field by field, what stays when two actors become one; and how two look side by side."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.merging import CHOICES, default_choice
from imbizo.base.components import Comparison

LABELS: dict[str, Promise] = {
    "name": _("Name"),
    "title": _("Title"),
    "acronym": _("Acronym"),
    "kind": _("Kind"),
    "place": _("Place"),
    "language": _("Language"),
    "handle_in_person": _("Handle in person"),
    "sharing": _("Shared with"),
}


@dataclass(frozen=True)
class ChoiceLine:
    """One field of two actors, and which side is chosen."""

    name: str
    label: Promise
    left: str
    right: str
    chosen: str

    @property
    def is_conflict(self) -> bool:
        return self.left != self.right


class MergeForm(forms.Form):
    """A radio choice for each field in which the two differ."""

    def __init__(self, data: Any = None, *, survivor: Actor, absorbed: Actor) -> None:
        super().__init__(data)
        self.survivor, self.absorbed = survivor, absorbed
        for name in CHOICES:
            self.fields[name] = forms.ChoiceField(
                choices=[("survivor", ""), ("absorbed", "")], required=False, label=str(LABELS[name])
            )

    @property
    def lines(self) -> list[ChoiceLine]:
        """The fields as the page draws them."""
        return [
            ChoiceLine(
                name,
                LABELS[name],
                shown(name, self.survivor),
                shown(name, self.absorbed),
                self.data.get(name) or default_choice(name, self.survivor, self.absorbed),
            )
            for name in CHOICES
        ]

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, without the fields about which nothing was said."""
        return {name: side for name, side in self.cleaned_data.items() if side}


def shown(name: str, actor: Actor) -> str:
    """One field of an actor in words."""
    if name == "kind":
        return f"{actor.get_kind_display()}, {actor.get_sphere_display()}"
    if name == "place":
        return str(actor.place or actor.place_text or "")
    if name == "sharing":
        return str(actor.get_sharing_display())
    if name == "handle_in_person":
        return str(_("yes") if actor.handle_in_person else _("no"))
    return str(getattr(actor, name))


def comparisons(left: Any, right: Any) -> list[Comparison]:
    """Two actors of `queries.duplicates.pairs_in_full` side by side; lines that say nothing are left out."""
    lines = [
        Comparison(_("Name"), _named(left), _named(right)),
        Comparison(_("Organisation"), _belongs(left), _belongs(right)),
        Comparison(_("Numbers and addresses"), _reached(left), _reached(right)),
        Comparison(_("Place"), shown("place", left), shown("place", right)),
        Comparison(_("Owner"), left.owner.label, right.owner.label),
    ]
    return [line for line in lines if line.left or line.right]


def _named(actor: Any) -> str:
    return f"{actor.title} {actor.name}".strip()


def _belongs(actor: Any) -> str:
    return "; ".join(", ".join(filter(None, [a.position, a.organisation.name])) for a in actor.now_in)


def _reached(actor: Any) -> str:
    return ", ".join(str(contact) for contact in actor.seen_contacts)
