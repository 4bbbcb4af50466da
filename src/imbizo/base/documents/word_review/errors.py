"""Why a file that should be a Word document wasn't read.

DomainError
└── NotRead                 the file wasn't read; nothing of it was kept
    ├── Locked              a password is needed to open it
    ├── OtherKind           an older Word file, OpenDocument, RTF, PDF: it can be saved again as .docx
    ├── HasMacros           it carries a program
    ├── TooLarge            it would unpack to far more than a document holds
    └── Broken              it was cut off or changed on the way, or holds what Word never writes
"""

from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import DomainError


class NotRead(DomainError):
    """The file wasn't read."""


class Locked(NotRead):
    """The file opens with a password only."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file is locked with a password. Open it in Word, choose File, Info, Protect Document, "
                "Encrypt with Password, empty the password, save it and upload it again."
            )
        )


class OtherKind(NotRead):
    """A file of another kind, which is named."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            _(
                "This is %(kind)s, not a Word document (.docx). Open it in Word or LibreOffice, choose Save As, "
                "Word Document (.docx), and upload that file."
            )
            % {"kind": kind}
        )


class HasMacros(NotRead):
    """The document carries macros, which could harm whoever opens it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This Word file carries a program (macros), so it wasn't taken. Open it in Word, choose Save As, "
                "Word Document (.docx), and upload that file: it keeps every word without the program."
            )
        )


class TooLarge(NotRead):
    """What the file unpacks to isn't a document that people wrote."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file would unpack to far more than a document holds, so it wasn't opened. "
                "Copy its text into a new Word document and upload that."
            )
        )


class Broken(NotRead):
    """The file can't be understood."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This Word file is damaged. Open it in Word, let Word repair it, save it under a new name, "
                "and upload that file."
            )
        )
