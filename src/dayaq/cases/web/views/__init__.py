"""Pages about cases."""
