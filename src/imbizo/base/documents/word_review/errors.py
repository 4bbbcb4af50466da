"""Why a file that should be a Word document wasn't read.

Each is below the error that all readers of files share, in imbizo.base.documents.errors, with words about Word.

NotRead
├── HasMacros               it carries a program
├── UnknownKind
│   └── OtherKind           an older Word file, OpenDocument, RTF, PDF: it can be saved again as .docx
├── LockedFile
│   └── Locked              a password is needed to open it
├── OversizedFile
│   └── TooLarge            it would unpack to far more than a document holds
└── BrokenFile
    └── Broken              it was cut off or changed on the way, or holds what Word never writes
"""

from django.utils.translation import gettext_lazy as _

from imbizo.base.documents.errors import BrokenFile, LockedFile, NotRead, OversizedFile, UnknownKind


class Locked(LockedFile):
    """The file opens with a password only."""

    def __init__(self) -> None:
        NotRead.__init__(
            self,
            _(
                "This file is locked with a password. Open it in Word, choose File, Info, Protect Document, "
                "Encrypt with Password, empty the password, save it and upload it again."
            ),
        )


class OtherKind(UnknownKind):
    """A file of another kind, which is named."""

    def __init__(self, kind: str) -> None:
        NotRead.__init__(
            self,
            _(
                "This is %(kind)s, not a Word document (.docx). Open it in Word or LibreOffice, choose Save As, "
                "Word Document (.docx), and upload that file."
            )
            % {"kind": kind},
        )


class HasMacros(NotRead):
    """The document carries macros, which could harm whoever opens it."""

    def __init__(self) -> None:
        NotRead.__init__(
            self,
            _(
                "This Word file carries a program (macros), so it wasn't taken. Open it in Word, choose Save As, "
                "Word Document (.docx), and upload that file: it keeps every word without the program."
            ),
        )


class TooLarge(OversizedFile):
    """What the file unpacks to isn't a document that people wrote."""

    def __init__(self) -> None:
        NotRead.__init__(
            self,
            _(
                "This file would unpack to far more than a document holds, so it wasn't opened. "
                "Copy its text into a new Word document and upload that."
            ),
        )


class Broken(BrokenFile):
    """The file can't be understood."""

    def __init__(self) -> None:
        NotRead.__init__(
            self,
            _(
                "This Word file is damaged. Open it in Word, let Word repair it, save it under a new name, "
                "and upload that file."
            ),
        )
