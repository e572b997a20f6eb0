"""Only a server that cannot lose what it acknowledged is used, and never as its owner."""

import psycopg
import pytest

from dayaq.site import database
from dayaq.site.postgres import TooOld, UnsafeDurability

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


@pytest.mark.parametrize(
    ("version", "allowed"), [(140_012, False), (149_999, False), (150_000, True), (180_006, True)]
)
def test_a_server_older_than_15_is_refused(version, allowed):
    if allowed:
        database.require_sound_values(version, SAFE)
    else:
        with pytest.raises(TooOld, match=r"PostgreSQL 14, and Dayaq needs PostgreSQL 15"):
            database.require_sound_values(version, SAFE)


@pytest.mark.parametrize("name", sorted(SAFE))
@pytest.mark.parametrize("value", ["off", "", None])
def test_an_unsafe_setting_is_refused_by_name(name, value):
    settings = {**SAFE, name: value}
    with pytest.raises(UnsafeDurability, match=f"set {name} = on"):
        database.require_sound_values(180_000, {k: v for k, v in settings.items() if v is not None})


@pytest.mark.parametrize("value", ["on", "local", "remote_write", "remote_apply"])
def test_every_durable_commit_setting_is_accepted(value):
    database.require_sound_values(150_000, {**SAFE, "synchronous_commit": value})


def test_a_role_whose_commits_are_not_durable_is_found_out(own_database):
    name = psycopg.conninfo.conninfo_to_dict(own_database["app"])["dbname"]
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        owner.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    with pytest.raises(UnsafeDurability, match="synchronous_commit"):
        database.require_sound(own_database["app"])


def test_the_owner_may_not_serve_and_the_application_role_may(own_database):
    database.require_plain_role(own_database["app"])
    with pytest.raises(database.WrongDatabase, match="the owner of the tables"):
        database.require_plain_role(own_database["owner"])


def test_a_database_of_another_schema_epoch_is_refused(own_database):
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        owner.execute(
            "INSERT INTO kernel_installation (id, mode, schema_epoch, set_up) "
            "VALUES (1, 'real', 999, false)"
        )
    found = database.state(own_database["app"])
    assert found.prepared
    with pytest.raises(database.WrongDatabase, match="schema epoch 999"):
        database.require_epoch(found)


def test_only_one_address_is_not_enough(monkeypatch):
    monkeypatch.delenv(database.APP_VARIABLE, raising=False)
    monkeypatch.setenv(database.OWNER_VARIABLE, "postgresql://owner@/x")
    with pytest.raises(database.Unusable, match="application role"):
        database.external()
