"""A PDF as an answer: opened in the browser, under a name that can be saved."""

from django.http import HttpResponse
from django.utils.text import slugify


def shown_pdf(content: bytes, name: str) -> HttpResponse:
    """The PDF, shown in the browser; saved as "workshop-in-ceres-run-sheet.pdf"."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(name) or "document"}.pdf"'
    # Names are on some of them: no copy stays with a proxy or in the browser's cache.
    response["Cache-Control"] = "no-store"
    return response
