"""What can go wrong when a PDF is signed.

DomainError
├── NotSigned                   nothing was signed
│   ├── UnreadablePdf           the file is no PDF, or a damaged one
│   ├── NoSuchField             the document has no box for that signatory
│   ├── AlreadySigned           the box is filled
│   └── NotOurFile              what came back isn't the file that was given out with one signature more
│       ├── NothingSigned       it is the very file, or a field without a signature
│       ├── AnotherField        it is signed, but in the box of somebody else, or in one of its own
│       └── AddedMore           it is signed, and something else was changed or added
└── Conflict
    └── AnotherSignedMeanwhile  it was signed on a version to which a signature has been added since

Exception
└── NoTimestamp                 the authority of timestamps gave none; for the program, not for people
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import Conflict, DomainError

_UNREADABLE = _("This file can't be read as a PDF. Please upload the PDF that you signed.")
_NO_FIELD = _("This document has no box for that signatory.")
_FILLED = _("This box has been signed already. A signature can't be replaced.")
_NOT_OURS = _(
    "This is not the file that was given out. Please download it here, sign that very file in the box with your name, "
    "and save it without printing, merging or optimising it."
)
_NOTHING = _("This file carries no new signature. Please sign it first, then upload it.")
_ANOTHER_FIELD = _("The signature is not in your box. Please sign in the box with your name, and only there.")
_MORE = _(
    "Besides the signature, something else was added to this file or changed in it. Please download it again, and add "
    "nothing but your signature."
)
_MEANWHILE = _(
    "Another signatory has signed since you opened the document. Please open it again and sign the newest version: "
    "nothing else in it has changed."
)


class NotSigned(DomainError):
    """Nothing was signed; the sentence says why."""

    reason: Promise

    def __init__(self) -> None:
        super().__init__(self.reason)


class UnreadablePdf(NotSigned):
    reason = _UNREADABLE


class NoSuchField(NotSigned):
    reason = _NO_FIELD


class AlreadySigned(NotSigned):
    reason = _FILLED


class NotOurFile(NotSigned):
    reason = _NOT_OURS


class NothingSigned(NotOurFile):
    reason = _NOTHING


class AnotherField(NotOurFile):
    reason = _ANOTHER_FIELD


class AddedMore(NotOurFile):
    reason = _MORE


class AnotherSignedMeanwhile(Conflict):
    """Two people signed the same version at once; the second signs again, on what the first left."""

    def __init__(self) -> None:
        super().__init__(_MEANWHILE)


class NoTimestamp(Exception):
    """The authority didn't answer, refused, or sent what isn't a timestamp. The text is the kind of failure."""
