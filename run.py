#!/usr/bin/env python3
"""Start, test and check Imbizo with nothing but Python: `python3 run.py [COMMAND]`.

    python3 run.py                  start everything and print the address and the demo sign-ins
    python3 run.py test [ARGS]      run the tests (pytest's arguments; DATABASE_URL or
                                    IMBIZO_TEST_DATABASE=postgres chooses the database)
    python3 run.py check            style, types, map of imports, templates, migrations, deployment
    python3 run.py bench [NAME]     measure; without a name, list what can be measured
    python3 run.py screenshots      make the pictures of the documentation again
    python3 run.py lock             work out the locks in requirements/ again
    python3 run.py wheel            build the wheel, with its static files
    python3 run.py ANYTHING ELSE    one of Django's commands, such as `migrate` or `shell`

Besides Imbizo's own settings (docs/operator/settings.md), a start reads IMBIZO_PORT (8000), IMBIZO_HOST
(127.0.0.1; another only without demo sign-ins), IMBIZO_WEB_WORKERS (1) and IMBIZO_WEB_THREADS (4).

This file keeps to syntax that Python 3.6 reads, so that an old Python gets a sentence rather
than a traceback; everything else is in `tools/`, which needs only the standard library too.
"""

import os
import sys

OLDEST = (3, 11)


def main(arguments):
    """Carry out one command line; return the exit code."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(
            "Imbizo needs Python 3.11 or newer and this is Python {}: "
            "start it with a newer one, such as `python3.11 run.py`.".format(found),
            file=sys.stderr,
        )
        return 1
    if os.name != "posix":
        print("Imbizo starts on Linux and macOS; on Windows, run it inside WSL.", file=sys.stderr)
        return 1
    from tools.commands import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
