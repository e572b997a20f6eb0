"""The `dayaq` command: every verb is a thin caller of a service."""

from dayaq.site.cli.main import main

__all__ = ["main"]
