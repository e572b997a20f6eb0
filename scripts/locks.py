"""The locked requirements: `write` resolves them anew, `check` says whether they still fit."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
COMMON = [
    "--quiet", "--generate-hashes", "--universal", "--python-version", "3.11",
    "--no-header", "--no-annotate", "--no-emit-find-links", "--no-emit-index-url",
]  # fmt: skip
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-dev.lock": ["pyproject.toml", "--group", "dev"],
    "requirements-boot.lock": ["requirements-boot.in"],
}


def write() -> None:
    """Resolve every lock from pyproject.toml."""
    for lock, sources in LOCKS.items():
        subprocess.run([UV, "pip", "compile", *COMMON, *sources, "-o", lock], check=True, cwd=ROOT)


def check() -> int:
    """Every direct dependency is locked, and both locks name the same versions."""
    wanted = _names((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = (_pins(ROOT / lock) for lock in list(LOCKS)[:2])
    missing = sorted(name for name in wanted if name not in dev)
    differing = sorted(name for name, version in runtime.items() if dev.get(name) != version)
    for name in missing:
        sys.stderr.write(f"{name} is in pyproject.toml but not locked: run make lock\n")
    for name in differing:
        sys.stderr.write(f"{name} differs between the two locks: run make lock\n")
    return 1 if missing or differing else 0


def _names(text: str) -> set[str]:
    block = text.partition("dependencies = [")[2].partition("[build-system]")[0]
    found = re.findall(r'^\s+"([A-Za-z0-9_.-]+)', block, re.MULTILINE)
    return {name.lower().replace("_", "-") for name in found}


def _pins(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", text, re.MULTILINE)
    return {name.lower(): version for name, version in found}


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == ["check"] else write())
