"""Holding a document or a section for a verb: its row as it is now, and only where the member may change it.

Whoever changes words, comments, decisions or the order of a document holds the document's row before any other. So two
never wait for each other (one with a section, one with a comment on it), nothing is said between the last look at a
document and its being made final, and a comment finds the very words that it is then carried along with.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.drafting.errors import NotNow
from imbizo.drafting.models import Document, Section
from imbizo.drafting.rules.writing import CLOSED, Owned, may_write
from imbizo.drafting.states import DocumentState
from imbizo.programmes.models import Membership

_NOT_YOURS = _("Only the partner whose document it is can change it, by those who write drafts.")
_GONE = _("This section was taken away meanwhile. What you wrote is still on your page: copy it elsewhere.")
_FINAL = _("This document is final, so its words stay as they are.")
_WITHDRAWN = _("This document was withdrawn. Take it up again first.")


def hold(document_id: UUID) -> Document:
    """The document as it is now, its row held until the transaction ends."""
    # Rows that point at the document may be written meanwhile: they don't change its key.
    rows = Document.objects.select_for_update(of=("self",), no_key=True)
    found: Document = rows.select_related("programme", "owner__programme").get(pk=document_id)
    return found


def held_document(document: Document, by: Membership) -> Document:
    """The document, its row held. Raises NotAllowed, NotNow (it is final or withdrawn)."""
    current = hold(document.pk)
    _check(current, by)
    return current


def held_section(section: Section, by: Membership) -> Section:
    """The section, its row and its document's held.

    Raises NotAllowed, NotNow (the document is closed, the section is gone).
    """
    document = hold(section.document_id)
    _check(document, by)
    rows = Section.objects.select_for_update(of=("self",)).select_related("programme")
    current: Section = rows.get(pk=section.pk)
    current.document = document
    if current.is_gone:
        raise NotNow(_GONE)
    return current


def owned(record: Owned, by: Membership) -> None:
    """Raise NotAllowed where the member doesn't write for the partner that owns the document or component."""
    if not may_write(by, record):
        raise NotAllowed(_NOT_YOURS)


def _check(document: Document, by: Membership) -> None:
    owned(document, by)
    if document.state in CLOSED:
        raise NotNow(_FINAL if document.state == DocumentState.FINAL else _WITHDRAWN)
