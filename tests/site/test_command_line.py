"""What stands in the way of a command is one sentence and a non-zero exit, never a traceback."""

# ruff: noqa: S104 - addresses that are to be refused

import socket
import subprocess

import psycopg
import pytest

from dayaq.kernel.epoch import SCHEMA_EPOCH
from tests.site.house import COMMAND, assert_one_sentence, data_directory, dayaq, environment

VERBS = (
    "serve", "demo", "check", "migrate", "createsuperuser", "backup", "restore", "report",
    "rebuild-loans", "seal",
)  # fmt: skip


@pytest.fixture
def data():
    with data_directory() as made:
        yield made


def test_help_explains_every_command(data):
    done = dayaq("--help", data=data)
    assert done.returncode == 0
    for verb in VERBS:
        assert f"\n    {verb}" in done.stdout


def test_help_loads_nothing_heavy(data):
    done = subprocess.run(
        [COMMAND[0], "-X", "importtime", *COMMAND[1:], "--help"],
        env=environment(data), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "| django" not in done.stderr
    assert "psycopg" not in done.stderr


def test_a_busy_port_is_named(data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_one_sentence(dayaq("serve", "--port", str(port), data=data), f"Port {port}", "taken")


def test_an_unwritable_data_directory_is_named(data):
    data.parent.joinpath("file").write_text("")
    unwritable = data.parent / "file" / "data"
    assert_one_sentence(dayaq("serve", data=unwritable), str(unwritable), "DAYAQ_DATA")


def test_a_database_that_does_not_answer_is_named_without_its_password(data):
    url = "postgresql://dayaq:geheim@127.0.0.1:1/dayaq"
    done = dayaq("migrate", data=data, DAYAQ_DATABASE_URL=url, DAYAQ_DATABASE_OWNER_URL=url)
    assert_one_sentence(done, "does not answer")
    assert "geheim" not in done.stderr


def test_an_address_that_is_none_is_explained(data):
    assert_one_sentence(dayaq("check", data=data, DAYAQ_DATABASE_URL="nonsense"), "postgresql://")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_a_programme_is_not_shown_in_the_clear_to_other_machines(data, host):
    assert_one_sentence(dayaq("serve", "--host", host, data=data), "TLS", "DAYAQ_SECURE=1")


def test_a_demonstration_is_not_shown_to_other_machines_at_all(data):
    done = dayaq("demo", "--serve", "--host", "0.0.0.0", data=data, DAYAQ_SECURE="1")
    assert_one_sentence(done, "without a password", "127.0.0.1")


def test_the_owner_does_not_serve(data, own_database):
    done = dayaq(
        "serve", data=data, DAYAQ_DATABASE_URL=own_database["owner"],
        DAYAQ_DATABASE_OWNER_URL=own_database["owner"],
    )  # fmt: skip
    assert_one_sentence(done, "the owner of the tables")


def test_a_real_database_is_never_made_a_demonstration(data, own_database):
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        owner.execute(
            "INSERT INTO kernel_installation (id, mode, schema_epoch, set_up) "
            "VALUES (1, 'real', %s, true)",
            [SCHEMA_EPOCH],
        )
    done = dayaq(
        "demo", data=data, DAYAQ_DATABASE_URL=own_database["app"],
        DAYAQ_DATABASE_OWNER_URL=own_database["owner"],
    )  # fmt: skip
    assert_one_sentence(done, "holds a real programme")
    with psycopg.connect(own_database["owner"]) as owner:
        assert owner.execute("SELECT mode FROM kernel_installation").fetchone() == ("real",)


@pytest.mark.parametrize(
    "wrong",
    [
        ["serve", "--port", "0"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "²"],
        ["demo", "--until", "31.12.2011"],
        ["report", "portfolio", "--as-of", "2011-02-30"],
        ["report", "portfolio", "--format", "docx"],
        ["nothing"],
    ],
)
def test_a_word_that_is_not_understood_is_named(data, wrong):
    done = dayaq(*wrong, data=data)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert wrong[-1] in done.stderr
