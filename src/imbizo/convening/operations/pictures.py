"""Photos of flip charts: read, freed of what the camera wrote into them, kept privately, dropped in time."""

import hashlib
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import Gathering, Input, Picture, Table
from imbizo.convening.queries import pictures as queries
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.operations import audit

MOST_BYTES: Final = 15_000_000
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 2_400  # pixels kept: handwriting on a chart is still read
_QUALITY: Final = 85
_KINDS: Final = ("JPEG", "PNG", "WEBP")
# ISO 23008-12: the brands by which iPhones mark their photos.
_HEIC: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim")

_TOO_BIG = _("The picture is too large: %(most)s MB is the most. Take it anew with a smaller setting.")
_HEIC_TEXT = _(
    "This is an iPhone picture (HEIC), which can't be read here. In Settings, Camera, Formats choose "
    "“Most compatible” and take it again, or send a screenshot of it."
)
_UNREADABLE = _("This isn't a picture that can be read. Send a JPEG, PNG or WebP picture.")


def add_picture(
    *,
    gathering: Gathering,
    file: "UploadedFile[Any]",
    by: Membership,
    item_id: UUID | None = None,
    table: Table | None = None,
    said: Input | None = None,
    caption: str = "",
    shows_people: bool = False,
    id: UUID | None = None,
) -> tuple[Picture, bool]:
    """Keep a photo, and say whether it is new: the same file twice is kept once.

    What is kept is drawn anew: no place, no name of the camera, no time of it, no earlier version hidden in it.
    Raises BadAnswer.
    """
    content = _read(file)
    digest = hashlib.sha256(content).hexdigest()
    first = queries.taken_before(gathering, digest)
    if first is not None:
        return first, False
    picture = Picture(
        id=id or new_id(),
        programme=gathering.programme,
        gathering=gathering,
        item_id=item_id,
        table=table,
        input=said,
        digest=digest,
        caption=caption,
        shows_people=shows_people,
        by=by,
    )
    return _store_picture(picture, redrawn(content), by)


@transaction.atomic
def drop_picture(*, picture: Picture, by: Membership | None) -> None:
    """Delete a picture with its file. That there was one stays in the trail."""
    audit("drop_file", [picture], by=by)
    name = str(picture.file.name)
    picture.delete()
    transaction.on_commit(partial(default_storage.delete, name))


def keep_pictures_to_retention(now: datetime) -> int:
    """For the clock: drop those whose time is over, on each programme's own day; how many."""
    dropped = 0
    for programme in Programme.objects.filter(anonymised_at=None):
        dropped += _drop_outlived(programme, now.astimezone(programme.zone).date())
    return dropped


def redrawn(content: bytes) -> bytes:
    """The picture alone, upright, as JPEG, at most 2,400 pixels long. Raises BadAnswer where it can't be read."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise BadAnswer(_HEIC_TEXT, field="file")
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadAnswer(_TOO_BIG % {"most": MOST_BYTES // 1_000_000}, field="file")
            # Phones write how they were held beside the picture; that goes, so it is turned first.
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadAnswer(_UNREADABLE, field="file") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    kept = BytesIO()
    bare.save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return kept.getvalue()


def _read(file: "UploadedFile[Any]") -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise BadAnswer(_TOO_BIG % {"most": MOST_BYTES // 1_000_000}, field="file")
    return bytes(file.read())


def _store_picture(picture: Picture, content: bytes, by: Membership) -> tuple[Picture, bool]:
    picture.taken_at = timezone.now()
    picture.file.save("", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
            audit("add", [picture], by=by)
    except IntegrityError:
        # Somebody else uploaded the same file in the same moment.
        default_storage.delete(str(picture.file.name))
        first = queries.taken_before(picture.gathering, picture.digest)
        if first is None:
            raise
        return first, False
    return picture, True


def _drop_outlived(programme: Programme, today: date) -> int:
    gone = list(queries.outlived(programme, today)[:500])
    for picture in gone:
        drop_picture(picture=picture, by=None)
    return len(gone)
