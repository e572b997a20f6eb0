"""The account PostgreSQL runs under: it refuses root, so root keeps a system account for it."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dayaq.site.postgres.errors import DirectoryUnwritable, SystemAccountMissing

NAME = "dayaq"


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as; `switch` is true only where root hands over to another."""

    uid: int
    gid: int
    switch: bool

    @property
    def popen(self) -> dict[str, Any]:
        """The arguments of `subprocess.Popen` that start a program as this account."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to the account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def account() -> Account:
    """The present account, or for root the system account, made if it does not exist.

    :raises SystemAccountMissing: if root cannot make it
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _create()
        entry = pwd.getpwnam(NAME)
    if entry.pw_uid == 0:
        raise SystemAccountMissing(
            f"The account {NAME} has the rights of root, and PostgreSQL refuses to run so: "
            "start Dayaq as an ordinary user."
        )
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def require_way(who: Account, directory: Path) -> None:
    """Refuse a directory that the account cannot reach; parents are never opened up for it.

    :raises DirectoryUnwritable: naming the closed folder
    """
    if not who.switch:
        return
    for folder in (directory, *directory.parents):
        entry = folder.stat()
        groups = {who.gid, *(g.gr_gid for g in grp.getgrall() if NAME in g.gr_mem)}
        mode = entry.st_mode
        if entry.st_uid == who.uid:
            open_ = mode & 0o100
        elif entry.st_gid in groups:
            open_ = mode & 0o010
        else:
            open_ = mode & 0o001
        if not open_:
            raise DirectoryUnwritable(
                f"PostgreSQL does not run as root but as the system account {NAME}, which may "
                f"not enter {folder}: choose a data directory elsewhere with DAYAQ_DATA, "
                "or start Dayaq as an ordinary user."
            )


def _create() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    adduser = shutil.which("adduser", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        command = [useradd, "--system", "--user-group", "--no-create-home"]
        command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", NAME]
    elif adduser:  # busybox
        command = [adduser, "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", NAME]
    else:
        command = ["false"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        pwd.getpwnam(NAME)
    except KeyError as error:
        raise SystemAccountMissing(
            f"PostgreSQL refuses to run as root, and the system account {NAME} could not be "
            f"made ({done.stderr.strip() or 'no useradd'}): make it, "
            "or start Dayaq as an ordinary user."
        ) from error
