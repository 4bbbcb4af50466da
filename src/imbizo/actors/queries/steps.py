"""How the steps stand that the register is the tool of."""

from django.core.cache import cache
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.models import Actor
from imbizo.actors.queries.lists import DAY, revision
from imbizo.actors.states import Form
from imbizo.base.counts import count_text
from imbizo.programmes.models import Membership
from imbizo.programmes.states import StepStatus


def register_status(member: Membership) -> StepStatus:
    """How many people and organisations the member sees in the register: "412 people, 96 organisations"."""
    url = reverse("actors:register", args=[member.programme.slug])
    people, organisations = _sizes(member)
    if not people and not organisations:
        return StepStatus(_("Nobody is in the register yet"), None, None, url, _("Bring in a register"))
    said = [
        ngettext("%(count)s person", "%(count)s people", people) % {"count": count_text(people)},
        ngettext("%(count)s organisation", "%(count)s organisations", organisations)
        % {"count": count_text(organisations)},
    ]
    return StepStatus(", ".join(said), None, None, url, "")


def _sizes(member: Membership) -> tuple[int, int]:
    """People and organisations that the member sees, kept for the register's revision."""
    key = f"actors:sizes:{member.programme_id.hex}:{member.partner_id.hex}:{revision(member)}"
    known: tuple[int, int] | None = cache.get(key)
    if known is None:
        rows = Actor.objects.visible_to(member).active().order_by()
        found = rows.aggregate(
            people=Count("pk", filter=Q(form=Form.PERSON)),
            organisations=Count("pk", filter=Q(form=Form.ORGANISATION)),
        )
        known = found["people"], found["organisations"]
        cache.set(key, known, DAY)
    return known
