"""The embedded server starts anywhere, is shared, is found again, and names its obstacles."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from dayaq.site.postgres import (
    DirectoryUnwritable,
    OtherMajorVersion,
    Server,
    ServerDidNotStart,
    cluster,
)
from dayaq.site.postgres.server import SOCKET_NAME, SOCKET_PATH_BYTES_MAX
from tests.site.house import data_directory, is_alive, wait_until

HOLD = """
import sys, time
from pathlib import Path
from dayaq.site.postgres import Server
Server(Path(sys.argv[1])).start()
print("started", flush=True)
time.sleep(300)
"""


@pytest.fixture(scope="module")
def started():
    """A data directory whose server has been started and stopped once; it holds a row."""
    with data_directory() as data:
        with Server(data) as server, psycopg.connect(server.urls.owner) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('first')")
        yield data


def rows(server):
    with psycopg.connect(server.urls.owner) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM kept ORDER BY word")]


def test_it_starts_from_a_path_with_spaces_and_letters_like_schwa(started):
    assert " " in str(started)
    assert "ə" in str(started)
    with Server(started) as server:
        assert not server.joined
        assert len(os.fsencode(server.socket_dir / SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX
        assert server.socket_dir.stat().st_mode & 0o077 == 0
        with psycopg.connect(server.urls.app) as connection:
            shown = {
                name: connection.execute(f"SHOW {name}").fetchone()[0]
                for name in (*cluster.DURABLE, "listen_addresses", "server_encoding")
            }
            user = connection.execute(
                "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    assert shown == {**cluster.DURABLE, "listen_addresses": "", "server_encoding": "UTF8"}
    assert user == (cluster.APP, False)


def test_a_second_command_joins_and_the_last_one_stops_the_server(started):
    first = Server(started).start()
    second = Server(started).start()
    pid = first.pid
    assert second.joined
    assert second.socket_dir == first.socket_dir
    first.stop()
    assert second.pid == pid
    with psycopg.connect(second.urls.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    second.stop()
    assert not is_alive(pid)


def test_a_server_left_behind_by_kill_9_is_adopted_and_stopped_in_the_end(started):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(started)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "started\n"
    pid = Server(started).pid
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert is_alive(pid)
    with Server(started) as heir:
        assert heir.joined
        assert heir.pid == pid
        assert "first" in rows(heir)
    wait_until(lambda: not is_alive(pid), "the adopted server has ended")


def test_what_was_committed_survives_kill_9_of_the_server(started):
    first = Server(started).start()
    with psycopg.connect(first.urls.owner) as connection:
        connection.execute("INSERT INTO kept VALUES ('acknowledged')")
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: first.pid is None, "the server is dead")
    first.stop()
    with Server(started) as server:
        assert "acknowledged" in rows(server)


def test_a_pid_file_with_the_number_of_another_process_does_not_stop_it(started):
    pid_file = started / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{started / 'postgres'}\n0\n5432\n/nowhere\n")
    with Server(started) as server:
        assert server.pid != os.getppid()
        assert "first" in rows(server)


def test_the_folder_that_an_interrupted_first_start_left_is_cleared_away():
    with data_directory() as data:
        (data / "postgres.unfinished").mkdir(parents=True)
        (data / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
        with Server(data) as server:
            assert server.pid


def test_the_log_of_the_server_keeps_no_personal_value(started):
    with (
        Server(started) as server,
        psycopg.connect(server.urls.owner) as connection,
        pytest.raises(psycopg.Error),
    ):
        connection.execute("INSERT INTO kept VALUES ('Məmmədov'), ((1 / 0) || 'Məmmədov')")
    assert "Məmmədov" not in (started / "postgres.log").read_text()


def test_a_directory_of_another_major_version_is_refused(started):
    version = started / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    try:
        with pytest.raises(OtherMajorVersion, match="made by PostgreSQL 17"):
            Server(started).start()
    finally:
        version.write_text("18\n")


def test_a_directory_that_cannot_be_made_is_refused():
    with pytest.raises(DirectoryUnwritable, match="cannot be written"):
        Server(Path("/proc/dayaq")).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands over to a system account")
def test_as_root_a_closed_parent_folder_is_named_and_not_opened():
    with data_directory() as data:
        data.parent.chmod(0o700)
        with pytest.raises(DirectoryUnwritable, match="may not enter"):
            Server(data).start()
        assert data.parent.stat().st_mode & 0o777 == 0o700


def test_a_damaged_directory_gives_the_words_of_postgres(started):
    control = started / "postgres" / "global" / "pg_control"
    content = control.read_bytes()
    control.write_bytes(b"")
    try:
        with pytest.raises(ServerDidNotStart, match=r"did not start: .*pg_control"):
            Server(started).start()
    finally:
        control.write_bytes(content)
    with Server(started) as server:
        assert "first" in rows(server)
