"""What can go wrong when a document is made or read.

DomainError
├── NotMade                 the document couldn't be made; `__cause__` has the typesetter's own words
│   └── BadPicture          a picture is none, or of a kind that documents can't hold
└── NotRead                 no text can be taken from a file; the text says why and how to mend it
    ├── UnknownKind         it is none of the kinds that are read
    ├── EmptyFile           there's nothing in it
    ├── LockedFile          it has a password
    ├── BrokenFile          it is damaged or cut short
    ├── OversizedFile       it has more bytes, pages or letters than are read, or would unpack to far too many
    └── ReadingStopped      it took too much time or memory
"""

from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import DomainError


class NotMade(DomainError):
    """The document couldn't be made."""

    def __init__(self) -> None:
        super().__init__(
            _("The document could not be made. Nothing was lost; please tell those who keep this site.")
        )


class BadPicture(NotMade):
    """A picture that documents can't hold."""

    def __init__(self, name: str) -> None:
        DomainError.__init__(
            self,
            _("The picture “%(name)s” can't be read. Please use a PNG, JPEG or SVG file.") % {"name": name},
        )


class NotRead(DomainError):
    """No text can be taken from the file."""


class UnknownKind(NotRead):
    """The file is of a kind that isn't read, whatever its name says."""


class EmptyFile(NotRead):
    """The file holds nothing."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing in this file. Check that it is the right one, and saved."))


class LockedFile(NotRead):
    """The file opens with a password only."""

    def __init__(self) -> None:
        super().__init__(
            _("This file has a password. Open it, save it again without one, and bring that copy.")
        )


class BrokenFile(NotRead):
    """The file is damaged or cut short."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This file is damaged or was cut short on its way. Open it where you have it, "
                "save it under another name, and bring that."
            )
        )


class OversizedFile(NotRead):
    """The file is larger than what is read."""


class ReadingStopped(NotRead):
    """Page `page`, from 1, took more time or memory than a document needs, or made the reader fall over."""

    def __init__(self, page: int) -> None:
        super().__init__(
            _(
                "Page %(page)d of this file can’t be read: it asks for too much time or memory. "
                "Print the file to a new PDF, or leave that page out, and bring it again."
            )
            % {"page": page}
        )
        self.page = page
