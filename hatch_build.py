"""Builds catalogues and static files into the wheel."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface[Any]):
    """Runs the project's own build step before the files are packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root) / "src" / "dayaq"
        spec = importlib.util.spec_from_file_location("build", package / "site" / "build.py")
        assert spec is not None  # noqa: S101
        assert spec.loader is not None  # noqa: S101
        build = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(build)
        build.compile_catalogues(package)
        build.collect_static(package)
        build_data["artifacts"] += ["src/dayaq/locale/**/*.mo", "src/dayaq/site/static_root/**"]
