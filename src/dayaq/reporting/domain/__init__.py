"""Rules of reporting that need no database: what may be shown, and how figures are cut."""
