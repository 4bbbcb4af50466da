"""QR codes, as drawings that can be scanned from a screen, a card or paper."""

from base64 import b64encode
from io import BytesIO

from imbizo.base.documents.look import INK

# Four modules of white on each side, as ISO/IEC 18004 asks.
QUIET_ZONE = 4


def svg(text: str) -> bytes:
    """The text as a QR code in SVG, 15 % of it readable again if it's damaged.

    No style attribute and no class, so that it can also stand in a page. For a PDF, pass it to `pdf.render` as one of
    its images. Raises ValueError for an empty text or more than 2,000 bytes.
    """
    if not 0 < len(text.encode()) <= 2_000:
        raise ValueError("A QR code holds 1 to 2,000 bytes.")
    import segno

    code = segno.make(text, error="m", micro=False)
    drawing = BytesIO()
    code.save(
        drawing,
        kind="svg",
        border=QUIET_ZONE,
        dark=INK,
        light="#ffffff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return drawing.getvalue()


def data_uri(text: str) -> str:
    """The same for `<img src="...">`, which our Content-Security-Policy allows; the caller gives it an alt."""
    return "data:image/svg+xml;base64," + b64encode(svg(text)).decode()
