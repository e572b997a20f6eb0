"""The disk runs full under a posting load: a small volume, and a ballast that takes its room.

Postings must be refused with a sentence while reading goes on; with the room back, posting goes
on without repair, and what was acknowledged is there. It takes the right to mount a volume.

The control (`--without-guard`) fills the disk to the last byte and posts without looking at the
room: a posting must then fail with a fault of the database.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.house import House, house, read_books, replay_differs

VOLUME_BYTES = 400 * 2**20
CANNOT = 77
POSTINGS_MAX = 4_000


def main() -> int:
    """Fill the disk; status 1 if something is lost or stays broken, 77 without a volume."""
    asked = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="dayaq-full-"))
    try:
        if os.geteuid() != 0 or not _mount(folder):
            print("NOT RUN: filling a disk takes the right to mount a small volume")
            return CANNOT
        try:
            with house(4, blanks=POSTINGS_MAX, directory=folder) as made:
                return _unguarded(made) if asked.without_guard else _guarded(made)
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _mount(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={VOLUME_BYTES},mode=711", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _guarded(made: House) -> int:
    from django.conf import settings

    from dayaq.kernel.db import ROOM_BYTES_MIN
    from dayaq.kernel.errors import Refused

    settings.DAYAQ_POSTGRES_DIR = str(made.server.cluster)
    server = made.server.pid
    done, sentence = 0, ""
    faults = []
    for left in (ROOM_BYTES_MIN + 2**19, 0):  # almost full, then full to the last byte
        _take_room(made, left)
        for _ in range(POSTINGS_MAX // 4):
            try:
                _pay(made, done + 1)
            except Refused as refusal:
                sentence = str(refusal)
                if refusal.code != "disk_full":
                    faults.append(f"refused for another reason: {refusal}")
                break
            done += 1
        else:
            faults.append("posting was never refused")
        if len(read_books(made).paid) != done:
            faults.append("what was acknowledged cannot be read")
    (made.directory / "ballast").unlink()
    refused_at = done
    for _ in range(20):
        _pay(made, done + 1)
        done += 1
    books, differing = read_books(made), replay_differs(made)
    if made.server.pid != server:
        faults.append("the server had to be started again")
    lost = books.lost(set(range(1, done + 1)))
    print(
        f"a full disk: {refused_at} payments until it was refused ({sentence!r}); read while full; "
        f"{done - refused_at} more once there was room; {len(lost)} lost, "
        f"{len(books.doubled)} doubled, {len(books.broken)} rules broken, "
        f"{differing} loans replay differently"
    )
    for fault in (*faults, *books.broken):
        print(f"  {fault}")
    return 1 if faults or lost or books.doubled or books.broken or differing else 0


def _unguarded(made: House) -> int:
    """What the guard is for: status 1 because a posting ends in a fault."""
    from django.db import DatabaseError

    from dayaq.kernel.errors import Refused

    _take_room(made, 0)
    for number in range(1, POSTINGS_MAX):
        try:
            _pay(made, number)
        except (DatabaseError, Refused) as fault:
            cause = str(fault.__cause__ or fault).splitlines()[0]
            print(f"without the guard payment {number} ended with: {cause}")
            return 1
    print("without the guard nothing happened: the disk was not full")
    return 0


def _pay(made: House, number: int) -> None:
    from dayaq.kernel.db import run_command

    run_command(lambda: made.pay(number))


def _take_room(made: House, left: int) -> None:
    """Let so many bytes be free, or none: whatever could be written is taken."""
    with (made.directory / "ballast").open("ab") as ballast:
        room = os.statvfs(made.directory)
        size = max(0, room.f_bavail * room.f_frsize - left)
        try:
            while size > 0:
                size -= ballast.write(b"\0" * min(size, 2**20))
                ballast.flush()
        except OSError:
            pass  # the last page is gone already


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-guard", action="store_true", help="the control")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
