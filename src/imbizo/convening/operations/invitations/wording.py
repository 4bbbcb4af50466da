"""Texts of a gathering's own, by kind and language."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import Gathering, NoticeWording
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.queries.wordings import KINDS, LANGUAGES, usual
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, differences

_TEXTS: Final = ("subject", "text", "letter", "checked_by")


@transaction.atomic
def word(
    *, gathering: Gathering, kind: str, language: str, texts: Mapping[str, str], by: Membership
) -> NoticeWording | None:
    """Write a text of its own; one equal to the system's is none of its own. Raises NotAllowed, BadAnswer."""
    current = held(gathering, by)
    if kind not in KINDS or language not in LANGUAGES:
        raise BadAnswer(_("There is no such text."))
    wanted = {name: str(texts.get(name, "")).strip() for name in _TEXTS}
    if not wanted["text"]:
        raise BadAnswer(_("Write the text."), field="text")
    found = NoticeWording.objects.filter(gathering=current, kind=kind, language=language).first()
    row = found or NoticeWording(programme=current.programme, gathering=current, kind=kind, language=language)
    before = {name: getattr(row, name) for name in _TEXTS} if found else {}
    if found is None and _is_usual(kind, language, wanted):
        return None
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save()
    if changed := differences(before, wanted):
        audit("word", [row], by=by, changes=changed)
    return row


@transaction.atomic
def unword(*, gathering: Gathering, kind: str, language: str, by: Membership) -> None:
    """Go back to the system's text. Raises NotAllowed."""
    current = held(gathering, by)
    rows = list(NoticeWording.objects.filter(gathering=current, kind=kind, language=language))
    if rows:
        audit("unword", rows, by=by, changes={"text": [rows[0].text, ""]})
        NoticeWording.objects.filter(pk=rows[0].pk).delete()


def _is_usual(kind: str, language: str, wanted: Mapping[str, str]) -> bool:
    same = usual(kind, language)
    return (wanted["subject"], wanted["text"]) == (same.subject, same.text) and wanted["letter"] in (
        "",
        same.letter,
    )
