"""The files of a package that is written: the same bytes for the same project, wherever and whenever."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from imbizo.calc.refi.scalars import made_guid

FOLDER = "sources"  # 8.1; NVivo for Windows writes "Sources", which is read as well
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows
PACKED = {".jpg", ".jpeg", ".png", ".mp3", ".mp4", ".m4a", ".ogg", ".docx", ".webm"}  # packing gains nothing


class Members:
    """Files named by the GUID of what they belong to, as the standard asks."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def text(self, guid: str, text: str) -> str:
        """Adds a plain text, in UTF-8 without a mark, and gives the path by which a project names it."""
        return self.add(guid, ".txt", text.encode("utf-8", "replace"))

    def add(self, guid: str, extension: str, content: bytes) -> str:
        """Adds a file and gives its path; where the GUID has such a file already, another is made of it."""
        stem = guid
        times = 2
        while (name := f"{stem}{extension}") in self._contents:
            stem = made_guid("file", guid, extension, times)
            times += 1
        self._contents[name] = content
        return f"internal://{name}"

    def package(self, project: bytes) -> bytes:
        """The zip: the project first, then the sources by their names."""
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            _put(archive, "project.qde", project)
            for name, content in sorted(self._contents.items()):
                _put(archive, f"{FOLDER}/{name}", content)
        return buffer.getvalue()


def _put(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, EPOCH)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    packed = any(name.endswith(extension) for extension in PACKED)
    info.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
    archive.writestr(info, content)
