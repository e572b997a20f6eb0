"""`dayaq check --deploy` refuses each unsafe setting with a sentence of its own."""

# ruff: noqa: S104 - addresses that are to be refused

import pytest

from dayaq.site import deploycheck
from tests.site.house import data_directory, dayaq

SAFE = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["dayaq.example"],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "SECRET_KEY": "a" * 64,
    "DAYAQ_MASTER_KEY": "ab" * 32,
    "DAYAQ_SECURE": True,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
}


def test_safe_settings_are_passed():
    assert deploycheck.unsafe(SAFE, host="0.0.0.0") == []


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DEBUG", True, "DEBUG"),
        ("ALLOWED_HOSTS", ["*"], "DAYAQ_HOSTS"),
        ("SECRET_KEY", "only-for-tests-and-checks-never-to-serve", "SECRET_KEY"),
        ("DAYAQ_MASTER_KEY", "00" * 32, "DAYAQ_MASTER_KEY"),
        ("DAYAQ_SECURE", False, "in the clear"),
        ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"], "argon2"),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
            "per process",
        ),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
            "per process",
        ),
    ],
)
def test_an_unsafe_setting_is_named(name, value, word):
    findings = deploycheck.unsafe({**SAFE, name: value}, host="0.0.0.0")
    assert len(findings) == 1
    assert word in findings[0]


def test_folders_open_to_others_are_named(tmp_path):
    (tmp_path / "secrets").mkdir(mode=0o700)
    (tmp_path / "secrets" / "master_key").write_text("x")
    (tmp_path / "secrets" / "master_key").chmod(0o644)
    tmp_path.chmod(0o755)
    findings = deploycheck.open_permissions(tmp_path)
    assert len(findings) == 2
    assert any("master_key" in finding and "chmod 600" in finding for finding in findings)
    tmp_path.chmod(0o700)
    (tmp_path / "secrets" / "master_key").chmod(0o600)
    assert deploycheck.open_permissions(tmp_path) == []


def test_an_installation_as_it_comes_is_not_ready_for_the_network_and_a_secured_one_is(
    own_database,
):
    addresses = {
        "DAYAQ_DATABASE_URL": own_database["app"],
        "DAYAQ_DATABASE_OWNER_URL": own_database["owner"],
    }
    with data_directory() as data:
        data.mkdir(mode=0o700)
        plain = dayaq("check", "--deploy", "--host", "0.0.0.0", data=data, **addresses)
        assert plain.returncode == 1
        assert "Traceback" not in plain.stderr
        for word in ("security.W012", "security.W008", "TLS"):
            assert word in plain.stderr
        secured = dayaq(
            "check", "--deploy", "--host", "0.0.0.0", data=data, DAYAQ_SECURE="1",
            DAYAQ_HOSTS="dayaq.example", **addresses,
        )  # fmt: skip
        assert secured.returncode == 0, secured.stderr
        assert dayaq("check", data=data, **addresses).returncode == 0
