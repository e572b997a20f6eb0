"""The lending that these reports tell of."""

from tests.credit.conftest import lending_first, made  # noqa: F401 - fixtures
