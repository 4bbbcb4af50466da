"""What can go wrong when a document is made.

DomainError
└── NotMade                 the document couldn't be made; `__cause__` has the typesetter's own words
    └── BadPicture          a picture is none, or of a kind that documents can't hold
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
