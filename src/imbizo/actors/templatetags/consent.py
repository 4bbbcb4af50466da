"""The panel of an actor's page that says on what basis the actor is held and written to."""

from django import template

from imbizo.actors.models import Actor
from imbizo.actors.queries.consent import Panel, panel
from imbizo.programmes.models import Membership

register = template.Library()


@register.simple_tag
def basis_panel(actor: Actor, member: Membership) -> Panel:
    """What `actors/parts/basis.html` draws."""
    return panel(actor, member)
