"""A start that goes wrong is told in one sentence, which says how to mend it."""

import errno

DISK_FULL = "The disk is full: free some space and run this again; finished steps are not repeated."
# As the system, its quotas and SQLite say it.
DISK_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "database or disk is full")


class StartFailure(Exception):
    """Nothing can be done until the reader has mended what the sentence says.

    The argument is that sentence; `code` is the exit code.
    """

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def sentence_of(error: OSError) -> str | None:
    """What to say of an error of the operating system; None when it isn't one that we foresee."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DISK_FULL
    if isinstance(error, PermissionError):
        return f"This folder can't be written to ({error.filename}): run this as the user who owns it."
    return None


def sentence_of_output(output: str) -> str | None:
    """What to say of a program that failed, from what it printed; None when it isn't foreseen."""
    if any(words in output for words in DISK_FULL_WORDS):
        return DISK_FULL
    return None
