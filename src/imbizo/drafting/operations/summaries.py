"""What a published version says in plain words, by language; checked by somebody who speaks it, or said not to be."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import PlainSummary, Publication
from imbizo.drafting.rules.writing import may_write
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

_NOT_YOURS = _("Only those who write their partner's drafts can do this.")
_NOTHING = _("Write the summary.")


@transaction.atomic
def write_summary(*, publication: Publication, language: str, text: str, by: Membership) -> PlainSummary:
    """Write the summary in a language, or change it: what was checked then has to be checked again.

    Raises NotAllowed, NotReady (nothing written).
    """
    if not may_write(by, publication.document):
        raise NotAllowed(_NOT_YOURS)
    if not text.strip():
        raise NotReady(_NOTHING)
    found = PlainSummary.objects.filter(publication=publication, language=language).first()
    if found is None:
        fields = {"publication": publication, "language": language, "text": text.strip()}
        made = PlainSummary.objects.create(programme=publication.programme, **fields)
        audit("create", [made], by=by, changes={"language": [None, language]})
        return made
    if found.text != text.strip():
        write(found, {"text": text.strip(), "checked_by": None, "checked_at": None}, by=by)
    return found


@transaction.atomic
def check_summary(*, summary: PlainSummary, by: Membership) -> PlainSummary:
    """A member who speaks the language says that it is right. Raises NotAllowed."""
    if not may_write(by, summary.publication.document):
        raise NotAllowed(_NOT_YOURS)
    write(summary, {"checked_by": by, "checked_at": timezone.now()}, by=by, verb="approve")
    return summary


@transaction.atomic
def uncheck_summary(*, summary: PlainSummary, by: Membership) -> PlainSummary:
    """Take back that it was checked. Raises NotAllowed."""
    if not may_write(by, summary.publication.document):
        raise NotAllowed(_NOT_YOURS)
    write(summary, {"checked_by": None, "checked_at": None}, by=by)
    return summary
