"""The composition root: settings, addresses, the dayaq command, the embedded PostgreSQL."""
