"""What is made between installing the packages and serving: front-end files, translations, the database."""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.failures import StartFailure, sentence_of_output
from tools.places import NODE_MODULES, PACKAGE, PYTHON, REQUIREMENTS, ROOT, STAMPS
from tools.stamps import Step

Settings = dict[str, str]


def prepare_files(settings: Settings) -> None:
    """Vendor files, translations and static files, each only when what it is made from has changed."""
    for step in (_assets(settings), *_translations(settings), _static_files(settings)):
        step.ensure()


def prepare_assets(settings: Settings) -> None:
    """Vendor files and translations alone, which is what the tests need."""
    for step in (_assets(settings), *_translations(settings)):
        step.ensure()


def prepare_database(settings: Settings) -> None:
    """Migrate, after a copy of the SQLite file; load the demo into a database that was empty."""
    data = Path(settings["IMBIZO_DATA"])
    data.mkdir(parents=True, exist_ok=True)
    # A file, so that a first start that is broken off still gets its demo at the next one.
    demo_wanted = data / "demo-wanted"
    if not settings.get("DATABASE_URL") and not (data / "imbizo.sqlite3").exists():
        demo_wanted.touch()
    print("Bringing the database up to date ...", flush=True)
    if command_output(settings, "upgrade").splitlines()[-1] == "database: empty":
        demo_wanted.touch()
    if demo_wanted.exists() and settings["IMBIZO_DEMO"] == "true":
        print("Loading the demo programmes ...", flush=True)
        command(settings, "demo")
    demo_wanted.unlink(missing_ok=True)


def has_command(name: str) -> bool:
    """Whether one of our apps brings the management command."""
    return any(PACKAGE.glob(f"*/management/commands/{name}.py"))


def command(settings: Settings, *arguments: str) -> None:
    """Run a management command, its output shown. Raises StartFailure when it fails."""
    print(command_output(settings, *arguments), end="", flush=True)


def command_output(settings: Settings, *arguments: str) -> str:
    """What a management command printed. Raises StartFailure with its own last sentence when it fails."""
    done = subprocess.run(
        [PYTHON, "-m", "imbizo", *arguments],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        sys.stderr.write(done.stderr)
        return done.stdout
    raise StartFailure(_sentence(arguments[0], done.stderr or done.stdout))


def _sentence(name: str, output: str) -> str:
    if foreseen := sentence_of_output(output):
        return foreseen
    if "Traceback" in output:
        print(output, file=sys.stderr)
        return f"`python -m imbizo {name}` failed; the lines above say where."
    return output.strip().removeprefix("CommandError: ")


def _assets(settings: Settings) -> Step:
    base = PACKAGE / "base"
    folder = Path(settings["IMBIZO_ASSETS"])
    return Step(
        name="Copying the front-end files",
        record=folder / ".made-from",
        inputs=(base / "assets.py", base / "icons.py", ROOT / "package-lock.json"),
        results=(folder / "icons.svg",),
        carry_out=lambda: command(settings, "assets", "--packages", str(NODE_MODULES)),
    )


def _translations(settings: Settings) -> list[Step]:
    if not has_command("translations"):
        return []
    sources = tuple(sorted(PACKAGE.rglob("*.po")))
    return [
        Step(
            name="Compiling the translations",
            record=STAMPS / "translations",
            inputs=sources,
            results=tuple(source.with_suffix(".mo") for source in sources),
            carry_out=lambda: command(settings, "translations"),
        )
    ]


def _static_files(settings: Settings) -> Step:
    folder = Path(settings["IMBIZO_DATA"]) / "static"
    return Step(
        name="Collecting the static files",
        record=folder / ".made-from",
        inputs=(
            *sorted(PACKAGE.glob("*/static")),
            Path(settings["IMBIZO_ASSETS"]),
            REQUIREMENTS / "runtime.txt",
            PACKAGE / "config" / "settings.py",
        ),
        results=(folder / "staticfiles.json",),
        carry_out=lambda: _collect(settings, folder),
    )


def _collect(settings: Settings, folder: Path) -> None:
    # From nothing, since the storage keeps the hashed names of every version that it ever made.
    shutil.rmtree(folder, ignore_errors=True)
    command(settings, "collectstatic", "--no-input", "--verbosity=0")
