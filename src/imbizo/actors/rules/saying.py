"""Why a row of an import does what it does, and why two actors may be one, in words."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors.rules.reach import reason_words

_WORDS: dict[str, Promise] = {
    "nobody": _("no name, organisation, number or address stands in this row"),
    "long_name": _("the name has more than 300 letters"),
    "header": _("the header once more"),
    "no_name": _("no name stands here; the number or address serves as one"),
    "same_row": _("this row was brought in before"),
    "same_row_above": _("the same as a row further up"),
    "same_organisation_name": _("an organisation of this name"),
    "shared_number": _("the number is also somebody else's"),
    "refuses": _("the notes say: no messages"),
    "same_number": _("same number"),
    "same_email": _("same e-mail address"),
    "same_name": _("same name"),
    "similar_name": _("similar name"),
    "initials": _("the initials fit"),
    "same_organisation": _("same organisation"),
    "similar_organisation": _("similar organisation"),
    "same_place": _("same place"),
    "different_number": _("but another number"),
    "different_email": _("but another e-mail address"),
    "stays_changed": _("stays: changed since"),
    "stays_linked": _("stays: tied to another record"),
    "stays_used": _("stays: something was added to it since"),
}
_FIELDS: dict[str, Promise] = {
    "title": _("title"),
    "position": _("position"),
    "place": _("place"),
    "language": _("language"),
    "contacts": _("numbers and addresses"),
    "organisation": _("organisation"),
    "note": _("note"),
    "tags": _("tags"),
}


def say(reasons: Iterable[str | Sequence[str]]) -> list[str]:
    """Each reason in words. A reason is a code, or a pair of code and detail; doubts about a number name its fault."""
    return [_said(*([reason] if isinstance(reason, str) else reason)) for reason in reasons]


def field_words(name: str) -> str:
    """What a changed field is called."""
    return str(_FIELDS.get(name, name))


def _said(code: str, detail: str = "") -> str:
    return reason_words(detail) if code == "contact" else str(_WORDS.get(code, code))
