"""`run.py wheel`: one file that holds Imbizo with its static files and translations."""

from tools.installation import install_development
from tools.places import PYTHON, data_folder, environment, vendor_folder
from tools.preparation import prepare_assets
from tools.processes import run_shown


def make_wheel(arguments: list[str]) -> int:
    """Build the wheel into `dist/`; the arguments go to `python -m build`. Returns the exit code."""
    install_development()
    prepare_assets(environment(IMBIZO_DATA=str(data_folder()), IMBIZO_ASSETS=str(vendor_folder())))
    # Without isolation: what builds the wheel comes from our own lock, hashes checked.
    return run_shown([PYTHON, "-m", "build", "--wheel", "--no-isolation", *arguments], {})
