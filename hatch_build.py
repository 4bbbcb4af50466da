"""Puts what isn't committed into the wheel: the front-end files and the compiled translations."""

import importlib.util
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Assets(BuildHookInterface[Any]):
    """Adds `imbizo/_vendor` to the wheel and compiles the translations, which the wheel then takes along.

    Refuses to build without the front-end packages.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Collect the front-end files into a temporary folder and name it to the builder.

        An editable installation ("editable" as `version`) reads them from the data folder instead.
        """
        if self.target_name != "wheel" or version == "editable":
            return
        package = Path(self.root, "src", "imbizo")
        base = package / "base"
        module(base / "translations" / "compiling.py").compile_changed(package / "locale")
        self._folder = tempfile.TemporaryDirectory(prefix="imbizo-wheel-")
        vendor = Path(self._folder.name)
        module(base / "assets.py").collect(
            Path(self.root, "node_modules"), vendor, module(base / "icons.py").ICONS
        )
        build_data["force_include"][str(vendor)] = "imbizo/_vendor"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def module(file: Path) -> ModuleType:
    """The module in the file, imported without its package, which would need Django."""
    spec = importlib.util.spec_from_file_location(f"imbizo_build_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} can't be imported.")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
