"""Files that people bring: a PDF, a photo, a scan. What shows that work was done is freed of what the camera wrote."""

from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.errors import NotReady
from imbizo.convening.operations.pictures import redrawn

MOST_BYTES: Final = 20_000_000
SNIFFED: Final = 8
"""So many bytes at its beginning tell what a file is."""
_STARTS: Final = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}
_TOO_BIG = _("The file is too large: 20 MB is the most. Send a smaller photo, or a web address.")


def cleaned(upload: "UploadedFile[Any]", *, field: str = "file") -> ContentFile[bytes]:
    """The content as it is kept: a PDF as it came, a photo redrawn. Raises DomainError for what isn't taken."""
    if (upload.size or 0) > MOST_BYTES:
        raise NotReady(_TOO_BIG, field=field)
    content = upload.read()
    return ContentFile(content if ending_of(content) == "pdf" else redrawn(content))


def ending_of(content: bytes) -> str:
    """What a name ends with for a file that begins so: a PDF, a JPEG or a PNG; empty for any other."""
    return next((ending for start, ending in _STARTS.items() if content.startswith(start)), "")
