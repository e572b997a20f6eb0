"""The lending whose cash the tests of this room count."""

from tests.credit.conftest import lending_first, made  # noqa: F401 - fixtures
