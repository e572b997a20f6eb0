"""What can stand between the program and its database, each as one sentence for a person."""

from __future__ import annotations


class Unusable(Exception):  # noqa: N818 - a state of the surroundings, not a fault of the program
    """The program cannot start as it is; the message says what to do about it."""


class DirectoryUnwritable(Unusable):
    """The data directory cannot be created or written."""


class OtherMajorVersion(Unusable):
    """The data directory was made by a PostgreSQL of another major version."""


class PostgresMissing(Unusable):
    """The programs of PostgreSQL are not installed."""


class ServerDidNotStart(Unusable):
    """PostgreSQL was started and ended, or did not answer in time."""


class SystemAccountMissing(Unusable):
    """Root has no ordinary system account to run PostgreSQL under, and none could be made."""


class TooOld(Unusable):
    """The PostgreSQL at the given address is older than 15."""


class Unreachable(Unusable):
    """No PostgreSQL answers at the given address."""


class UnsafeDurability(Unusable):
    """A setting of the server would lose acknowledged payments at a power cut."""
