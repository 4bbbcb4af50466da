"""Running one other program."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.places import ROOT, environment


def replace_by(command: Sequence[str | Path], changes: dict[str, str]) -> int:
    """Become the command, in this environment with the `changes`: signals and its exit code are its own."""
    os.chdir(ROOT)
    words = [str(word) for word in command]
    os.execve(words[0], words, environment(**changes))  # noqa: S606 (our own command, and no shell is wanted)


def run_shown(command: Sequence[str | Path], changes: dict[str, str]) -> int:
    """Run the command with its output shown; return its exit code. Ctrl-C reaches it too; we wait for its end."""
    with subprocess.Popen([str(word) for word in command], cwd=ROOT, env=environment(**changes)) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue
