"""Photos of flip charts are kept once, freed of what the camera wrote, private, and for as long as their class says."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import Attendance, Gathering, Picture
from imbizo.convening.operations import pictures as operations
from imbizo.convening.states import Consent
from tests.cast import Cast, signed_in
from tests.convening.saying import make_hall

_GPS, _MAKE, _TURNED = 0x8825, 0x010F, 0x0112


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(form: str = "JPEG", size: tuple[int, int] = (60, 40), *, turned: int = 1) -> SimpleUploadedFile:
    """A picture as a phone makes it: with its maker, the place, and how it was held."""
    made, exif, content = Image.new("RGB", size, "white"), Image.Exif(), BytesIO()
    exif[_MAKE], exif[_TURNED] = "Telefoon", turned
    exif[_GPS] = {1: "S", 2: (33.0, 22.0, 12.0)}
    made.save(content, form, exif=exif)
    return SimpleUploadedFile(f"IMG_2041.{form.lower()}", content.getvalue())


def _kept(cast: Cast, gathering: Gathering, file: SimpleUploadedFile, **more: Any) -> Picture:
    return operations.add_picture(gathering=gathering, file=file, by=cast.bo, **more)[0]


def _read(picture: Picture) -> Image.Image:
    with default_storage.open(str(picture.file.name)) as file:
        return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_is_gone(cast: Cast, form: str) -> None:
    kept = _read(_kept(cast, make_hall(cast).gathering, photo(form)))
    assert (kept.format, dict(kept.getexif())) == ("JPEG", {})


def test_a_picture_taken_sideways_stands_upright(cast: Cast) -> None:
    kept = _read(_kept(cast, make_hall(cast).gathering, photo(turned=6)))
    assert kept.size == (40, 60)


def test_a_large_picture_is_made_smaller(cast: Cast) -> None:
    kept = _read(_kept(cast, make_hall(cast).gathering, photo(size=(3000, 1500))))
    assert kept.size == (2400, 1200)


def test_the_same_picture_twice_is_kept_once(cast: Cast) -> None:
    gathering = make_hall(cast).gathering
    assert _kept(cast, gathering, photo()) == _kept(cast, gathering, photo())


def test_its_file_bears_no_name_of_the_phone(cast: Cast) -> None:
    assert "IMG_2041" not in str(_kept(cast, make_hall(cast).gathering, photo()).file.name)


def test_an_iphone_picture_is_told_how_to_be_sent(cast: Cast) -> None:
    heic = SimpleUploadedFile("a.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 32)
    with pytest.raises(BadAnswer, match="Most compatible"):
        _kept(cast, make_hall(cast).gathering, heic)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff"]
)
def test_what_is_no_picture_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(BadAnswer, match="isn't a picture"):
        _kept(cast, make_hall(cast).gathering, SimpleUploadedFile("a.jpg", content))


def test_a_picture_of_too_many_pixels_is_refused_unread(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_PIXELS", 1_000)
    with pytest.raises(BadAnswer, match="too large"):
        _kept(cast, make_hall(cast).gathering, photo())


def _page(cast: Cast, gathering: Gathering) -> str:
    return reverse("convening:pictures", args=[cast.programme.slug, gathering.pk])


def _refuse(cast: Cast, gathering: Gathering) -> None:
    Attendance.objects.create(
        programme=cast.programme, gathering=gathering, code="AAAAA", photo_consent=Consent.REFUSED
    )


def test_whoever_sends_in_a_picture_of_people_is_warned_of_those_who_refused(cast: Cast) -> None:
    gathering, client = make_hall(cast).gathering, signed_in(cast.bo)
    _refuse(cast, gathering)
    given = {"file": photo(), "id": str(new_id()), "about": "", "shows_people": "on"}
    page = client.post(_page(cast, gathering), given, follow=True).content.decode()
    assert "1 person here didn&#x27;t agree to photos" in page.replace("’", "&#x27;")


def test_a_picture_is_served_to_its_own_partner_alone(cast: Cast) -> None:
    gathering = make_hall(cast, sharing="all").gathering
    url = _kept(cast, gathering, photo()).get_absolute_url()
    mine, theirs = signed_in(cast.bo).get(url), signed_in(cast.thandi).get(url)
    assert (mine.status_code, mine["Content-Type"], theirs.status_code) == (200, "image/jpeg", 404)


def test_a_picture_goes_with_its_file_when_its_time_is_over(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    gathering = make_hall(cast, closed_at=datetime(2026, 1, 5, 12, tzinfo=UTC)).gathering
    name = str(_kept(cast, gathering, photo()).file.name)
    with django_capture_on_commit_callbacks(execute=True):
        operations.keep_pictures_to_retention(datetime(2026, 7, 20, 12, tzinfo=UTC))
    assert (Picture.objects.count(), default_storage.exists(name)) == (0, False)


def test_a_picture_stays_while_its_time_lasts(cast: Cast) -> None:
    gathering = make_hall(cast, closed_at=datetime(2026, 3, 12, 12, tzinfo=UTC)).gathering
    _kept(cast, gathering, photo())
    operations.keep_pictures_to_retention(datetime(2026, 7, 20, 12, tzinfo=UTC))
    assert Picture.objects.count() == 1


def test_a_facilitator_deletes_a_picture(cast: Cast) -> None:
    picture = _kept(cast, make_hall(cast).gathering, photo())
    signed_in(cast.amina).post(reverse("convening:picture-drop", args=[cast.programme.slug, picture.pk]))
    assert Picture.objects.count() == 0
