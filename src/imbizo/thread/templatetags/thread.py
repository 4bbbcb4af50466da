"""Tags for a record's page: its thread in both directions, and its history."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from imbizo.base.components import Bead
from imbizo.programmes.states import Permission
from imbizo.thread import registry
from imbizo.thread.queries.beads import beads_of, here_bead
from imbizo.thread.queries.telling import story
from imbizo.thread.queries.walk import Strand

register = template.Library()
NEAREST = 6


@register.inclusion_tag("thread/panel.html", takes_context=True)
def thread_panel(context: Context, record: Any) -> dict[str, Any]:
    """Where the record came from and what became of it: in a sentence each, then the nearest NEAREST either way."""
    member = context["member"]
    told = story(record, member)
    before, after = told.before.strands, told.after.strands
    beads: list[Bead] = [*reversed(beads_of(before[:NEAREST])), here_bead(record), *beads_of(after[:NEAREST])]
    return {
        "beads": [] if told.is_alone else beads,
        "sentences": told.sentences,
        "url": _address("desk:thread", member, record),
        "more": _further(before) + _further(after),
    }


def _further(strands: Sequence[Strand]) -> int:
    """How many records lie beyond the nearest, those of which only the number is known too."""
    return sum(strand.more or 1 for strand in strands[NEAREST:])


@register.inclusion_tag("thread/history.html", takes_context=True)
def history(context: Context, record: Any) -> dict[str, Any]:
    """A fold with what was done to the record, for those who may know what was done by whom.

    It is fetched when opened, and is a link without JavaScript.
    """
    member = context["member"]
    return {"url": _address("desk:history", member, record) if member.may(Permission.ACTIVITY_VIEW) else ""}


def _address(name: str, member: Any, record: Any) -> str:
    return reverse(name, args=[member.programme.slug, registry.kind_of(record).kind, record.pk])
