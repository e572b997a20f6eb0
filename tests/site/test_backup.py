"""A backup opens only whole, with its passphrase, and is verified before it replaces."""

import datetime as dt

import psycopg
import pytest

from dayaq.kernel.epoch import SCHEMA_EPOCH
from dayaq.kernel.ids import uuid7
from dayaq.ledger.bag_days import DIFFERING
from dayaq.site import backup, paths
from dayaq.site.postgres import Server
from dayaq.site.verify import Broken, verify, verify_chain
from tests.site.house import Served, assert_one_sentence, data_directory, dayaq, fill

PASSPHRASE = "beş sözdən ibarət parol"
CLOCK = (dt.date(2010, 5, 3), dt.datetime(2010, 5, 3, 8, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def house(database_template):
    """A real programme with an administrator, and a backup of it."""
    with data_directory() as data:
        fill(data, database_template)
        done = dayaq(
            "createsuperuser", "--username", "murad", "--full-name", "Murad Əliyev",
            data=data, DAYAQ_PASSWORD="uzun və gizli parol",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        make_real(data)
        yield data, backed_up(data)


def make_real(data):
    with Server(data) as server, psycopg.connect(server.urls.owner) as owner:
        owner.execute(
            "INSERT INTO kernel_installation (id, mode, schema_epoch, set_up) "
            "VALUES (1, 'real', %s, true)",
            [SCHEMA_EPOCH],
        )
    assert dayaq("seal", data=data).returncode == 0


def backed_up(data):
    file = data.parent / "ehtiyat nüsxə.age"
    done = dayaq("backup", str(file), data=data, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    return file


def names(data):
    with Server(data) as server, psycopg.connect(server.urls.app) as connection:
        return [row[0] for row in connection.execute("SELECT full_name FROM access_user")]


def secrets(data):
    return {name: (data / "secrets" / name).read_text() for name in paths.SECRETS}


def test_the_file_tells_nothing(house):
    data, file = house
    content = file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    for word in ("Murad", "access_user", secrets(data)["master_key"].strip()):
        assert word.encode() not in content
    assert file.stat().st_mode & 0o077 == 0


def test_it_restores_into_an_empty_directory_with_its_keys(house):
    data, file = house
    with data_directory("başqa yer") as other:
        done = dayaq("restore", str(file), data=other, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        assert "sealed events holds" in done.stdout
        assert names(other) == ["Murad Əliyev"]
        assert secrets(other) == secrets(data)
        with (
            Server(other) as server,
            psycopg.connect(server.urls.app) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("UPDATE kernel_event SET verb = 'x'")
        with Served(other) as served:
            assert served.get("/healthz")[0] == 200


def test_it_replaces_what_is_there_and_keeps_that_beside(house):
    data, file = house
    with Server(data) as server, psycopg.connect(server.urls.owner) as owner:
        owner.execute("UPDATE access_user SET full_name = 'Somebody else'")
    done = dayaq("restore", str(file), data=data, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert names(data) == ["Murad Əliyev"]
    with Server(data) as server:
        beside = server.url("dayaq_owner", "dayaq_before_restore")
        with psycopg.connect(beside) as connection:
            row = connection.execute("SELECT full_name FROM access_user").fetchone()
    assert row == ("Somebody else",)


@pytest.fixture
def collecting(lived_once, database_template):
    """A real programme whose officer carries what was collected."""
    with data_directory("yığım") as data:
        name = lived_once.connection.settings_dict["NAME"]
        fill(data, database_template | {"template": name})
        make_real(data)
        yield data


def bags_of(data):
    with Server(data) as server, psycopg.connect(server.urls.owner) as owner:
        assert owner.execute(DIFFERING).fetchall() == []
        return owner.execute('SELECT * FROM ledger_bagday ORDER BY account_id, "on"').fetchall()


@pytest.mark.parametrize("made_by", ["this version", "one before the books were kept straight"])
def test_the_bags_are_as_full_as_before(collecting, made_by):
    before = bags_of(collecting)
    assert len(before) == 3
    if made_by != "this version":
        done = dayaq("django", "migrate", "ledger", "0001", "--database", "owner", data=collecting)
        assert done.returncode == 0, done.stderr
    file = backed_up(collecting)
    with data_directory("başqa yer") as other:
        done = dayaq("restore", str(file), data=other, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        assert bags_of(other) == before
        with (
            Server(other) as server,
            psycopg.connect(server.urls.app) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("UPDATE ledger_bagday SET came_minor = 0")


def test_a_backup_whose_bags_were_touched_is_refused(collecting):
    with Server(collecting) as server, psycopg.connect(server.urls.owner) as owner:
        owner.execute("UPDATE ledger_bagday SET went_minor = 1")
    file = backed_up(collecting)
    with data_directory("başqa yer") as other:
        done = dayaq("restore", str(file), data=other, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
        assert_one_sentence(done, "A bag of cash")


def flipped(file, place):
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    damaged = file.with_name(f"flipped-{place}.age")
    damaged.write_bytes(content)
    return damaged


@pytest.mark.parametrize("place", [0, 60, 2_000, -20])
def test_one_flipped_bit_is_refused_and_nothing_changes(house, place):
    data, file = house
    done = dayaq(
        "restore", str(flipped(file, place)), data=data, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE
    )
    assert_one_sentence(done, "does not open", "Nothing was changed")
    assert names(data) == ["Murad Əliyev"]


def test_another_passphrase_is_refused(house):
    data, file = house
    done = dayaq("restore", str(file), data=data, DAYAQ_BACKUP_PASSPHRASE="another passphrase")
    assert_one_sentence(done, "passphrase")


def test_a_short_passphrase_is_refused(house):
    data, file = house
    done = dayaq("backup", str(file), data=data, DAYAQ_BACKUP_PASSPHRASE="short")
    assert_one_sentence(done, "too short")


def test_without_a_terminal_a_passphrase_must_be_given(house):
    data, file = house
    assert_one_sentence(dayaq("backup", str(file), data=data), "no terminal")


def test_nothing_is_replaced_while_somebody_works_in_it(house):
    data, file = house
    with Served(data) as served:
        assert served.get("/healthz")[0] == 200
        done = dayaq("restore", str(file), data=data, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
        assert_one_sentence(done, "stop dayaq serve first")
        done = dayaq(
            "backup", str(file.with_name("2.age")), data=data, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE
        )
        assert done.returncode == 0, done.stderr


def test_a_backup_whose_newest_events_were_cut_off_is_refused(house):
    data, file = house
    contents = backup.open_backup(file, PASSPHRASE)
    with Server(data) as server, psycopg.connect(server.urls.owner) as owner:
        owner.execute("ALTER TABLE kernel_eventseal DISABLE TRIGGER append_only")
        owner.execute("DELETE FROM kernel_eventseal")
        owner.commit()
        cut = backup.dump(server.urls.owner, data)
        owner.execute("ALTER TABLE kernel_eventseal ENABLE TRIGGER append_only")
        owner.commit()
    forged = backup.Contents(
        mode=contents.mode, schema_epoch=contents.schema_epoch, made_at=contents.made_at,
        head=contents.head, dump=cut, secrets=contents.secrets,
    )  # fmt: skip
    file = file.with_name("cut.age")
    file.write_bytes(backup._encrypt(backup.pack(forged), PASSPHRASE))
    done = dayaq("restore", str(file), data=data, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
    assert_one_sentence(done, "newest events are missing")


def test_a_real_backup_is_not_mixed_with_a_demonstration(house, database_template):
    _, file = house
    with data_directory("nümunə") as other:
        fill(other, database_template)
        with Server(other) as server, psycopg.connect(server.urls.owner) as owner:
            owner.execute(
                "INSERT INTO kernel_installation (id, mode, schema_epoch, demonstration_on, "
                "set_up) VALUES (1, 'demonstration', %s, '2011-03-15', true)",
                [SCHEMA_EPOCH],
            )
        done = dayaq("restore", str(file), data=other, DAYAQ_BACKUP_PASSPHRASE=PASSPHRASE)
        assert_one_sentence(done, "never mixed")


def test_a_changed_event_is_found(own_database):
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        seal_two_events()
        assert verify_chain(owner).position == 2
        assert any("chain of 2" in line for line in verify(owner))
        owner.execute("ALTER TABLE kernel_event DISABLE TRIGGER append_only")
        owner.execute("UPDATE kernel_event SET data = '{\"code\": \"other\"}' WHERE verb = 'b'")
        with pytest.raises(Broken, match="number 2 was changed"):
            verify_chain(owner)
        owner.execute("ALTER TABLE kernel_eventseal DISABLE TRIGGER append_only")
        owner.execute("DELETE FROM kernel_eventseal WHERE position = 1")
        with pytest.raises(Broken, match="number 1 is missing"):
            verify_chain(owner)


def seal_two_events():
    from django.db import connection

    from dayaq.kernel.seal import EVENTS

    on, at = CLOCK
    with connection.cursor() as cursor:
        for verb in "ab":
            cursor.execute(
                'INSERT INTO kernel_event (id, verb, "on", recorded_at, data) '
                'VALUES (%s, %s, %s, %s, \'{"code": "FZ-1"}\')',
                [uuid7(), verb, on, at],
            )
    assert EVENTS.seal_all() == 2
