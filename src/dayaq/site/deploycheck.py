"""`dayaq check`: what is wrong with this installation, one sentence each.

With --deploy it judges as for real use by several people: Django's own deployment checks at
the level of a warning, and what Django does not look at.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dayaq.site import database, paths
from dayaq.site.postgres.errors import Unusable
from dayaq.site.serve import is_loopback, require_safe_address

PROCESS_CACHES = ("locmem", "dummy")
DEFAULT_KEYS = {"only-for-tests-and-checks-never-to-serve", "00" * 32}

LOOKED_AT = (
    "DEBUG",
    "ALLOWED_HOSTS",
    "CACHES",
    "SECRET_KEY",
    "DAYAQ_MASTER_KEY",
    "DAYAQ_SECURE",
    "PASSWORD_HASHERS",
)


def look(data_dir: Path, *, host: str, deploy: bool) -> list[str]:
    """Start or join the database, look, and return what is wrong.

    :raises Unusable: if it cannot even be looked at
    """
    with database.running(data_dir) as running:
        findings: list[str] = []
        found = running.state()
        steps: list[Callable[[], None]] = [
            lambda: database.require_epoch(found),
            lambda: database.require_plain_role(running.app),
        ]
        if deploy:
            steps.append(lambda: require_safe_address(host, demonstration=found.is_demonstration))
        for step in steps:
            try:
                step()
            except Unusable as refusal:
                findings.append(str(refusal))
        if not found.prepared:
            findings.append("The database is not of this version of Dayaq: run dayaq migrate.")
        paths.export_secrets(data_dir)
        findings += open_permissions(data_dir)
        findings += _ask_django(deploy=deploy, host=host, prepared=found.prepared)
    return findings


def _ask_django(*, deploy: bool, host: str, prepared: bool) -> list[str]:
    import django
    from django.conf import settings
    from django.core import checks
    from django.db import connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayaq.site.settings")
    django.setup()
    findings = [
        f"{message.msg} ({message.id})"
        for message in checks.run_checks(include_deployment_checks=deploy)
        if message.level >= checks.WARNING and not message.is_silenced()
    ]
    if deploy:
        findings += unsafe({name: getattr(settings, name, None) for name in LOOKED_AT}, host=host)
    if prepared:
        from dayaq.kernel import seal

        broken = seal.EVENTS.first_break()
        if broken is not None:
            findings.append(f"The chain of events is broken at position {broken}.")
    connections.close_all()
    return findings


def unsafe(settings: Mapping[str, Any], *, host: str) -> list[str]:
    """What Django does not look at in `settings`, for a house served on `host`."""
    findings = []
    if settings["DEBUG"]:
        findings.append("DEBUG is on: a fault would show the inside of the program to everybody.")
    if "*" in settings["ALLOWED_HOSTS"]:
        findings.append("DAYAQ_HOSTS allows every host name: list the names people type.")
    backend = settings["CACHES"]["default"]["BACKEND"].lower()
    if any(kind in backend for kind in PROCESS_CACHES):
        findings.append(
            "The cache is kept per process: a one-time code could be used twice and sign-in "
            "attempts be counted short. Use the database cache."
        )
    findings += [
        f"{name} is the published default: let Dayaq make one, or set your own."
        for name in ("SECRET_KEY", "DAYAQ_MASTER_KEY")
        if not settings[name] or settings[name] in DEFAULT_KEYS
    ]
    if not settings["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher"):
        findings.append("Passwords are not kept with argon2: put it first in PASSWORD_HASHERS.")
    if not is_loopback(host) and not settings["DAYAQ_SECURE"]:
        findings.append("Cookies and pages would travel in the clear: set DAYAQ_SECURE=1.")
    return findings


def open_permissions(data_dir: Path) -> list[str]:
    """Folders of the installation that other accounts of the machine can look into.

    As root the data directory itself may be entered (not listed), so that the system account
    of PostgreSQL reaches its own folder in it.
    """
    allowed = {
        data_dir: 0o711 if os.geteuid() == 0 else 0o700,
        data_dir / "postgres": 0o700,
        data_dir / "secrets": 0o700,
        **dict.fromkeys((data_dir / "secrets" / name for name in paths.SECRETS), 0o600),
    }
    return [
        f"{path} is open to other accounts of this machine ({found:o}): chmod {mode:o} it."
        for path, mode in allowed.items()
        if path.exists() and (found := stat.S_IMODE(path.stat().st_mode)) & ~mode
    ]
