"""The installed package has everything it needs: catalogues, static files, fonts, the command."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).parent / "uv"


def run(*words: str | Path, **extra: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in words], env={**environment, **extra},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources that git knows, in a folder of its own."""
    source = tmp_path_factory.mktemp("a path with spaces ə")
    files = run("git", "-C", ROOT, "ls-files", "-co", "--exclude-standard").splitlines()
    for name in files:
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    run(
        UV, "build", "--wheel", "--no-build-isolation", "--python", sys.executable,
        "--out-dir", source / "out", source,
    )  # fmt: skip
    return next((source / "out").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `dayaq` command of an environment that holds the wheel and what it depends on."""
    home = tmp_path_factory.mktemp("installed ə")
    run(sys.executable, "-m", "venv", "--without-pip", home)
    python = home / "bin" / "python"
    run(UV, "pip", "install", "--offline", "--no-deps", "--python", python, wheel)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    # The dependencies are those of this test run; the checkout itself is not on the path.
    here = sysconfig.get_path("purelib")
    (site / "dependencies.pth").write_text(
        f"import sys; sys.path.append({here!r})\n", encoding="utf-8"
    )
    return home / "bin" / "dayaq"


def test_the_wheel_carries_what_is_built(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "dayaq/locale/az/LC_MESSAGES/django.mo" in names
    assert "dayaq/site/static_root/staticfiles.json" in names
    assert any(
        n.startswith("dayaq/site/static_root/web/site.") and n.endswith(".gz") for n in names
    )
    assert any(n.endswith("NotoSans-Regular.ttf") for n in names)
    assert any(n.endswith("agreement.typ") for n in names)
    assert not any(n.startswith(("tests/", "docs/", "benchmarks/")) for n in names)


def test_the_installed_command_explains_itself(installed: Path) -> None:
    assert "serve" in run(installed, "--help")


def test_the_installed_package_speaks_azerbaijani_and_finds_its_files(installed: Path) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='dayaq.site.settings';"
        "import django; django.setup();"
        "from django.utils import translation;"
        "from django.templatetags.static import static;"
        "import dayaq; translation.activate('az');"
        "print(dayaq.__file__); print(translation.gettext('Today')); print(static('web/site.css'))"
    )
    where, today, css = run(installed.parent / "python", "-W", "ignore", "-c", code).splitlines()

    assert str(installed.parents[1]) in where
    assert today == "Bu gün", "the catalogue is not compiled into the wheel, or not translated"
    assert css.startswith("/static/web/site.")
    assert css != "/static/web/site.css"
