"""One command serves, drains, joins and comes back after kill -9."""

import os
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import psycopg
import pytest

from dayaq.site import database
from dayaq.site.postgres import Server
from dayaq.site.web_process import THREADS, WORKERS
from tests.site.house import (
    COMMAND,
    Served,
    data_directory,
    dayaq,
    environment,
    fill,
    is_alive,
    wait_until,
)

MEMORY_MB_MAX = 350
LINGERS = 2.0
"""Seconds the web server waits for one visitor to hang up; two of four would wait for it."""


@pytest.fixture(scope="module")
def data(database_template):
    with data_directory() as made:
        fill(made, database_template)
        yield made


def private_mb(pids: list[int]) -> float:
    """Private memory of the processes, as the kernel counts it."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("Private_"))
    return total / 1024


def everybody_below(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        children = [int(child) for child in file.read().split()]
    return children + [below for child in children for below in everybody_below(child)]


def test_it_answers_soon_fits_in_memory_and_leaves_nothing_running(data):
    begun = time.monotonic()
    with Served(data) as house:
        ready = time.monotonic() - begun
        status, text = house.get("/healthz")
        family = [house.process.pid, *everybody_below(house.process.pid)]
        assert (status, '"reachable"' in text) == (200, True)
        assert "set-up" in house.text
        assert private_mb(family) < MEMORY_MB_MAX
        assert house.stop(signal.SIGINT) == 0
    assert not any(is_alive(pid) for pid in family)
    assert Server(data).pid is None
    assert ready < 15  # 5 s on a quiet machine; the bench prints it


def test_a_request_in_flight_is_answered_before_anything_stops(data):
    answer: list[tuple[int, str]] = []
    with Served(data) as house, Server(data) as server:
        with psycopg.connect(server.urls.owner) as blocker:
            blocker.execute("LOCK TABLE kernel_event IN ACCESS EXCLUSIVE MODE")
            asking = threading.Thread(target=lambda: answer.append(house.get("/healthz", 60)))
            asking.start()
            wait_until(lambda: waits_for_a_lock(server), "the request waits in the database")
            house.process.send_signal(signal.SIGTERM)
            time.sleep(1.0)
            assert house.process.poll() is None
            assert not answer
            blocker.commit()
        asking.join(timeout=30)
        assert house.process.wait(timeout=30) == 0
    assert answer
    assert answer[0][0] == 200


def test_visitors_who_leave_slowly_keep_nobody_waiting(data):
    """Each has its answer and does not hang up: on a weak line the goodbye takes its time.

    What they ask for needs no database, so that nothing but the goodbyes is waited for.
    """
    with Served(data) as house, ExitStack() as slow:
        begun = time.monotonic()
        for _ in range(4):  # as many as one worker has threads
            line = slow.enter_context(socket.create_connection(("127.0.0.1", house.port)))
            line.sendall(b"GET /static/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert line.recv(12) == b"HTTP/1.1 404"
        assert time.monotonic() - begun < LINGERS


@pytest.mark.parametrize("_turn", range(2))  # chance alone may spread them once
def test_no_visitor_waits_in_a_full_worker_while_the_other_has_room(data, _turn):
    """As many as there are threads are all being served at once, and one more is not refused."""
    with Served(data) as house, Server(data) as server, ThreadPoolExecutor(16) as visitors:
        with psycopg.connect(server.urls.owner) as blocker:
            blocker.execute("LOCK TABLE django_session IN ACCESS EXCLUSIVE MODE")
            asking = [visitors.submit(opens_today, house) for _ in range(WORKERS * THREADS)]
            wait_until(
                lambda: how_many_wait_for_a_lock(server) == WORKERS * THREADS,
                "every thread of both workers serves somebody",
            )
            asking.append(visitors.submit(opens_today, house))
            blocker.commit()
        assert [answer.result() for answer in asking] == [200] * len(asking)


def opens_today(house: Served) -> int:
    """Of somebody signed in long ago: the session is looked for in the database."""
    with closing(HTTPConnection("127.0.0.1", house.port, timeout=60)) as line:
        line.request("GET", "/", headers={"Cookie": f"sessionid={'x' * 32}"})
        return line.getresponse().status


def waits_for_a_lock(server: Server) -> bool:
    return how_many_wait_for_a_lock(server) > 0


def how_many_wait_for_a_lock(server: Server) -> int:
    with psycopg.connect(server.urls.owner) as connection:
        row = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return int(row[0])


def test_a_command_beside_it_joins_and_never_stops_it(data):
    with Served(data) as house:
        pid = Server(data).pid
        done = dayaq("seal", data=data)
        assert done.returncode == 0, done.stderr
        assert "both chains hold" in done.stdout
        assert Server(data).pid == pid
        assert house.get("/healthz")[0] == 200


def test_kill_9_ends_its_children_and_the_next_start_has_everything(data):
    house = Served(data).until_ready()
    postgres = Server(data).pid
    family = [pid for pid in everybody_below(house.process.pid) if pid != postgres]
    ours = [pid for pid in family if b"dayaq.site" in cmdline(pid)]
    assert len(ours) >= 3  # gunicorn, its worker, the background worker
    with Server(data) as server, psycopg.connect(server.urls.app) as connection:
        connection.execute(
            "INSERT INTO kernel_counter (kind, prefix, value) VALUES ('kill', '9', 42)"
        )
        connection.commit()
        os.kill(house.process.pid, signal.SIGKILL)
        house.process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in ours), "web and worker have ended")
    with Served(data) as again:
        assert again.get("/healthz")[0] == 200
        with Server(data) as server, psycopg.connect(server.urls.app) as connection:
            question = "SELECT value FROM kernel_counter WHERE kind = 'kill'"
            assert connection.execute(question).fetchone() == (42,)


def cmdline(pid: int) -> bytes:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ")
    except OSError:
        return b""


@pytest.fixture
def deaf():
    """As a shell starts what a script puts aside with &, and nohup what shall outlive it."""
    before = {wish: signal.signal(wish, signal.SIG_IGN) for wish in (signal.SIGINT, signal.SIGHUP)}
    yield
    for wish, handler in before.items():
        signal.signal(wish, handler)


def test_who_builds_a_demonstration_ends_with_whom_it_is_built_for(deaf):
    with data_directory() as data:
        assert code_when_told(signal.SIGTERM, data) == 130
        assert Server(data).pid is None
        assert code_when_told(signal.SIGKILL, data) == -signal.SIGKILL
        with Server(data) as server:
            assert database.state(server.urls.owner).mode is None  # not built to its end


def code_when_told(wish, data):
    """What a serving command answers to `wish` while its demonstration is being built."""
    house = Served(data, "demo", "--serve")
    wait_until(
        lambda: builders(house) or house.process.poll() is not None,
        "somebody builds the demonstration",
    )
    assert house.process.poll() is None, house.text
    (builder,) = builders(house)
    wait_until(lambda: is_being_built(data), "the demonstration is being built")
    code = house.stop(wish)
    wait_until(lambda: not is_alive(builder), "the building has ended")
    return code


def test_what_nohup_made_deaf_to_the_end_of_its_terminal_goes_on(data, deaf):
    with Served(data) as house:
        house.process.send_signal(signal.SIGHUP)
        time.sleep(1.0)  # whoever heeds it has begun to stop by then
        assert "Stopped" not in house.text
        assert house.get("/healthz")[0] == 200
        assert house.process.poll() is None
        assert house.stop(signal.SIGINT) == 0


def test_a_command_told_to_end_closes_the_database_first(data):
    with Server(data) as server:
        blocker = psycopg.connect(server.urls.owner)
        blocker.execute("LOCK TABLE kernel_event IN ACCESS EXCLUSIVE MODE")
        sealing = subprocess.Popen(
            [*COMMAND, "seal"], env=environment(data), stderr=subprocess.PIPE, text=True
        )
        wait_until(lambda: waits_for_a_lock(server), "the command waits in the database")
    assert Server(data).pid is not None  # left to the command
    sealing.send_signal(signal.SIGTERM)
    assert sealing.communicate(timeout=30) == (None, "\ndayaq: stopped.\n")
    assert sealing.returncode == 130
    assert Server(data).pid is None
    blocker.close()


def builders(house):
    return [pid for pid in house.children() if b"--if-empty" in cmdline(pid)]


def is_being_built(data):
    with Server(data) as server, psycopg.connect(server.urls.owner) as connection:
        return connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = 'dayaq_building'"
        ).fetchone()


def test_a_fallen_worker_is_replaced(data):
    with Served(data) as house:
        worker = next(pid for pid in house.children() if b"dayaq.site.worker" in cmdline(pid))
        os.kill(worker, signal.SIGKILL)
        wait_until(
            lambda: any(
                b"dayaq.site.worker" in cmdline(pid) and pid != worker for pid in house.children()
            ),
            "there is a new worker",
        )
        assert house.get("/healthz")[0] == 200


def test_an_existing_postgres_is_used_by_its_two_addresses(own_database):
    with data_directory() as data:
        addresses = {
            "DAYAQ_DATABASE_URL": own_database["app"],
            "DAYAQ_DATABASE_OWNER_URL": own_database["owner"],
        }
        with Served(data, **addresses) as house:
            assert house.get("/healthz")[0] == 200
            assert not (data / "postgres").exists()
            house.stop()
        with psycopg.connect(own_database["app"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
