"""The agenda of a design becomes the agenda of a gathering."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import NotNow
from imbizo.convening.models import AgendaItem, Design, Gathering, Question
from imbizo.convening.rules.planning import may_plan
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_SAME = ("position", "kind", "title", "minutes", "method", "materials", "roles")


@transaction.atomic
def copy_agenda(*, design: Design, gathering: Gathering, by: Membership) -> list[AgendaItem]:
    """Copy the sessions and questions of a design behind those that the gathering has.

    What is changed in either later doesn't reach the other. Raises NotAllowed, NotNow (it is over).
    """
    if not may_plan(by, gathering):
        raise NotAllowed(
            _("Only the partner that convenes it can change this, by those who plan gatherings.")
        )
    if gathering.is_over:
        raise NotNow(_("It is over. Open it again first."))
    behind = gathering.items.count()
    items = copy_items(design.items.all(), gathering, behind=behind)
    audit("change", [gathering], by=by, changes={"agenda": [behind, behind + len(items)]})
    return items


def copy_items(
    sources: QuerySet[AgendaItem], holder: Gathering | Design, *, behind: int = 0
) -> list[AgendaItem]:
    """Give a gathering or a design copies of these sessions with their questions, behind the `behind` it has."""
    originals = list(sources.prefetch_related("questions").order_by("position", "id"))
    items = [_item(source, holder, behind) for source in originals]
    AgendaItem.objects.bulk_create(items)
    pairs = zip(originals, items, strict=True)
    Question.objects.bulk_create(
        [_question(each, item) for source, item in pairs for each in source.questions.all()]
    )
    return items


def _item(source: AgendaItem, holder: Gathering | Design, behind: int) -> AgendaItem:
    same = {name: getattr(source, name) for name in _SAME}
    same["position"] = source.position + behind
    of = {"gathering": holder} if isinstance(holder, Gathering) else {"design": holder}
    return AgendaItem(id=new_id(), programme_id=holder.programme_id, **of, **same)


def _question(source: Question, item: AgendaItem) -> Question:
    return Question(
        programme_id=item.programme_id,
        item=item,
        position=source.position,
        text=source.text,
        texts=dict(source.texts),
    )
