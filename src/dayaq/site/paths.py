"""Where an installation keeps its things: one data directory, and the secrets inside it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from dayaq.site.postgres.errors import DirectoryUnwritable

SECRETS = {
    "secret_key": "DAYAQ_SECRET_KEY",
    "master_key": "DAYAQ_MASTER_KEY",
    "setup_word": "DAYAQ_SETUP_WORD",
}
SETUP_WORD_LENGTH = 16
"""Each secret's file name and the variable that Django's settings read it from."""


def data_dir(*, demonstration: bool = False) -> Path:
    """The data directory: DAYAQ_DATA, or the customary place of the account.

    A demonstration has a directory of its own beside the real one, unless DAYAQ_DATA names one.
    """
    given = os.environ.get("DAYAQ_DATA")
    if given:
        return Path(given).expanduser().absolute()
    name = "dayaq-demo" if demonstration else "dayaq"
    if os.geteuid() == 0:
        return Path("/var/lib") / name
    share = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(share).expanduser() / name


def secret(name: str, directory: Path) -> str:
    """The secret `name` (32 random bytes in hexadecimal digits), made when first asked for.

    :raises DirectoryUnwritable: if it can be neither read nor made
    """
    folder = directory / "secrets"
    path = folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise DirectoryUnwritable(
            f"The secret {path} can be neither read nor made ({error.strerror})."
        ) from error


def export_secrets(directory: Path) -> None:
    """Hand the installation's secrets to the settings, where the environment names none."""
    for name, variable in SECRETS.items():
        if not os.environ.get(variable) and not os.environ.get(f"{variable}_FILE"):
            os.environ[variable] = secret(name, directory)
