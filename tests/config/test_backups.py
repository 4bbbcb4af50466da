"""A backup holds database, files and keys, and a restore puts all three back."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from imbizo.config.management.commands.rotate_keys import rotate

ROOT = Path(__file__).parents[2]


class Site:
    """An installation of its own in a folder, driven by its commands as an operator drives it."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "IMBIZO_DATA": str(self.data),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "imbizo.config.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        return subprocess.run(
            [sys.executable, "-m", "imbizo", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def names(self) -> str:
        code = "from imbizo.accounts.models import User; print(*User.objects.values_list('name', flat=True))"
        return self.run("shell", "-v", "0", "-c", code).stdout.strip()


@pytest.fixture
def site(made_site: Site, tmp_path: Path) -> Site:
    """A site of one's own, copied from one that was made once."""
    shutil.copytree(made_site.data, tmp_path / "site")
    return Site(tmp_path / "site")


@pytest.fixture(scope="module")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("made") / "site")
    made.run("migrate", "-v", "0")
    made.run(
        "shell",
        "-c",
        "from imbizo.accounts.models import User; User.objects.create_user('a@example.org', name='Amina')",
    )
    (made.data / "files").mkdir(exist_ok=True)
    (made.data / "files/register.txt").write_text("kept")
    return made


@pytest.mark.slow
@pytest.mark.own_database
def test_a_backup_restored_elsewhere_brings_back_people_files_and_keys(site: Site, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "backup.tar"))
    other = Site(tmp_path / "other")
    done = other.run("restore", str(tmp_path / "backup.tar"))
    assert done.returncode == 0, done.stderr
    assert other.names() == "Amina"
    assert (other.data / "files/register.txt").read_text() == "kept"
    assert (other.data / "keys/hash").read_text() == (site.data / "keys/hash").read_text()


@pytest.mark.slow
@pytest.mark.own_database
def test_a_restore_over_living_data_has_to_be_asked_for(site: Site, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "backup.tar"))
    done = site.run("restore", str(tmp_path / "backup.tar"))
    assert (done.returncode, "--replace" in done.stderr) == (1, True)


@pytest.mark.slow
@pytest.mark.own_database
def test_a_damaged_backup_replaces_nothing(site: Site, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "backup.tar"))
    content = (tmp_path / "backup.tar").read_bytes()
    (tmp_path / "backup.tar").write_bytes(content[: len(content) // 2])
    done = site.run("restore", "--replace", str(tmp_path / "backup.tar"))
    assert (done.returncode, site.names()) == (1, "Amina")


@pytest.mark.slow
@pytest.mark.own_database
def test_a_backup_is_readable_by_its_owner_alone(site: Site, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "backup.tar"))
    assert (tmp_path / "backup.tar").stat().st_mode & 0o777 == 0o600
    with tarfile.open(tmp_path / "backup.tar") as archive:
        assert {"manifest.json", "database", "keys/secret", "keys/hash"} <= set(archive.getnames())


def test_a_new_key_stands_in_front_and_the_old_ones_stay(tmp_path: Path) -> None:
    (tmp_path / "hash").write_text("old\n")
    rotate(tmp_path / "hash", keep=None)
    new, old = (tmp_path / "hash").read_text().split()
    assert (old, new != "old") == ("old", True)
