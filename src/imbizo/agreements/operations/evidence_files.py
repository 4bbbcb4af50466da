"""The file that shows what was done: a PDF, or a photo freed of what the camera wrote into it."""

from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.errors import NotReady
from imbizo.convening.operations.pictures import redrawn

MOST_BYTES: Final = 20_000_000
_PDF: Final = b"%PDF-"
_TOO_BIG = _("The file is too large: 20 MB is the most. Send a smaller photo, or a web address.")


def cleaned(upload: "UploadedFile[Any]", *, field: str = "file") -> ContentFile[bytes]:
    """The content as it is kept: a PDF as it came, a photo redrawn. Raises DomainError for what isn't taken."""
    if (upload.size or 0) > MOST_BYTES:
        raise NotReady(_TOO_BIG, field=field)
    content = upload.read()
    return ContentFile(content if content.startswith(_PDF) else redrawn(content))


def kind_of(start: bytes) -> str:
    """The media type of a kept file, by its first bytes."""
    return "application/pdf" if start.startswith(_PDF) else "image/jpeg"
